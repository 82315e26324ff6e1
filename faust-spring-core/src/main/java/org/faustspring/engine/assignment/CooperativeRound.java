package org.faustspring.engine.assignment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What one rebalance hands out on the way to the assignment that is wanted: everything
 * but the partitions somebody else still holds. Whoever holds one finds it missing from
 * its assignment, gives it up and joins again, and that rebalance hands it out. Belongs
 * to one assignment on the leader's poller thread.
 */
final class CooperativeRound {

	private final TaskLayout layout;

	private final PartitionClaims claims;

	private final SortedMap<String, List<TopicPartition>> partitions = new TreeMap<>();

	private final SortedMap<TaskId, String> owners = new TreeMap<>();

	private int withheld;

	/**
	 * Create the round.
	 * @param layout the tasks
	 * @param claims who owns what
	 * @param targets the tasks each member should own
	 */
	CooperativeRound(TaskLayout layout, PartitionClaims claims, Map<String, SortedSet<TaskId>> targets) {
		this.layout = layout;
		this.claims = claims;
		targets.forEach((member, tasks) -> {
			List<TopicPartition> given = new ArrayList<>();
			tasks.forEach((task) -> give(task, member, given));
			this.partitions.put(member, given);
		});
	}

	private void give(TaskId task, String member, List<TopicPartition> given) {
		List<TopicPartition> all = partitionsOf(this.layout, task);
		List<TopicPartition> free = all.stream().filter((partition) -> isFreeFor(member, partition)).toList();
		given.addAll(free);
		String owner = member;
		if (free.size() < all.size()) {
			this.withheld++;
			owner = ownerOf(this.layout, this.claims, task);
		}
		if (owner != null) {
			this.owners.put(task, owner);
		}
	}

	/**
	 * Stale claims count too: the consumer checks that no partition which disappears from
	 * one member appears at another in the same round, and does not look at generations.
	 */
	private boolean isFreeFor(String member, TopicPartition partition) {
		return !this.claims.isClaimed(partition) || member.equals(this.claims.ownerOf(partition));
	}

	/**
	 * Return the partitions each member gets in this round.
	 */
	SortedMap<String, List<TopicPartition>> partitions() {
		return this.partitions;
	}

	/**
	 * Return who owns each task after this round; for a withheld one the old owner.
	 */
	SortedMap<TaskId, String> owners() {
		return this.owners;
	}

	/**
	 * Return the number of tasks that wait for somebody to give them up.
	 */
	int withheld() {
		return this.withheld;
	}

	/**
	 * Return the present owner of each task that has one.
	 */
	static Map<TaskId, String> presentOwners(TaskLayout layout, PartitionClaims claims) {
		Map<TaskId, String> owners = new HashMap<>();
		for (TaskId task : layout.tasks().keySet()) {
			String owner = ownerOf(layout, claims, task);
			if (owner != null) {
				owners.put(task, owner);
			}
		}
		return owners;
	}

	/**
	 * Of several members that own parts of the task the one with most parts owns it, then
	 * the one that was in the group last; the others' parts come to it.
	 */
	private static @Nullable String ownerOf(TaskLayout layout, PartitionClaims claims, TaskId task) {
		SortedMap<String, Integer> parts = new TreeMap<>();
		for (TopicPartition partition : partitionsOf(layout, task)) {
			String owner = claims.ownerOf(partition);
			if (owner != null) {
				parts.merge(owner, 1, Integer::sum);
			}
		}
		String best = null;
		int most = 0;
		for (Map.Entry<String, Integer> entry : parts.entrySet()) {
			String member = entry.getKey();
			int count = entry.getValue();
			boolean newer = best != null && claims.generationOf(member) > claims.generationOf(best);
			if (count > most || (count == most && newer)) {
				best = member;
				most = count;
			}
		}
		return best;
	}

	private static List<TopicPartition> partitionsOf(TaskLayout layout, TaskId task) {
		TaskLayout.Shape shape = layout.tasks().get(task);
		if (shape == null) {
			throw new IllegalArgumentException("Task %s is not part of this assignment".formatted(task));
		}
		return shape.topics().stream().map((topic) -> new TopicPartition(topic, task.partition())).toList();
	}

}
