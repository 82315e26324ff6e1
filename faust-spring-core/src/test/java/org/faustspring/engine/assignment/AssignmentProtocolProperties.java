package org.faustspring.engine.assignment;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.common.TopicPartition;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Properties of whole rebalances, round by round.
 */
class AssignmentProtocolProperties {

	private static final CopartitionGroups GROUPS = new CopartitionGroups(Map.of("a", "a", "b", "a", "c", "c"));

	private static final Set<String> TOPICS = Set.of("a", "b", "c", "d");

	@Property(tries = 150)
	void membersComeAndGoAndEveryRebalanceSettles(@ForAll @IntRange(min = 1, max = 6) int first,
			@ForAll @Size(min = 1, max = 6) List<@IntRange(min = 0, max = 3) Integer> events, @ForAll long seed) {
		Random random = new Random(seed);
		SimulatedGroup group = group(random);
		for (int member = 0; member < first; member++) {
			group.join("m" + random.nextInt(1000), GROUPS, TOPICS);
		}
		assertThat(group.settle()).isOne();
		checkSettled(group);

		for (int event : events) {
			Set<String> missing = change(group, event, random);
			if (!missing.isEmpty()) {
				group.rebalance(missing);
			}
			assertThat(group.settle()).as("rounds").isLessThanOrEqualTo(3);
			checkSettled(group);
		}
	}

	private static SimulatedGroup group(Random random) {
		SimulatedGroup group = new SimulatedGroup();
		TOPICS.stream().sorted().forEach((topic) -> group.partitionsByTopic.put(topic, 1 + random.nextInt(12)));
		return group;
	}

	private static Set<String> change(SimulatedGroup group, int event, Random random) {
		List<String> ids = List.copyOf(group.members.keySet());
		String any = ids.get(random.nextInt(ids.size()));
		switch (event) {
			case 0 -> group.join("m" + random.nextInt(1000) + "x" + group.generation, GROUPS, TOPICS);
			case 1 -> {
				if (ids.size() > 1) {
					group.leave(any);
				}
			}
			case 2 -> {
				group.join("m" + random.nextInt(1000) + "y" + group.generation, GROUPS, TOPICS);
				return Set.of(any);
			}
			default -> group.partitionsByTopic.merge("c", 3, Integer::sum);
		}
		return Set.of();
	}

	@Property(tries = 100)
	void anUnchangedGroupMovesNothing(@ForAll @IntRange(min = 1, max = 8) int members, @ForAll long seed) {
		SimulatedGroup group = group(new Random(seed));
		for (int member = 0; member < members; member++) {
			group.join("m" + member, GROUPS, TOPICS);
		}
		group.settle();
		Map<TopicPartition, String> before = group.owners();
		group.moved = 0;

		assertThat(group.settle()).isOne();

		assertThat(group.moved).isZero();
		assertThat(group.owners()).isEqualTo(before);
	}

	@Property(tries = 150)
	void conflictingClaimsOfAnyKindAreHealed(@ForAll @IntRange(min = 2, max = 5) int members, @ForAll long seed) {
		Random random = new Random(seed);
		SimulatedGroup group = group(random);
		for (int member = 0; member < members; member++) {
			SimulatedGroup.Member joined = group.join("m" + member, GROUPS, TOPICS);
			joined.generation = random.nextInt(3);
			group.partitionsByTopic.forEach((topic, count) -> {
				for (int partition = 0; partition < count; partition++) {
					if (random.nextInt(3) == 0) {
						joined.owned.add(new TopicPartition(topic, partition));
					}
				}
			});
		}

		assertThat(group.settle()).isLessThanOrEqualTo(3);

		checkSettled(group);
	}

	private static void checkSettled(SimulatedGroup group) {
		Map<TopicPartition, String> owners = group.owners();
		Set<TopicPartition> all = new HashSet<>();
		group.partitionsByTopic.forEach((topic, count) -> {
			for (int partition = 0; partition < count; partition++) {
				all.add(new TopicPartition(topic, partition));
			}
		});
		assertThat(owners).containsOnlyKeys(all);
		Map<TaskId, Set<String>> membersByTask = new HashMap<>();
		owners.forEach(
				(partition, member) -> membersByTask
					.computeIfAbsent(new TaskId(GROUPS.groupOf(partition.topic()), partition.partition()),
							(task) -> new TreeSet<>())
					.add(member));
		assertThat(membersByTask.values()).as("co-partitioned topics").allMatch((members) -> members.size() == 1);
		List<Integer> counts = group.members.values().stream().map((member) -> member.tasks().size()).toList();
		assertThat(counts.stream().mapToInt(Integer::intValue).max().orElse(0)
				- counts.stream().mapToInt(Integer::intValue).min().orElse(0))
			.isLessThanOrEqualTo(1);
		group.members.values()
			.forEach((member) -> membersByTask.forEach(
					(task, members) -> assertThat(member.context.owners.ownerOf(task)).as("published owner of %s", task)
						.isEqualTo(new InstanceInfo("i-" + members.iterator().next(),
								"http://" + members.iterator().next()))));
	}

}
