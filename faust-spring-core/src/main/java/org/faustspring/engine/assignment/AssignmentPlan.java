package org.faustspring.engine.assignment;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What one assignment aims at: who shall own each task now, who shall have it once its
 * copy there is warm, and who keeps further copies. Belongs to one assignment on the
 * leader's poller thread.
 */
final class AssignmentPlan {

	private final TaskLayout layout;

	private final Map<TaskId, String> present;

	private final SortedMap<String, MemberData> members;

	private final Predicate<String> hasTables;

	/** The copies of each task with tables, by member. */
	private final Map<TaskId, Map<String, CopyState>> copies = new HashMap<>();

	private final SortedMap<String, SortedSet<TaskId>> targets;

	private final SortedMap<TaskId, String> heirs = new TreeMap<>();

	private final SortedMap<TaskId, List<String>> standbys;

	/**
	 * Make a plan.
	 * @param layout the tasks
	 * @param present the present owner of each task that has one
	 * @param members what the members have told
	 * @param hasTables tells whether the tasks of a group have tables
	 * @param replicas how many standby copies of a task with tables there shall be
	 */
	AssignmentPlan(TaskLayout layout, Map<TaskId, String> present, Map<String, MemberData> members,
			Predicate<String> hasTables, int replicas) {
		this.layout = layout;
		this.present = present;
		this.hasTables = hasTables;
		this.members = new TreeMap<>(members);
		this.members.forEach((member, data) -> data.copies().forEach((task, state) -> {
			if (hasTables.test(task.group())) {
				this.copies.computeIfAbsent(task, (id) -> new TreeMap<>()).put(member, state);
			}
		}));
		this.targets = TaskBalancer.assign(this.members.keySet(), layout.membersByTask(), ownersToBe(), this.copies);
		holdBack();
		this.standbys = (replicas > 0) ? placeStandbys(replicas) : new TreeMap<>();
	}

	/**
	 * Make a plan as if there were no copies, which takes less to tell.
	 */
	static AssignmentPlan withoutCopies(TaskLayout layout, Map<TaskId, String> present,
			Map<String, MemberData> members) {
		return new AssignmentPlan(layout, present, members, (group) -> false, 0);
	}

	/**
	 * A task that is about to move counts as moved, so that the same is aimed at again. A
	 * task without an owner counts as that of the member with the warmest copy, of
	 * equally warm ones the one that has least to do. But a member that owns nothing and
	 * has a recent copy on disk is the one that was restarted: it gets its tasks back. If
	 * it is the only one that owns nothing, what else has no owner counts as its, too.
	 */
	private Map<TaskId, String> ownersToBe() {
		Map<TaskId, String> owners = new HashMap<>(this.present);
		Set<String> busy = new HashSet<>(this.present.values());
		Map<String, Integer> load = new HashMap<>();
		this.present.values().forEach((member) -> load.merge(member, 1, Integer::sum));
		this.layout.tasks().forEach((task, shape) -> {
			copiesOf(task).forEach((member, copy) -> {
				if (copy.inherits() && shape.members().contains(member)) {
					owners.put(task, member);
				}
			});
			if (owners.containsKey(task)) {
				return;
			}
			String warmest = null;
			for (Map.Entry<String, CopyState> copy : copiesOf(task).entrySet()) {
				String member = copy.getKey();
				if (shape.members().contains(member)
						&& (warmest == null || isBetter(copiesOf(task), member, warmest, busy, load))) {
					warmest = member;
				}
			}
			if (warmest != null) {
				owners.put(task, warmest);
				load.merge(warmest, 1, Integer::sum);
			}
		});
		List<String> idle = this.members.keySet().stream().filter((member) -> !busy.contains(member)).toList();
		if (idle.size() == 1) {
			this.layout.tasks().keySet().forEach((task) -> owners.putIfAbsent(task, idle.get(0)));
		}
		return owners;
	}

	private static boolean isBetter(Map<String, CopyState> copies, String member, String other, Set<String> busy,
			Map<String, Integer> load) {
		CopyState one = copies.getOrDefault(member, CopyState.live(-1, false));
		CopyState two = copies.getOrDefault(other, CopyState.live(-1, false));
		boolean back = one.recent() && !busy.contains(member);
		if (back != (two.recent() && !busy.contains(other))) {
			return back;
		}
		if (one.rank() != two.rank()) {
			return one.rank() < two.rank();
		}
		int busier = Integer.compare(load.getOrDefault(member, 0), load.getOrDefault(other, 0));
		return (busier != 0 && one.warm()) ? busier < 0 : one.compareTo(two) < 0;
	}

	private Map<String, CopyState> copiesOf(TaskId task) {
		return this.copies.getOrDefault(task, Map.of());
	}

	/**
	 * A task with tables stays where it is until the member it shall go to has a warm
	 * copy: the old owner goes on while the new one restores.
	 */
	private void holdBack() {
		Map<TaskId, String> moves = new TreeMap<>();
		this.targets.forEach((member, tasks) -> tasks.forEach((task) -> {
			String owner = this.present.get(task);
			if (owner != null && !owner.equals(member) && this.hasTables.test(task.group()) && mayOwn(task, owner)
					&& keepsCopies(member) && !isWarm(task, member)) {
				moves.put(task, member);
			}
		}));
		moves.forEach((task, heir) -> {
			String owner = this.present.getOrDefault(task, heir);
			SortedSet<TaskId> from = this.targets.get(heir);
			SortedSet<TaskId> to = this.targets.get(owner);
			if (from != null && to != null) {
				from.remove(task);
				to.add(task);
				this.heirs.put(task, heir);
			}
		});
	}

	private boolean mayOwn(TaskId task, String member) {
		TaskLayout.Shape shape = this.layout.tasks().get(task);
		return shape != null && shape.members().contains(member);
	}

	private boolean keepsCopies(String member) {
		MemberData data = this.members.get(member);
		return data != null && data.keepsCopies();
	}

	private boolean isWarm(TaskId task, String member) {
		CopyState copy = copiesOf(task).get(member);
		return copy != null && copy.warm();
	}

	private SortedMap<TaskId, List<String>> placeStandbys(int replicas) {
		Map<TaskId, String> owners = new HashMap<>();
		this.targets.forEach((member, tasks) -> tasks.forEach((task) -> owners.put(task, member)));
		Map<Set<String>, Set<String>> shared = new HashMap<>();
		SortedMap<TaskId, Set<String>> eligible = new TreeMap<>();
		this.layout.tasks().forEach((task, shape) -> {
			if (this.hasTables.test(task.group())) {
				Set<String> may = new TreeSet<>(shape.members());
				may.removeIf((member) -> !keepsCopies(member));
				may.remove(owners.getOrDefault(task, ""));
				may.remove(this.heirs.getOrDefault(task, ""));
				eligible.put(task, shared.computeIfAbsent(may, (key) -> key));
			}
		});
		List<String> keeping = this.members.keySet().stream().filter(this::keepsCopies).toList();
		return StandbyPlacement.place(keeping, eligible, owners, this.copies, replicas);
	}

	/**
	 * Return the tasks each member shall own now.
	 */
	SortedMap<String, SortedSet<TaskId>> targets() {
		return this.targets;
	}

	/**
	 * Return the members that tasks move to once their copies there are warm.
	 */
	SortedMap<TaskId, String> heirs() {
		return this.heirs;
	}

	/**
	 * Return the members that keep standby copies.
	 */
	SortedMap<TaskId, List<String>> standbys() {
		return this.standbys;
	}

	/**
	 * Return what the members are to be told.
	 * @param owners the owner of each task after this round
	 * @return owners, copies, and what was known of each member
	 */
	TaskOwners told(Map<TaskId, String> owners) {
		Map<TaskId, InstanceInfo> told = new TreeMap<>();
		owners.forEach((task, member) -> instance(member).forEach((instance) -> told.put(task, instance)));
		Map<TaskId, List<InstanceInfo>> copies = new TreeMap<>();
		this.standbys.forEach((task, keepers) -> {
			Set<InstanceInfo> instances = new LinkedHashSet<>();
			keepers.forEach((member) -> instances.addAll(instance(member)));
			copies.put(task, List.copyOf(instances));
		});
		Map<TaskId, InstanceInfo> heirsTold = new TreeMap<>();
		this.heirs.forEach((task, member) -> instance(member).forEach((instance) -> heirsTold.put(task, instance)));
		// Who waits for a task until its owner has given it up keeps its copy meanwhile.
		this.targets.forEach((member, tasks) -> tasks.stream()
			.filter((task) -> this.hasTables.test(task.group()) && !member.equals(owners.get(task)))
			.forEach((task) -> instance(member).forEach((instance) -> heirsTold.put(task, instance))));
		Map<InstanceInfo, Integer> signatures = new HashMap<>();
		this.members.values().forEach((data) -> {
			if (data.signature() != 0) {
				signatures.put(data.instance(), data.signature());
			}
		});
		return TaskOwners.of(told, copies, heirsTold, signatures);
	}

	private List<InstanceInfo> instance(String member) {
		MemberData data = this.members.get(member);
		return (data != null) ? List.of(data.instance()) : List.of();
	}

}
