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

	private final Map<TaskId, ? extends Map<String, CopyState>> copies;

	private TaskBalancer(Collection<String> members, Map<TaskId, ? extends Collection<String>> eligible,
			Map<TaskId, String> owners, Map<TaskId, ? extends Map<String, CopyState>> copies) {
		this.copies = copies;
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
		return assign(members, eligible, owners, Map.of());
	}

	/**
	 * Assign every task that has an eligible member. Of the tasks that could as well
	 * move, those move that the new owner has a copy of.
	 * @param members all members; each gets an entry in the result
	 * @param eligible every task, with the members that may own it
	 * @param owners the present owner of each task that has one
	 * @param copies the copies of each task by member
	 * @return the tasks each member should own, members and tasks in order
	 */
	static SortedMap<String, SortedSet<TaskId>> assign(Collection<String> members,
			Map<TaskId, ? extends Collection<String>> eligible, Map<TaskId, String> owners,
			Map<TaskId, ? extends Map<String, CopyState>> copies) {
		return new TaskBalancer(members, eligible, owners, copies).assign();
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
	 * Turn numbers of tasks into tasks: those that have to move go where there is a copy
	 * if they can; of the others owners keep theirs, lowest partitions first; what is
	 * left goes out in turn, which also makes the published owners compress well.
	 */
	private SortedMap<String, SortedSet<TaskId>> tasksByMember(int[][] counts) {
		SortedMap<String, SortedSet<TaskId>> result = new TreeMap<>();
		this.members.forEach((member) -> result.put(member, new TreeSet<>()));
		BitSet given = this.copies.isEmpty() ? new BitSet() : giveToCopies(counts, result);
		List<Integer> moving = new ArrayList<>();
		for (int task = 0; task < this.tasks.size(); task++) {
			if (given.get(task)) {
				continue;
			}
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

	/**
	 * Give tasks of members that have too many, and tasks without an owner, to members
	 * that have too few and a copy, the warmest copies first.
	 */
	private BitSet giveToCopies(int[][] counts, SortedMap<String, SortedSet<TaskId>> result) {
		int[][] excess = new int[this.members.size()][this.eligible.size()];
		for (int task = 0; task < this.tasks.size(); task++) {
			if (this.owner[task] >= 0) {
				excess[this.owner[task]][this.kindOfTask[task]]++;
			}
		}
		for (int member = 0; member < excess.length; member++) {
			for (int kind = 0; kind < excess[member].length; kind++) {
				excess[member][kind] -= counts[member][kind];
			}
		}
		BitSet given = new BitSet();
		for (int rank = 0; rank < CopyState.ranks(); rank++) {
			for (int task = 0; task < this.tasks.size(); task++) {
				int kind = this.kindOfTask[task];
				int from = this.owner[task];
				if (given.get(task) || (from >= 0 && excess[from][kind] <= 0)) {
					continue;
				}
				int to = copyAt(task, rank, excess);
				if (to >= 0) {
					give(task, to, counts, result);
					given.set(task);
					excess[to][kind]++;
					if (from >= 0) {
						excess[from][kind]--;
					}
				}
			}
		}
		return given;
	}

	/** Return the member with too few tasks that has the best copy of a rank, or -1. */
	private int copyAt(int task, int rank, int[][] excess) {
		Map<String, CopyState> held = this.copies.get(this.tasks.get(task));
		if (held == null) {
			return -1;
		}
		int best = -1;
		int least = Integer.MAX_VALUE;
		for (int member = 0; member < this.members.size(); member++) {
			CopyState copy = held.get(this.members.get(member));
			if (copy != null && copy.rank() == rank && copy.behind() < least
					&& excess[member][this.kindOfTask[task]] < 0) {
				best = member;
				least = copy.behind();
			}
		}
		return best;
	}

	private void give(int task, int member, int[][] counts, SortedMap<String, SortedSet<TaskId>> result) {
		counts[member][this.kindOfTask[task]]--;
		result.getOrDefault(this.members.get(member), new TreeSet<>()).add(this.tasks.get(task));
	}

	private record Kind(String group, BitSet eligible) {
	}

}
