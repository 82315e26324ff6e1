package org.faustspring.engine.assignment;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.common.TopicPartition;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Properties of rebalances of tasks with tables: copies, and moves to warm copies only.
 */
class StandbyProtocolProperties {

	private static final CopartitionGroups GROUPS = new CopartitionGroups(Map.of("a", "a", "b", "a", "c", "c"));

	private static final Set<String> TOPICS = Set.of("a", "b", "c", "d");

	private static final Set<String> WITH_TABLES = Set.of("a", "d");

	@Property(tries = 150)
	void membersComeAndGoAndCopiesSettle(@ForAll @IntRange(min = 1, max = 6) int first,
			@ForAll @IntRange(max = 2) int replicas,
			@ForAll @Size(min = 1, max = 6) List<@IntRange(min = 0, max = 1) Integer> events, @ForAll long seed) {
		Random random = new Random(seed);
		SimulatedGroup group = group(random);
		for (int member = 0; member < first; member++) {
			join(group, "m" + random.nextInt(1000), replicas);
		}
		group.settleWithCopies();
		check(group, replicas);

		for (int event : events) {
			List<String> ids = List.copyOf(group.members.keySet());
			if (event == 0) {
				join(group, "m" + random.nextInt(1000) + "x" + group.generation, replicas);
			}
			else if (ids.size() > 1) {
				group.leave(ids.get(random.nextInt(ids.size())));
			}
			group.moves.clear();
			group.settleWithCopies();
			check(group, replicas);
			assertThat(group.moves.values()).as("moves of one partition").allMatch((moves) -> moves == 1);
		}
	}

	@Property(tries = 100)
	void anUnchangedGroupMovesNeitherTasksNorCopies(@ForAll @IntRange(min = 1, max = 6) int members,
			@ForAll @IntRange(max = 2) int replicas, @ForAll long seed) {
		SimulatedGroup group = group(new Random(seed));
		for (int member = 0; member < members; member++) {
			join(group, "m" + member, replicas);
		}
		group.settleWithCopies();
		Map<TopicPartition, String> before = group.owners();
		Map<String, Set<TaskId>> copies = copies(group);

		assertThat(group.settle()).isOne();

		assertThat(group.owners()).isEqualTo(before);
		assertThat(copies(group)).isEqualTo(copies);
	}

	@Property(tries = 100)
	void tasksOfAMemberThatIsGoneGoToWarmCopies(@ForAll @IntRange(min = 2, max = 6) int members, @ForAll long seed) {
		Random random = new Random(seed);
		SimulatedGroup group = group(random);
		for (int member = 0; member < members; member++) {
			join(group, "m" + member, 1);
		}
		group.settleWithCopies();
		Map<TaskId, String> copies = new HashMap<>();
		group.members.values().forEach((member) -> member.standbyOf().forEach((task) -> copies.put(task, member.id)));
		SimulatedGroup.Member gone = group.members.get("m" + random.nextInt(members));
		assertThat(gone).isNotNull();
		group.leave(gone.id);
		Map<String, Integer> warm = new HashMap<>();
		Map<String, Integer> before = new HashMap<>();
		group.members.values().forEach((member) -> before.put(member.id, member.tasks().size()));

		group.settle();

		group.members.values().forEach((member) -> member.tasks().forEach((task) -> {
			if (gone.tasks().contains(task) && WITH_TABLES.contains(task.group())
					&& member.id.equals(copies.get(task))) {
				warm.merge(member.id, 1, Integer::sum);
			}
		}));
		// Balance comes first: as many go to their copies as there is room for.
		long withTables = gone.tasks().stream().filter((task) -> WITH_TABLES.contains(task.group())).count();
		long atCopies = warm.values().stream().mapToInt(Integer::intValue).sum();
		long elsewhere = withTables - atCopies;
		assertThat(elsewhere).as("of %d tasks", withTables).isLessThanOrEqualTo(members);
	}

	@Property(tries = 100)
	void nothingMovesWhileOneAfterTheOtherIsAwayAndComesBackWithItsState(
			@ForAll @IntRange(min = 2, max = 6) int members, @ForAll @IntRange(max = 1) int replicas,
			@ForAll long seed) {
		Random random = new Random(seed);
		SimulatedGroup group = group(random);
		for (int member = 0; member < members; member++) {
			join(group, "m" + random.nextInt(1000) + "x" + member, replicas);
			group.settleWithCopies();
		}
		Map<TaskId, Set<String>> before = withTables(group);
		Map<TopicPartition, String> all = group.owners();
		boolean everybodyOwns = Set.copyOf(all.values()).size() == members;

		for (String id : List.copyOf(group.members.keySet())) {
			// It comes back while the group rebalances: it says it owns nothing.
			SimulatedGroup.Member old = group.members.get(id);
			assertThat(old).isNotNull();
			SimulatedGroup.Member back = join(group, id, replicas);
			old.tasks()
				.stream()
				.filter((task) -> WITH_TABLES.contains(task.group()))
				.forEach((task) -> back.context.copies.put(task, CopyState.resting(java.time.Duration.ofSeconds(5))));
			group.settleWithCopies();
		}

		assertThat(withTables(group)).isEqualTo(before);
		if (everybodyOwns) {
			assertThat(group.owners()).as("with those without tables").isEqualTo(all);
		}
	}

	@Example
	void taskStaysUntilItsCopyElsewhereIsWarm() {
		SimulatedGroup group = new SimulatedGroup();
		group.partitionsByTopic.put("a", 4);
		SimulatedGroup.Member one = join(group, "one", 0);
		group.settle();
		SimulatedGroup.Member two = join(group, "two", 0);

		assertThat(group.settle()).isOne();
		assertThat(two.tasks()).isEmpty();
		assertThat(two.heirOf()).hasSize(2);
		Set<TaskId> inherited = two.heirOf();

		assertThat(group.settle()).as("still cold").isOne();
		assertThat(two.tasks()).isEmpty();
		assertThat(two.heirOf()).isEqualTo(inherited);

		two.warmUp();
		assertThat(group.settle()).isEqualTo(2);
		assertThat(two.tasks()).isEqualTo(inherited);
		assertThat(one.tasks()).hasSize(2);
		assertThat(two.heirOf()).isEmpty();
	}

	@Example
	void memberOfTheFirstVersionGetsItsTasksAtOnce() {
		Map<String, MemberData> members = Map.of("new",
				new MemberData(new InstanceInfo("new", null), Map.of(), Map.of(), true, 1, 0), "old",
				MemberData.withoutCopies(new InstanceInfo("old", null), Map.of()));
		TaskLayout layout = TaskLayout.of(Map.of("new", Set.of("a"), "old", Set.of("a")), Map.of("a", 4),
				Map.of("a", "a"));
		Map<TaskId, String> present = new HashMap<>();
		layout.tasks().keySet().forEach((task) -> present.put(task, "new"));

		AssignmentPlan plan = new AssignmentPlan(layout, present, members, (group) -> true, 1);

		assertThat(plan.heirs()).isEmpty();
		assertThat(plan.targets().get("old")).hasSize(2);
		assertThat(plan.standbys().values()).allMatch((keepers) -> List.of("new").containsAll(keepers));
	}

	@Example
	void staticMemberIsToldThatItsOldAssignmentDoesNotFit() {
		SimulatedGroup group = new SimulatedGroup();
		group.partitionsByTopic.put("a", 1);
		SimulatedGroup.Member one = join(group, "one", 0);
		group.settle();
		assertThat(one.context.outdated).isFalse();

		TaskOwners owners = one.context.owners;
		RecordingContext restarted = new RecordingContext(GROUPS, one.context.instance);
		FaustAssignor assignor = RecordingContext.assignorOf(restarted);
		assignor.subscriptionUserData(Set.of("a"));
		java.nio.ByteBuffer old = java.nio.ByteBuffer.wrap(TaskOwnersCodec.encode(owners));
		var assignment = new org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Assignment(List.of(), old);
		assignor.onAssignment(assignment, RecordingContext.metadata());
		assertThat(restarted.outdated).as("the same, on other topics").isTrue();

		restarted.outdated = false;
		assignor.subscriptionUserData(TOPICS);
		assignor.onAssignment(assignment, RecordingContext.metadata());
		assertThat(restarted.outdated).as("the same").isFalse();
	}

	private static SimulatedGroup group(Random random) {
		SimulatedGroup group = new SimulatedGroup();
		TOPICS.stream().sorted().forEach((topic) -> group.partitionsByTopic.put(topic, 1 + random.nextInt(12)));
		return group;
	}

	private static SimulatedGroup.Member join(SimulatedGroup group, String id, int replicas) {
		SimulatedGroup.Member member = group.join(id, GROUPS, TOPICS);
		member.context.groupsWithTables = WITH_TABLES;
		member.context.standbyReplicas = replicas;
		return member;
	}

	private static Map<String, Set<TaskId>> copies(SimulatedGroup group) {
		Map<String, Set<TaskId>> copies = new HashMap<>();
		group.members.values().forEach((member) -> copies.put(member.id, member.standbyOf()));
		return copies;
	}

	private static Map<TaskId, Set<String>> withTables(SimulatedGroup group) {
		Map<TaskId, Set<String>> owners = new HashMap<>();
		group.members.values()
			.forEach((member) -> member.tasks()
				.stream()
				.filter((task) -> WITH_TABLES.contains(task.group()))
				.forEach((task) -> owners.computeIfAbsent(task, (id) -> new TreeSet<>()).add(member.id)));
		return owners;
	}

	private static void check(SimulatedGroup group, int replicas) {
		Set<TaskId> all = new TreeSet<>();
		group.partitionsByTopic.forEach((topic, count) -> {
			for (int partition = 0; partition < count; partition++) {
				all.add(new TaskId(GROUPS.groupOf(topic), partition));
			}
		});
		Map<TaskId, List<String>> owners = new HashMap<>();
		Map<TaskId, List<String>> keepers = new HashMap<>();
		List<Integer> tasks = new ArrayList<>();
		List<Integer> standbys = new ArrayList<>();
		group.members.values().forEach((member) -> {
			member.tasks().forEach((task) -> owners.computeIfAbsent(task, (id) -> new ArrayList<>()).add(member.id));
			Set<TaskId> kept = member.standbyOf();
			assertThat(kept).as("owned and kept by %s", member.id).noneMatch(member.tasks()::contains);
			kept.forEach((task) -> keepers.computeIfAbsent(task, (id) -> new ArrayList<>()).add(member.id));
			tasks.add(member.tasks().size());
			standbys.add(kept.size());
		});
		assertThat(owners).as("owners").containsOnlyKeys(all);
		assertThat(owners.values()).as("co-partitioned topics").allMatch((members) -> members.size() == 1);
		assertThat(spread(tasks)).as("tasks %s", tasks).isLessThanOrEqualTo(1);
		int copies = Math.min(replicas, group.members.size() - 1);
		all.forEach((task) -> assertThat(keepers.getOrDefault(task, List.of())).as("copies of %s", task)
			.hasSize(WITH_TABLES.contains(task.group()) ? copies : 0)
			.doesNotHaveDuplicates());
		assertThat(unevenChain(group)).as("standbys %s of tasks %s", standbys, tasks).isEmpty();
	}

	/**
	 * Return a member that keeps two copies more than one to which a copy of it could go,
	 * directly or with others making room. Where there is none, it cannot be more even: a
	 * member that owns most tasks has few to keep.
	 */
	private static Optional<String> unevenChain(SimulatedGroup group) {
		return group.members.values().stream().filter((from) -> {
			Set<SimulatedGroup.Member> reached = new LinkedHashSet<>(Set.of(from));
			Deque<SimulatedGroup.Member> next = new ArrayDeque<>(reached);
			while (!next.isEmpty()) {
				Set<TaskId> kept = next.remove().standbyOf();
				group.members.values()
					.stream()
					.filter((to) -> kept.stream()
						.anyMatch((task) -> !to.tasks().contains(task) && !to.standbyOf().contains(task)))
					.filter(reached::add)
					.forEach(next::add);
			}
			return reached.stream().anyMatch((to) -> from.standbyOf().size() - to.standbyOf().size() > 1);
		}).map((from) -> from.id).findFirst();
	}

	private static int spread(List<Integer> counts) {
		return counts.stream().mapToInt(Integer::intValue).max().orElse(0)
				- counts.stream().mapToInt(Integer::intValue).min().orElse(0);
	}

}
