package org.faustspring.engine.assignment;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

import org.jspecify.annotations.Nullable;

/**
 * Encodes the owners of all tasks for the members: each instance and each group once,
 * then one small number a task, deflated. A later version only appends fields, so that
 * any version reads any other. Stateless, any thread.
 */
final class TaskOwnersCodec {

	private static final int MAGIC = 0xfb;

	private static final int VERSION = 2;

	/** Far more than any group can hold; protects against data that is not ours. */
	private static final int MAX_INFLATED_BYTES = 16 * 1024 * 1024;

	private TaskOwnersCodec() {
	}

	/**
	 * Encode the owners.
	 */
	static byte[] encode(TaskOwners owners) {
		Map<InstanceInfo, Integer> numbers = new LinkedHashMap<>();
		owners.instances().forEach((instance) -> numbers.put(instance, numbers.size() + 1));
		CompactOutput output = new CompactOutput();
		output.writeNumber(numbers.size());
		numbers.keySet().forEach((instance) -> {
			output.writeText(instance.instanceId());
			output.writeText(instance.url());
		});
		writeTasks(output, owners.byTask(), numbers);
		// Since version 2
		numbers.keySet().forEach((instance) -> output.writeNumber(owners.signatures().getOrDefault(instance, 0)));
		List<Map<TaskId, InstanceInfo>> ranks = ranks(owners.standbys());
		output.writeNumber(ranks.size());
		ranks.forEach((rank) -> writeTasks(output, rank, numbers));
		writeTasks(output, owners.heirs(), numbers);
		return deflate(output.toByteArray());
	}

	/** The first standby of each task that has one, then the second. */
	private static List<Map<TaskId, InstanceInfo>> ranks(Map<TaskId, List<InstanceInfo>> standbys) {
		List<Map<TaskId, InstanceInfo>> ranks = new ArrayList<>();
		standbys.forEach((task, instances) -> {
			for (int rank = 0; rank < instances.size(); rank++) {
				if (ranks.size() == rank) {
					ranks.add(new TreeMap<>());
				}
				ranks.get(rank).put(task, instances.get(rank));
			}
		});
		return ranks;
	}

	private static void writeTasks(CompactOutput output, Map<TaskId, InstanceInfo> tasks,
			Map<InstanceInfo, Integer> numbers) {
		SortedMap<String, SortedMap<Integer, Integer>> groups = new TreeMap<>();
		tasks.forEach((task, instance) -> groups.computeIfAbsent(task.group(), (name) -> new TreeMap<>())
			.put(task.partition(), numbers.getOrDefault(instance, 0)));
		output.writeNumber(groups.size());
		groups.forEach((name, partitions) -> {
			output.writeText(name);
			int count = partitions.lastKey() + 1;
			output.writeNumber(count);
			for (int partition = 0; partition < count; partition++) {
				output.writeNumber(partitions.getOrDefault(partition, 0));
			}
		});
	}

	/**
	 * Decode what the leader sent.
	 * @param data the bytes; not consumed
	 * @return the owners, or {@code null} if there are none or the bytes are not ours
	 */
	static @Nullable TaskOwners decode(@Nullable ByteBuffer data) {
		if (data == null || data.remaining() < 2 || (data.get(data.position()) & 0xff) != MAGIC
				|| data.get(data.position() + 1) < 1) {
			return null;
		}
		try {
			CompactInput input = new CompactInput(inflate(data));
			List<InstanceInfo> instances = new ArrayList<>();
			for (int count = input.readCount(); count > 0; count--) {
				instances.add(new InstanceInfo(input.readName(), input.readText()));
			}
			Map<TaskId, InstanceInfo> owners = readTasks(input, instances);
			return input.hasMore() ? readCopies(input, instances, owners) : TaskOwners.of(owners);
		}
		catch (IllegalArgumentException | DataFormatException ex) {
			// The caller reports it: there is nothing else to tell than that it is
			// unreadable
			return null;
		}
	}

	private static TaskOwners readCopies(CompactInput input, List<InstanceInfo> instances,
			Map<TaskId, InstanceInfo> owners) {
		Map<InstanceInfo, Integer> signatures = new LinkedHashMap<>();
		for (InstanceInfo instance : instances) {
			int signature = input.readNumber();
			if (signature != 0) {
				signatures.put(instance, signature);
			}
		}
		Map<TaskId, List<InstanceInfo>> standbys = new TreeMap<>();
		for (int ranks = input.readCount(); ranks > 0; ranks--) {
			readTasks(input, instances)
				.forEach((task, instance) -> standbys.computeIfAbsent(task, (id) -> new ArrayList<>()).add(instance));
		}
		return TaskOwners.of(owners, standbys, readTasks(input, instances), signatures);
	}

	private static Map<TaskId, InstanceInfo> readTasks(CompactInput input, List<InstanceInfo> instances) {
		Map<TaskId, InstanceInfo> tasks = new TreeMap<>();
		for (int count = input.readCount(); count > 0; count--) {
			String group = input.readName();
			int partitions = input.readCount();
			for (int partition = 0; partition < partitions; partition++) {
				int number = input.readNumber();
				if (number > 0 && number <= instances.size()) {
					tasks.put(new TaskId(group, partition), instances.get(number - 1));
				}
			}
		}
		return tasks;
	}

	private static byte[] deflate(byte[] plain) {
		Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
		try {
			ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			bytes.write(MAGIC);
			bytes.write(VERSION);
			deflater.setInput(plain);
			deflater.finish();
			byte[] buffer = new byte[4096];
			while (!deflater.finished()) {
				bytes.write(buffer, 0, deflater.deflate(buffer));
			}
			return bytes.toByteArray();
		}
		finally {
			deflater.end();
		}
	}

	private static ByteBuffer inflate(ByteBuffer data) throws DataFormatException {
		Inflater inflater = new Inflater(true);
		try {
			ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			inflater.setInput(data.duplicate().position(data.position() + 2));
			byte[] buffer = new byte[4096];
			while (!inflater.finished()) {
				int length = inflater.inflate(buffer);
				if (length == 0 && !inflater.finished()) {
					throw new DataFormatException("Ends too early");
				}
				bytes.write(buffer, 0, length);
				if (bytes.size() > MAX_INFLATED_BYTES) {
					throw new DataFormatException("Inflates to more than " + MAX_INFLATED_BYTES + " bytes");
				}
			}
			return ByteBuffer.wrap(bytes.toByteArray());
		}
		finally {
			inflater.end();
		}
	}

}
