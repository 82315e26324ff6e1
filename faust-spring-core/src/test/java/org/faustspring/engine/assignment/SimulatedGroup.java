package org.faustspring.engine.assignment;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Assignment;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.GroupSubscription;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.clients.consumer.internals.ConsumerProtocol;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A consumer group without a broker: members join, give up what is missing from their
 * assignment and join again, as the consumer does. Checks in every round what the
 * consumer checks, and that no partition is ever owned twice.
 */
class SimulatedGroup {

	static {
		// Thousands of rebalances would flood the output
		LoggingSystem.get(SimulatedGroup.class.getClassLoader())
			.setLogLevel(FaustAssignor.class.getName(), LogLevel.ERROR);
	}

	final Map<String, Integer> partitionsByTopic = new TreeMap<>();

	final Map<String, Member> members = new TreeMap<>();

	int generation;

	int moved;

	/**
	 * How often each partition has come to a member that another one had owned before.
	 */
	final Map<TopicPartition, Integer> moves = new HashMap<>();

	private final Map<TopicPartition, String> lastOwners = new HashMap<>();

	Member join(String id, CopartitionGroups groups, Set<String> topics) {
		Member member = new Member(id, new RecordingContext(groups, new InstanceInfo("i-" + id, "http://" + id)),
				topics);
		this.members.put(id, member);
		return member;
	}

	void leave(String id) {
		this.members.remove(id);
	}

	/**
	 * Rebalance until nobody has to join again.
	 * @return the number of rounds
	 */
	int settle() {
		int rounds = 1;
		while (rebalance(Set.of())) {
			rounds++;
			assertThat(rounds).as("rounds").isLessThanOrEqualTo(4);
		}
		return rounds;
	}

	/**
	 * Do one round.
	 * @param missing the members that join but do not learn their assignment
	 * @return whether somebody has to join again
	 */
	boolean rebalance(Set<String> missing) {
		Map<String, Subscription> subscriptions = new HashMap<>();
		this.members.values().forEach((member) -> subscriptions.put(member.id, member.subscription()));
		Member leader = this.members.values().iterator().next();
		Map<String, Assignment> assignments = leader.assignor.assign(cluster(), new GroupSubscription(subscriptions))
			.groupAssignment();
		assertThat(assignments).containsOnlyKeys(this.members.keySet());
		checkAsConsumerDoes(subscriptions, assignments);
		this.generation++;
		boolean again = !missing.isEmpty();
		for (Member member : this.members.values()) {
			Assignment assignment = assignments.get(member.id);
			if (assignment != null && !missing.contains(member.id)) {
				again |= member.take(assignment, this.generation);
			}
		}
		checkNothingIsOwnedTwice();
		countMoves();
		return again;
	}

	Cluster cluster() {
		Node node = new Node(0, "localhost", 9092);
		List<PartitionInfo> partitions = new ArrayList<>();
		this.partitionsByTopic.forEach((topic, count) -> {
			for (int partition = 0; partition < count; partition++) {
				partitions.add(new PartitionInfo(topic, partition, node, new Node[] { node }, new Node[] { node }));
			}
		});
		return new Cluster("cluster", List.of(node), partitions, Set.of(), Set.of());
	}

	Map<TopicPartition, String> owners() {
		Map<TopicPartition, String> owners = new HashMap<>();
		this.members.values()
			.forEach((member) -> member.owned.forEach((partition) -> owners.put(partition, member.id)));
		return owners;
	}

	private void checkAsConsumerDoes(Map<String, Subscription> subscriptions, Map<String, Assignment> assignments) {
		Set<TopicPartition> added = new HashSet<>();
		Set<TopicPartition> revoked = new HashSet<>();
		subscriptions.forEach((member, subscription) -> {
			Assignment assignment = assignments.get(member);
			assertThat(assignment).isNotNull();
			Set<TopicPartition> before = new HashSet<>(subscription.ownedPartitions());
			Set<TopicPartition> after = new HashSet<>(assignment.partitions());
			assertThat(subscription.topics()).containsAll(after.stream().map(TopicPartition::topic).toList());
			after.stream().filter((partition) -> !before.contains(partition)).forEach(added::add);
			before.stream().filter((partition) -> !after.contains(partition)).forEach(revoked::add);
		});
		added.retainAll(revoked);
		assertThat(added).as("added here and revoked there").isEmpty();
	}

	private void countMoves() {
		owners().forEach((partition, member) -> {
			String last = this.lastOwners.put(partition, member);
			if (last != null && !last.equals(member)) {
				this.moves.merge(partition, 1, Integer::sum);
			}
		});
	}

	/**
	 * Rebalance, and let copies become warm where a task moves only then, until no task
	 * waits for that.
	 * @return the number of rebalances
	 */
	int settleWithCopies() {
		int rebalances = settle();
		while (this.members.values().stream().anyMatch((member) -> !member.heirOf().isEmpty())) {
			this.members.values().forEach(Member::warmUp);
			rebalances += settle();
			assertThat(rebalances).as("rebalances").isLessThanOrEqualTo(8);
		}
		this.members.values().forEach(Member::warmUp);
		return rebalances;
	}

	private void checkNothingIsOwnedTwice() {
		List<TopicPartition> owned = new ArrayList<>();
		this.members.values().forEach((member) -> owned.addAll(member.owned));
		assertThat(owned).doesNotHaveDuplicates();
	}

	final class Member {

		final String id;

		final RecordingContext context;

		final FaustAssignor assignor;

		Set<String> topics;

		Set<TopicPartition> owned = new HashSet<>();

		int generation = -1;

		Member(String id, RecordingContext context, Set<String> topics) {
			this.id = id;
			this.context = context;
			this.assignor = RecordingContext.assignorOf(context);
			this.topics = topics;
		}

		Subscription subscription() {
			this.owned.removeIf((partition) -> !this.topics.contains(partition.topic()));
			Subscription subscription = new Subscription(List.copyOf(this.topics),
					this.assignor.subscriptionUserData(this.topics), List.copyOf(this.owned), this.generation,
					Optional.empty());
			return ConsumerProtocol.deserializeSubscription(ConsumerProtocol.serializeSubscription(subscription));
		}

		boolean take(Assignment assignment, int generation) {
			Assignment received = ConsumerProtocol
				.deserializeAssignment(ConsumerProtocol.serializeAssignment(assignment));
			Set<TopicPartition> before = this.owned;
			this.owned = new HashSet<>(received.partitions());
			this.generation = generation;
			SimulatedGroup.this.moved += (int) this.owned.stream()
				.filter((partition) -> !before.contains(partition))
				.count();
			this.assignor.onAssignment(received, RecordingContext.metadata());
			followCopies(before);
			return !this.owned.containsAll(before);
		}

		/** Begin copies that are wanted, leave others on disk, as an instance does. */
		private void followCopies(Set<TopicPartition> before) {
			Set<TaskId> wanted = new TreeSet<>(heirOf());
			wanted.addAll(standbyOf());
			Set<TaskId> given = tasksOf(before);
			given.removeAll(tasks());
			given.forEach((task) -> this.context.copies.put(task, CopyState.resting(Duration.ZERO)));
			this.context.copies.replaceAll((task, state) -> (state.live() && !wanted.contains(task))
					? CopyState.resting(Duration.ZERO) : state);
			wanted.stream()
				.filter((task) -> !this.context.copies.getOrDefault(task, CopyState.resting(Duration.ZERO)).live())
				.forEach((task) -> this.context.copies.put(task, CopyState.live(-1, false)));
			this.context.copies
				.replaceAll((task, state) -> new CopyState(state.live(), heirOf().contains(task), state.behind()));
			this.context.copies.keySet().removeAll(tasks());
		}

		void warmUp() {
			this.context.copies.replaceAll((task, state) -> state.live() ? CopyState.live(0, state.inherits()) : state);
		}

		Set<TaskId> heirOf() {
			return this.context.owners.inheritedBy(this.context.instance.instanceId());
		}

		Set<TaskId> standbyOf() {
			return this.context.owners.standbysAt(this.context.instance.instanceId());
		}

		Set<TaskId> tasks() {
			return tasksOf(this.owned);
		}

		private Set<TaskId> tasksOf(Set<TopicPartition> partitions) {
			Set<TaskId> tasks = new TreeSet<>();
			partitions.forEach((partition) -> tasks
				.add(new TaskId(this.context.groups.groupOf(partition.topic()), partition.partition())));
			return tasks;
		}

	}

}
