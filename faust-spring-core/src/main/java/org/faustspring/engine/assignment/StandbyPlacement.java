package org.faustspring.engine.assignment;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * Decides who keeps standby copies: whoever keeps one goes on, what is missing goes to
 * who keeps least, of those first to who has something on disk, and the copies of one
 * owner's tasks are spread, so that all take over a part when it is gone. Then copies
 * move until the members keep about equally many. Belongs to one assignment on the
 * leader's poller thread.
 */
final class StandbyPlacement {

	private final Map<TaskId, Map<String, CopyState>> copies;

	private final Map<TaskId, String> owners;

	/** The members that may keep a copy of each task: its owner and heir may not. */
	private final SortedMap<TaskId, Set<String>> eligible;

	private final SortedMap<TaskId, Set<String>> keepers = new TreeMap<>();

	private final SortedMap<String, Set<TaskId>> kept = new TreeMap<>();

	/** How many tasks of an owner each member keeps. */
	private final Map<List<String>, Integer> ofOwner = new HashMap<>();

	private StandbyPlacement(Collection<String> members, SortedMap<TaskId, Set<String>> eligible,
			Map<TaskId, String> owners, Map<TaskId, Map<String, CopyState>> copies) {
		this.eligible = eligible;
		this.owners = owners;
		this.copies = copies;
		members.forEach((member) -> this.kept.put(member, new TreeSet<>()));
		eligible.keySet().forEach((task) -> this.keepers.put(task, new TreeSet<>()));
	}

	/**
	 * Place copies.
	 * @param members all members that can keep copies
	 * @param eligible the members that may keep a copy of each task
	 * @param owners the owner of each task
	 * @param copies what there is of each task by member
	 * @param replicas how many copies of each task there shall be, if there are members
	 * @return the members that keep a copy of each task, in order
	 */
	static SortedMap<TaskId, List<String>> place(Collection<String> members, SortedMap<TaskId, Set<String>> eligible,
			Map<TaskId, String> owners, Map<TaskId, Map<String, CopyState>> copies, int replicas) {
		StandbyPlacement placement = new StandbyPlacement(members, eligible, owners, copies);
		eligible.keySet().forEach((task) -> placement.keepLive(task, replicas));
		eligible.keySet().forEach((task) -> placement.fill(task, replicas));
		placement.balance();
		SortedMap<TaskId, List<String>> result = new TreeMap<>();
		placement.keepers.forEach((task, keepers) -> result.put(task, List.copyOf(keepers)));
		return result;
	}

	private void keepLive(TaskId task, int replicas) {
		Set<String> may = mayKeep(task);
		copiesOf(task).entrySet()
			.stream()
			.filter((copy) -> copy.getValue().live() && may.contains(copy.getKey()))
			.sorted(Map.Entry.<String, CopyState>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
			.limit(replicas)
			.forEach((copy) -> add(task, copy.getKey()));
	}

	private void fill(TaskId task, int replicas) {
		Set<String> keeping = keepersOf(task);
		while (keeping.size() < replicas) {
			String best = mayKeep(task).stream()
				.filter((member) -> !keeping.contains(member))
				.min(Comparator.<String>comparingInt(this::load)
					.thenComparingInt((member) -> rank(task, member))
					.thenComparingInt((member) -> ofSameOwner(task, member))
					.thenComparing(Comparator.naturalOrder()))
				.orElse(null);
			if (best == null) {
				return;
			}
			add(task, best);
		}
	}

	/**
	 * Move copies from who keeps more to who keeps less, as long as that helps: one
	 * directly, or where the one may not keep what the other has, over others in between.
	 * When no such chain is left no other placement is more even (Harvey, Ladner, Lovász
	 * and Tamir, Semi-matchings for bipartite graphs and load balancing, 2006).
	 */
	private void balance() {
		while (moveOne() || moveChain()) {
			// Each move makes the squares of the loads smaller, so there is an end
		}
	}

	private boolean moveOne() {
		List<String> byLoad = new ArrayList<>(this.kept.keySet());
		byLoad.sort(Comparator.comparingInt(this::load));
		for (int most = byLoad.size() - 1; most > 0; most--) {
			String from = byLoad.get(most);
			for (int least = 0; least < most && load(from) - load(byLoad.get(least)) > 1; least++) {
				String to = byLoad.get(least);
				TaskId task = movable(from, to);
				if (task != null) {
					remove(task, from);
					add(task, to);
					return true;
				}
			}
		}
		return false;
	}

	private boolean moveChain() {
		List<String> byLoad = new ArrayList<>(this.kept.keySet());
		byLoad.sort(Comparator.comparingInt(this::load).reversed());
		int least = byLoad.isEmpty() ? 0 : load(byLoad.get(byLoad.size() - 1));
		for (String from : byLoad) {
			if (load(from) - least <= 1) {
				return false;
			}
			if (moveChain(from)) {
				return true;
			}
		}
		return false;
	}

	private boolean moveChain(String from) {
		Map<String, Move> movesTo = new HashMap<>();
		Deque<String> reached = new ArrayDeque<>(List.of(from));
		while (!reached.isEmpty()) {
			String giver = reached.remove();
			for (TaskId task : this.kept.getOrDefault(giver, Set.of())) {
				for (String to : mayKeep(task)) {
					if (to.equals(from) || keepersOf(task).contains(to)
							|| movesTo.putIfAbsent(to, new Move(task, giver)) != null) {
						continue;
					}
					if (load(from) - load(to) > 1) {
						apply(movesTo, from, to);
						return true;
					}
					reached.add(to);
				}
			}
		}
		return false;
	}

	private void apply(Map<String, Move> movesTo, String from, String last) {
		for (String to = last; !to.equals(from);) {
			Move move = movesTo.get(to);
			if (move == null) {
				throw new IllegalStateException("No way from " + from + " to " + to);
			}
			remove(move.task(), move.giver());
			add(move.task(), to);
			to = move.giver();
		}
	}

	private @Nullable TaskId movable(String from, String to) {
		return this.kept.getOrDefault(from, Set.of())
			.stream()
			.filter((task) -> mayKeep(task).contains(to) && !keepersOf(task).contains(to))
			.min(Comparator.<TaskId>comparingInt((task) -> rank(task, to))
				.thenComparingInt((task) -> ofSameOwner(task, to) - ofSameOwner(task, from))
				.thenComparing(Comparator.reverseOrder()))
			.orElse(null);
	}

	private void add(TaskId task, String member) {
		keepersOf(task).add(member);
		this.kept.getOrDefault(member, new HashSet<>()).add(task);
		this.ofOwner.merge(ownerAndKeeper(task, member), 1, Integer::sum);
	}

	private void remove(TaskId task, String member) {
		keepersOf(task).remove(member);
		this.kept.getOrDefault(member, new HashSet<>()).remove(task);
		this.ofOwner.merge(ownerAndKeeper(task, member), -1, Integer::sum);
	}

	private int ofSameOwner(TaskId task, String member) {
		return this.ofOwner.getOrDefault(ownerAndKeeper(task, member), 0);
	}

	private List<String> ownerAndKeeper(TaskId task, String member) {
		return List.of(this.owners.getOrDefault(task, ""), member);
	}

	private int load(String member) {
		return this.kept.getOrDefault(member, Set.of()).size();
	}

	private int rank(TaskId task, String member) {
		CopyState copy = copiesOf(task).get(member);
		return (copy != null) ? copy.rank() : CopyState.ranks();
	}

	private Map<String, CopyState> copiesOf(TaskId task) {
		return this.copies.getOrDefault(task, Map.of());
	}

	private Set<String> mayKeep(TaskId task) {
		return this.eligible.getOrDefault(task, Set.of());
	}

	private Set<String> keepersOf(TaskId task) {
		return this.keepers.computeIfAbsent(task, (id) -> new TreeSet<>());
	}

	private record Move(TaskId task, String giver) {

	}

}
