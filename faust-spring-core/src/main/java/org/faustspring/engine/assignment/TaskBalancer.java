package org.faustspring.engine.assignment;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Decides which member should own which task: as even as eligibility allows, then with as
 * few moves as that needs, then with each group spread as evenly as that leaves room for.
 * A pure function of its arguments, whatever their order; any thread.
 */
final class TaskBalancer {

	/**
	 * With more groups than this, each is too small to matter: they count as one, which
	 * keeps the time short, and handing out in turn spreads them well enough.
	 */
	private static final int MAX_SPREAD_GROUPS = 256;

	private final List<String> members;

	private final List<TaskId> tasks;

	/** Tasks of one group with the same eligible members are interchangeable: a kind. */
	private final int[] kindOfTask;

	private final List<BitSet> eligible = new ArrayList<>();

	/** The member that owns the task and may keep it, or -1. */
	private final int[] owner;

	private TaskBalancer(Collection<String> members, Map<TaskId, ? extends Collection<String>> eligible,
			Map<TaskId, String> owners) {
		this.members = List.copyOf(new TreeSet<>(members));
		Map<String, Integer> numbers = new HashMap<>();
		this.members.forEach((member) -> numbers.put(member, numbers.size()));
		List<TaskId> tasks = new ArrayList<>();
		Map<Collection<String>, BitSet> numbered = new HashMap<>();
		Map<Kind, Integer> kinds = new HashMap<>();
		boolean spread = eligible.keySet().stream().map(TaskId::group).distinct().count() <= MAX_SPREAD_GROUPS;
		this.kindOfTask = new int[eligible.size()];
		this.owner = new int[eligible.size()];
		new TreeMap<>(eligible).forEach((task, names) -> {
			BitSet may = numbered.computeIfAbsent(names, (key) -> numbersOf(key, numbers));
			if (may.isEmpty()) {
				return;
			}
			int kind = kinds.computeIfAbsent(new Kind((spread) ? task.group() : "", may), (key) -> {
				this.eligible.add(key.eligible());
				return this.eligible.size() - 1;
			});
			int owner = numbers.getOrDefault(owners.getOrDefault(task, ""), -1);
			this.kindOfTask[tasks.size()] = kind;
			this.owner[tasks.size()] = (owner >= 0 && may.get(owner)) ? owner : -1;
			tasks.add(task);
		});
		this.tasks = tasks;
	}

	private static BitSet numbersOf(Collection<String> names, Map<String, Integer> numbers) {
		BitSet result = new BitSet();
		for (String name : names) {
			Integer number = numbers.get(name);
			if (number != null) {
				result.set(number);
			}
		}
		return result;
	}

	/**
	 * Assign every task that has an eligible member.
	 * @param members all members; each gets an entry in the result
	 * @param eligible every task, with the members that may own it
	 * @param owners the present owner of each task that has one
	 * @return the tasks each member should own, members and tasks in order
	 */
	static SortedMap<String, SortedSet<TaskId>> assign(Collection<String> members,
			Map<TaskId, ? extends Collection<String>> eligible, Map<TaskId, String> owners) {
		return new TaskBalancer(members, eligible, owners).assign();
	}

	private SortedMap<String, SortedSet<TaskId>> assign() {
		int[][] owned = new int[this.members.size()][this.eligible.size()];
		for (int task = 0; task < this.tasks.size(); task++) {
			if (this.owner[task] >= 0) {
				owned[this.owner[task]][this.kindOfTask[task]]++;
			}
		}
		BalancedFlow flow = new BalancedFlow(this.eligible, owned, tasksByKind());
		for (int kind : orderOfArrival()) {
			flow.add(kind);
		}
		return tasksByMember(flow.counts());
	}

	private int[] tasksByKind() {
		int[] sizes = new int[this.eligible.size()];
		for (int task = 0; task < this.tasks.size(); task++) {
			sizes[this.kindOfTask[task]]++;
		}
		return sizes;
	}

	/**
	 * The outcome does not depend on this order, the time does: when each member's tasks
	 * arrive in turn, the flow stays balanced and hardly ever has to be rerouted.
	 */
	private int[] orderOfArrival() {
		int[] rank = new int[this.tasks.size()];
		int[] seen = new int[this.members.size()];
		List<Integer> order = new ArrayList<>(this.tasks.size());
		for (int task = 0; task < this.tasks.size(); task++) {
			rank[task] = (this.owner[task] >= 0) ? seen[this.owner[task]]++ : Integer.MAX_VALUE;
			order.add(task);
		}
		order.sort((left, right) -> Integer.compare(rank[left], rank[right]));
		return order.stream().mapToInt((task) -> this.kindOfTask[task]).toArray();
	}

	/**
	 * Turn numbers of tasks into tasks: owners keep theirs, lowest partitions first; what
	 * is left goes out in turn, which also makes the published owners compress well.
	 */
	private SortedMap<String, SortedSet<TaskId>> tasksByMember(int[][] counts) {
		SortedMap<String, SortedSet<TaskId>> result = new TreeMap<>();
		this.members.forEach((member) -> result.put(member, new TreeSet<>()));
		List<Integer> moving = new ArrayList<>();
		for (int task = 0; task < this.tasks.size(); task++) {
			if (this.owner[task] < 0 || counts[this.owner[task]][this.kindOfTask[task]] == 0) {
				moving.add(task);
			}
			else {
				give(task, this.owner[task], counts, result);
			}
		}
		int[] next = new int[this.eligible.size()];
		for (int task : moving) {
			int kind = this.kindOfTask[task];
			while (counts[next[kind]][kind] == 0) {
				next[kind] = (next[kind] + 1) % this.members.size();
			}
			give(task, next[kind], counts, result);
			next[kind] = (next[kind] + 1) % this.members.size();
		}
		return result;
	}

	private void give(int task, int member, int[][] counts, SortedMap<String, SortedSet<TaskId>> result) {
		counts[member][this.kindOfTask[task]]--;
		result.getOrDefault(this.members.get(member), new TreeSet<>()).add(this.tasks.get(task));
	}

	private record Kind(String group, BitSet eligible) {
	}

}
