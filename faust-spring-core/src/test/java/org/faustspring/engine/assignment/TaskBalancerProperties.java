package org.faustspring.engine.assignment;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Properties of the wanted assignment.
 */
class TaskBalancerProperties {

	@Property(tries = 300)
	void everyTaskGoesToOneMemberAndCountsDifferByOneAtMost(@ForAll @IntRange(min = 1, max = 9) int members,
			@ForAll @Size(max = 5) List<@IntRange(min = 1, max = 20) Integer> groups, @ForAll long seed) {
		Map<TaskId, Collection<String>> tasks = tasks(groups, names(members));
		Map<TaskId, String> owners = randomOwners(tasks, names(members), new Random(seed));

		Map<String, SortedSet<TaskId>> result = TaskBalancer.assign(names(members), tasks, owners);

		assertThat(result).containsOnlyKeys(names(members));
		assertThat(result.values().stream().flatMap(Set::stream)).containsExactlyInAnyOrderElementsOf(tasks.keySet());
		assertThat(greatestDifference(result)).isLessThanOrEqualTo(1);
		assertThat(movesOf(owners, result)).as("owned tasks that move")
			.isEqualTo(fewestMoves(owners, tasks.size(), members));
	}

	@Property(tries = 200)
	void eachGroupIsSpreadEvenlyWhenNobodyOwnsAnything(@ForAll @IntRange(min = 1, max = 9) int members,
			@ForAll @Size(max = 5) List<@IntRange(min = 1, max = 20) Integer> groups) {
		Map<String, SortedSet<TaskId>> result = TaskBalancer.assign(names(members), tasks(groups, names(members)),
				Map.of());

		for (int group = 0; group < groups.size(); group++) {
			String name = "g" + group;
			Map<String, SortedSet<TaskId>> ofGroup = new TreeMap<>();
			result.forEach((member, tasks) -> {
				SortedSet<TaskId> some = new TreeSet<>(tasks);
				some.removeIf((task) -> !task.group().equals(name));
				ofGroup.put(member, some);
			});
			assertThat(greatestDifference(ofGroup)).as(name).isLessThanOrEqualTo(1);
		}
	}

	@Property(tries = 200)
	void onlyWhatBalanceNeedsMovesWhenMembersComeAndGo(@ForAll @IntRange(min = 1, max = 9) int members,
			@ForAll @Size(max = 5) List<@IntRange(min = 1, max = 20) Integer> groups) {
		Map<TaskId, Collection<String>> tasks = tasks(groups, names(members));
		Map<TaskId, String> owners = ownersOf(TaskBalancer.assign(names(members), tasks, Map.of()));

		assertThat(ownersOf(TaskBalancer.assign(names(members), tasks, owners))).isEqualTo(owners);

		List<String> more = names(members + 1);
		assertThat(movesOf(owners, TaskBalancer.assign(more, tasks(groups, more), owners)))
			.isLessThanOrEqualTo((tasks.size() + members) / (members + 1));

		if (members > 1) {
			List<String> fewer = names(members - 1);
			Map<TaskId, String> after = ownersOf(TaskBalancer.assign(fewer, tasks(groups, fewer), owners));
			owners.forEach((task, owner) -> {
				if (fewer.contains(owner)) {
					assertThat(after).containsEntry(task, owner);
				}
			});
		}
	}

	@Property(tries = 300)
	void mixedSubscriptionsAreBalancedAsFarAsEligibilityAllows(@ForAll @IntRange(min = 1, max = 6) int members,
			@ForAll @Size(max = 6) List<@IntRange(min = 1, max = 8) Integer> groups, @ForAll long seed) {
		Random random = new Random(seed);
		Map<TaskId, Collection<String>> tasks = new TreeMap<>();
		for (int group = 0; group < groups.size(); group++) {
			Set<String> eligible = new TreeSet<>(names(members));
			eligible.removeIf((name) -> random.nextInt(3) == 0);
			for (int partition = 0; partition < groups.get(group); partition++) {
				tasks.put(new TaskId("g" + group, partition), eligible);
			}
		}
		Map<TaskId, String> owners = randomOwners(tasks, names(members), random);

		Map<String, SortedSet<TaskId>> result = TaskBalancer.assign(names(members), tasks, owners);

		Map<TaskId, String> after = ownersOf(result);
		tasks.forEach((task, eligible) -> {
			if (eligible.isEmpty()) {
				assertThat(after).doesNotContainKey(task);
			}
			else {
				assertThat(eligible).contains(after.getOrDefault(task, "nobody"));
			}
		});
		assertThat(result.values().stream().mapToInt(Set::size).sum()).isEqualTo(after.size());
		names(members).forEach((from) -> reachableFrom(from, tasks, result)
			.forEach((to) -> assertThat(sizeOf(result, from) - sizeOf(result, to)).isLessThanOrEqualTo(1)));
		assertThat(ownersOf(TaskBalancer.assign(names(members), tasks, after))).isEqualTo(after);
	}

	@Property(tries = 100)
	void theOrderOfArgumentsDoesNotMatter(@ForAll @IntRange(min = 1, max = 9) int members,
			@ForAll @Size(max = 5) List<@IntRange(min = 1, max = 20) Integer> groups, @ForAll long seed) {
		Random random = new Random(seed);
		Map<TaskId, Collection<String>> tasks = tasks(groups, names(members));
		Map<TaskId, String> owners = randomOwners(tasks, names(members), random);
		List<String> shuffledNames = names(members);
		Collections.shuffle(shuffledNames, random);
		List<TaskId> shuffledTasks = new ArrayList<>(tasks.keySet());
		Collections.shuffle(shuffledTasks, random);
		Map<TaskId, Collection<String>> shuffled = new LinkedHashMap<>();
		shuffledTasks.forEach((task) -> shuffled.put(task, shuffledNames));

		assertThat(TaskBalancer.assign(shuffledNames, shuffled, owners))
			.isEqualTo(TaskBalancer.assign(names(members), tasks, owners));
	}

	private static Set<String> reachableFrom(String member, Map<TaskId, Collection<String>> tasks,
			Map<String, SortedSet<TaskId>> result) {
		Set<String> reached = new TreeSet<>(Set.of(member));
		List<String> open = new ArrayList<>(reached);
		while (!open.isEmpty()) {
			for (TaskId task : result.getOrDefault(open.remove(0), new TreeSet<>())) {
				tasks.getOrDefault(task, List.of()).stream().filter(reached::add).forEach(open::add);
			}
		}
		return reached;
	}

	private static int sizeOf(Map<String, SortedSet<TaskId>> result, String member) {
		return result.getOrDefault(member, new TreeSet<>()).size();
	}

	private static int greatestDifference(Map<String, SortedSet<TaskId>> result) {
		return result.values().stream().mapToInt(Set::size).max().orElse(0)
				- result.values().stream().mapToInt(Set::size).min().orElse(0);
	}

	private static int movesOf(Map<TaskId, String> owners, Map<String, SortedSet<TaskId>> result) {
		Map<TaskId, String> after = ownersOf(result);
		return (int) owners.entrySet()
			.stream()
			.filter((entry) -> !entry.getValue().equals(after.get(entry.getKey())))
			.count();
	}

	/**
	 * Members that own most keep the greater share; the rest of what they own must go.
	 */
	private static int fewestMoves(Map<TaskId, String> owners, int tasks, int members) {
		int least = tasks / members;
		int[] greater = { tasks % members };
		Map<String, Integer> owned = new HashMap<>();
		owners.values().forEach((owner) -> owned.merge(owner, 1, Integer::sum));
		return owned.values()
			.stream()
			.sorted(Collections.reverseOrder())
			.mapToInt((count) -> Math.max(0, count - ((greater[0]-- > 0) ? (least + 1) : least)))
			.sum();
	}

	private static Map<TaskId, String> randomOwners(Map<TaskId, Collection<String>> tasks, List<String> names,
			Random random) {
		Map<TaskId, String> owners = new TreeMap<>();
		for (TaskId task : tasks.keySet()) {
			int owner = random.nextInt(names.size() * 2);
			if (owner < names.size()) {
				owners.put(task, names.get(Math.min(owner, random.nextInt(names.size()))));
			}
		}
		return owners;
	}

	static Map<TaskId, String> ownersOf(Map<String, SortedSet<TaskId>> result) {
		Map<TaskId, String> owners = new TreeMap<>();
		result.forEach((member, tasks) -> tasks.forEach((task) -> owners.put(task, member)));
		return owners;
	}

	static List<String> names(int members) {
		List<String> names = new ArrayList<>();
		for (int member = 0; member < members; member++) {
			names.add("m%03d".formatted(member));
		}
		return names;
	}

	static Map<TaskId, Collection<String>> tasks(List<Integer> groups, Collection<String> eligible) {
		Map<TaskId, Collection<String>> tasks = new TreeMap<>();
		for (int group = 0; group < groups.size(); group++) {
			for (int partition = 0; partition < groups.get(group); partition++) {
				tasks.put(new TaskId("g" + group, partition), eligible);
			}
		}
		return tasks;
	}

}
