package org.faustspring.engine.assignment;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.CRC32;

import org.jspecify.annotations.Nullable;

/**
 * What a member tells the leader when it joins: itself, which of its topics it needs
 * partitioned together, and which tasks it has copies of. Immutable.
 * <p>
 * The encoding is a magic byte, a version and the fields; a later version only appends
 * fields, so that any version reads any other.
 *
 * @param instance the instance
 * @param groupByTopic the groups of those topics whose group is not named after them
 * @param copies the copies of tasks it does not own
 * @param keepsCopies whether it can keep copies: version 1 cannot
 * @param signature a number that is another one when what it reads has changed, 0 if
 * unknown
 * @param rejoins how often it has asked for a rebalance
 */
record MemberData(InstanceInfo instance, Map<String, String> groupByTopic, Map<TaskId, CopyState> copies,
		boolean keepsCopies, int signature, int rejoins) {

	private static final int MAGIC = 0xfa;

	private static final int VERSION = 2;

	/**
	 * The broker keeps the data of all members in one record; of more copies than this,
	 * the warmest are told.
	 */
	private static final int MAX_COPIES = 4000;

	/** What version 1 told, and what is known of a member that tells nothing. */
	static MemberData withoutCopies(InstanceInfo instance, Map<String, String> groupByTopic) {
		return new MemberData(instance, groupByTopic, Map.of(), false, 0, 0);
	}

	/**
	 * Return the member's data about the topics it subscribes to.
	 */
	static MemberData of(AssignorContext context, Collection<String> topics) {
		InstanceInfo instance = context.instance();
		Map<String, String> groupByTopic = groupByTopic(context.groups(), topics);
		return new MemberData(instance, groupByTopic, context.copies(), true,
				signature(withoutCopies(instance, groupByTopic), topics, context.layout()), context.rejoins());
	}

	private static Map<String, String> groupByTopic(CopartitionGroups groups, Collection<String> topics) {
		Map<String, String> groupByTopic = new TreeMap<>();
		for (String topic : topics) {
			String group = groups.groupOf(topic);
			if (!group.equals(topic)) {
				groupByTopic.put(topic, group);
			}
		}
		return groupByTopic;
	}

	private static int signature(MemberData data, Collection<String> topics, int layout) {
		CompactOutput output = new CompactOutput();
		data.writeSelf(output, topics);
		new TreeSet<>(topics).forEach(output::writeText);
		output.writeNumber(layout);
		CRC32 crc = new CRC32();
		crc.update(output.toByteArray());
		return Math.max(1, (int) crc.getValue() & Integer.MAX_VALUE);
	}

	/**
	 * Encode the data. Topics are told by their place among the subscribed topics, which
	 * the leader knows.
	 * @param topics the topics the member subscribes to
	 */
	ByteBuffer encode(Collection<String> topics) {
		CompactOutput output = new CompactOutput();
		output.writeByte(MAGIC);
		output.writeNumber(VERSION);
		writeSelf(output, topics);
		writeCopies(output);
		output.writeNumber(this.signature);
		output.writeNumber(this.rejoins);
		return ByteBuffer.wrap(output.toByteArray());
	}

	private void writeSelf(CompactOutput output, Collection<String> topics) {
		output.writeText(this.instance.instanceId());
		output.writeText(this.instance.url());
		List<String> groups = List.copyOf(new TreeSet<>(this.groupByTopic.values()));
		output.writeNumber(groups.size());
		groups.forEach(output::writeText);
		List<String> sorted = List.copyOf(new TreeSet<>(topics));
		output.writeNumber(sorted.size());
		for (String topic : sorted) {
			String group = this.groupByTopic.get(topic);
			output.writeNumber((group != null) ? (groups.indexOf(group) + 1) : 0);
		}
	}

	private void writeCopies(CompactOutput output) {
		SortedMap<String, SortedMap<Integer, CopyState>> byGroup = new TreeMap<>();
		this.copies.entrySet()
			.stream()
			.sorted(Map.Entry.<TaskId, CopyState>comparingByValue()
				.thenComparing(Map.Entry.comparingByKey(Comparator.naturalOrder())))
			.limit(MAX_COPIES)
			.forEach((entry) -> byGroup.computeIfAbsent(entry.getKey().group(), (group) -> new TreeMap<>())
				.put(entry.getKey().partition(), entry.getValue()));
		output.writeNumber(byGroup.size());
		byGroup.forEach((group, partitions) -> {
			output.writeText(group);
			output.writeNumber(partitions.size());
			partitions.forEach((partition, state) -> {
				output.writeNumber(partition);
				output.writeNumber(state.toNumber());
			});
		});
	}

	/**
	 * Decode what a member sent.
	 * @param data the bytes; not consumed
	 * @param topics the topics the member subscribes to
	 * @return the data, or {@code null} if there is none or it is not ours
	 */
	static @Nullable MemberData decode(@Nullable ByteBuffer data, Collection<String> topics) {
		if (data == null) {
			return null;
		}
		try {
			CompactInput input = new CompactInput(data);
			if (input.readByte() != MAGIC) {
				return null;
			}
			int version = input.readNumber();
			if (version < 1) {
				return null;
			}
			InstanceInfo instance = new InstanceInfo(input.readName(), input.readText());
			Map<String, String> groupByTopic = readGroups(input, topics);
			if (groupByTopic == null) {
				return null;
			}
			if (version == 1) {
				return withoutCopies(instance, groupByTopic);
			}
			return new MemberData(instance, groupByTopic, readCopies(input), true, input.readNumber(),
					input.readNumber());
		}
		catch (IllegalArgumentException ex) {
			// Another assignor's data may begin like ours: it is as good as absent
			return null;
		}
	}

	private static @Nullable Map<String, String> readGroups(CompactInput input, Collection<String> topics) {
		List<String> groups = new ArrayList<>();
		for (int count = input.readCount(); count > 0; count--) {
			groups.add(input.readName());
		}
		List<String> sorted = List.copyOf(new TreeSet<>(topics));
		if (input.readCount() != sorted.size()) {
			return null;
		}
		Map<String, String> groupByTopic = new TreeMap<>();
		for (String topic : sorted) {
			int group = input.readNumber();
			if (group < 0 || group > groups.size()) {
				return null;
			}
			if (group > 0) {
				groupByTopic.put(topic, groups.get(group - 1));
			}
		}
		return groupByTopic;
	}

	private static Map<TaskId, CopyState> readCopies(CompactInput input) {
		Map<TaskId, CopyState> copies = new TreeMap<>();
		for (int groups = input.readCount(); groups > 0; groups--) {
			String group = input.readName();
			for (int count = input.readCount(); count > 0; count--) {
				int partition = input.readNumber();
				copies.put(new TaskId(group, partition), CopyState.ofNumber(input.readNumber()));
			}
		}
		return copies;
	}

}
