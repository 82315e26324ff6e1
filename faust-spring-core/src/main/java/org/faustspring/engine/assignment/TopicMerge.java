package org.faustspring.engine.assignment;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Merges what the members say about co-partitioning into the groups of one assignment.
 * During a rolling deployment the leader may run an older version that does not know a
 * topic yet; topics that any member needs together stay together, or two instances would
 * write the tables of one task. Belongs to one assignment on the leader's poller thread.
 */
final class TopicMerge {

	private final Map<String, String> parents = new HashMap<>();

	private final Map<String, String> leaderNames = new HashMap<>();

	private final Map<String, String> memberNames = new HashMap<>();

	private TopicMerge() {
	}

	/**
	 * Return the name of the group of each topic. The leader's name for a group wins over
	 * the members' names; among equals the alphabetically first.
	 * @param topics all subscribed topics
	 * @param leader the groups the leader knows
	 * @param members the groups each member told of, by topic
	 */
	static Map<String, String> groupByTopic(Collection<String> topics, CopartitionGroups leader,
			Collection<Map<String, String>> members) {
		TopicMerge merge = new TopicMerge();
		for (String topic : topics) {
			merge.join(topic, leader.groupOf(topic));
		}
		members.stream().distinct().forEach((groups) -> groups.forEach(merge::join));
		for (String topic : topics) {
			merge.name(merge.leaderNames, topic, leader.groupOf(topic));
		}
		members.stream()
			.distinct()
			.forEach((groups) -> groups.forEach((topic, group) -> merge.name(merge.memberNames, topic, group)));
		Map<String, String> result = new TreeMap<>();
		for (String topic : topics) {
			String root = merge.rootOf(topic);
			String name = merge.leaderNames.getOrDefault(root, merge.memberNames.getOrDefault(root, topic));
			result.put(topic, name);
		}
		return result;
	}

	private void name(Map<String, String> names, String topic, String group) {
		if (!group.equals(topic)) {
			names.merge(rootOf(topic), group, (left, right) -> (left.compareTo(right) <= 0) ? left : right);
		}
	}

	private void join(String left, String right) {
		String leftRoot = rootOf(left);
		String rightRoot = rootOf(right);
		if (!leftRoot.equals(rightRoot)) {
			this.parents.put(leftRoot, rightRoot);
		}
	}

	private String rootOf(String name) {
		String root = name;
		String parent = this.parents.get(root);
		while (parent != null) {
			root = parent;
			parent = this.parents.get(root);
		}
		if (!root.equals(name)) {
			this.parents.put(name, root);
		}
		return root;
	}

}
