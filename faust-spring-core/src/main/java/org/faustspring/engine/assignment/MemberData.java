package org.faustspring.engine.assignment;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * What a member tells the leader when it joins: itself, and which of its topics it needs
 * partitioned together. Immutable.
 * <p>
 * The encoding is a magic byte, a version and the fields; a later version only appends
 * fields, so that any version reads any other.
 *
 * @param instance the instance
 * @param groupByTopic the groups of those topics whose group is not named after them
 */
record MemberData(InstanceInfo instance, Map<String, String> groupByTopic) {

	private static final int MAGIC = 0xfa;

	private static final int VERSION = 1;

	/**
	 * Return the member's data about the topics it subscribes to.
	 */
	static MemberData of(InstanceInfo instance, CopartitionGroups groups, Collection<String> topics) {
		Map<String, String> groupByTopic = new TreeMap<>();
		for (String topic : topics) {
			String group = groups.groupOf(topic);
			if (!group.equals(topic)) {
				groupByTopic.put(topic, group);
			}
		}
		return new MemberData(instance, groupByTopic);
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
		return ByteBuffer.wrap(output.toByteArray());
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
			if (input.readByte() != MAGIC || input.readNumber() < 1) {
				return null;
			}
			InstanceInfo instance = new InstanceInfo(input.readName(), input.readText());
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
			return new MemberData(instance, groupByTopic);
		}
		catch (IllegalArgumentException ex) {
			// Another assignor's data may begin like ours: it is as good as absent
			return null;
		}
	}

}
