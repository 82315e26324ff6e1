package org.faustspring.engine.assignment;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Lays out the tasks of the subscribed topics: which topics each task reads and which
 * members may own it. Belongs to one assignment on the leader's poller thread.
 *
 * @param tasks every task, in order
 * @param unassignable per group, the topics no member can own together with the rest of
 * their group; their partitions wait until a member subscribes to all of the group
 */
record TaskLayout(SortedMap<TaskId, Shape> tasks, SortedMap<String, Set<String>> unassignable) {

	/**
	 * Create the layout. A task may go to the members that subscribe to all of its
	 * topics. Where no member does, the members that cover most of its topics own it with
	 * these topics only: splitting it would give one task two owners.
	 * @param topicsByMember the topics each member subscribes to
	 * @param partitionsByTopic the number of partitions of each topic that exists
	 * @param groupByTopic the group of each subscribed topic
	 */
	static TaskLayout of(Map<String, Set<String>> topicsByMember, Map<String, Integer> partitionsByTopic,
			Map<String, String> groupByTopic) {
		Map<String, List<String>> topicsByGroup = new TreeMap<>();
		for (String topic : new TreeSet<>(groupByTopic.keySet())) {
			if (partitionsByTopic.getOrDefault(topic, 0) > 0) {
				topicsByGroup.computeIfAbsent(groupByTopic.getOrDefault(topic, topic), (group) -> new ArrayList<>())
					.add(topic);
			}
		}
		SortedMap<TaskId, Shape> tasks = new TreeMap<>();
		SortedMap<String, Set<String>> unassignable = new TreeMap<>();
		topicsByGroup.forEach((group, topics) -> {
			Map<List<String>, Shape> shapes = new HashMap<>();
			int partitions = topics.stream()
				.mapToInt((topic) -> partitionsByTopic.getOrDefault(topic, 0))
				.max()
				.orElse(0);
			for (int partition = 0; partition < partitions; partition++) {
				int number = partition;
				List<String> present = topics.stream()
					.filter((topic) -> partitionsByTopic.getOrDefault(topic, 0) > number)
					.toList();
				Shape shape = shapes.computeIfAbsent(present, (key) -> shapeOf(key, topicsByMember));
				tasks.put(new TaskId(group, partition), shape);
				if (shape.topics().size() < present.size()) {
					Set<String> left = new TreeSet<>(present);
					left.removeAll(shape.topics());
					unassignable.computeIfAbsent(group, (key) -> new TreeSet<>()).addAll(left);
				}
			}
		});
		return new TaskLayout(tasks, unassignable);
	}

	private static Shape shapeOf(List<String> topics, Map<String, Set<String>> topicsByMember) {
		Map<List<String>, Set<String>> membersByCover = new HashMap<>();
		topicsByMember.forEach((member, subscribed) -> {
			List<String> cover = topics.stream().filter(subscribed::contains).toList();
			if (!cover.isEmpty()) {
				membersByCover.computeIfAbsent(cover, (key) -> new TreeSet<>()).add(member);
			}
		});
		return membersByCover.entrySet()
			.stream()
			.map((entry) -> new Shape(entry.getKey(), entry.getValue()))
			.max(Comparator.<Shape>comparingInt((shape) -> shape.topics().size())
				.thenComparingInt((shape) -> shape.members().size())
				.thenComparing((shape) -> String.join(",", shape.topics())))
			.orElseGet(() -> new Shape(List.of(), Set.of()));
	}

	/**
	 * Return the members each task may go to.
	 */
	SortedMap<TaskId, Collection<String>> membersByTask() {
		SortedMap<TaskId, Collection<String>> members = new TreeMap<>();
		this.tasks.forEach((task, shape) -> members.put(task, shape.members()));
		return members;
	}

	/**
	 * What tasks of one kind have in common.
	 *
	 * @param topics the topics that are read together, in order
	 * @param members the members that may own such a task
	 */
	record Shape(List<String> topics, Set<String> members) {
	}

}
