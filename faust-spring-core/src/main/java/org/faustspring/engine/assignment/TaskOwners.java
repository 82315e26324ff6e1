package org.faustspring.engine.assignment;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * Who owns which task, as the leader of the consumer group decided last, and who keeps
 * copies. A task that is on its way to another instance still counts as its old owner's.
 * Immutable, any thread.
 */
public final class TaskOwners {

	private static final TaskOwners NONE = new TaskOwners(Map.of(), Map.of(), Map.of(), Map.of());

	private final Map<TaskId, InstanceInfo> owners;

	private final Map<InstanceInfo, Set<TaskId>> tasks;

	private final Map<TaskId, List<InstanceInfo>> standbys;

	private final Map<TaskId, InstanceInfo> heirs;

	private final Map<InstanceInfo, Integer> signatures;

	private TaskOwners(Map<TaskId, InstanceInfo> owners, Map<TaskId, List<InstanceInfo>> standbys,
			Map<TaskId, InstanceInfo> heirs, Map<InstanceInfo, Integer> signatures) {
		this.owners = Collections.unmodifiableMap(new TreeMap<>(owners));
		Map<InstanceInfo, Set<TaskId>> tasks = new LinkedHashMap<>();
		this.owners.forEach((task, owner) -> tasks.computeIfAbsent(owner, (info) -> new TreeSet<>()).add(task));
		tasks.replaceAll((owner, owned) -> Collections.unmodifiableSet(owned));
		this.tasks = Collections.unmodifiableMap(tasks);
		Map<TaskId, List<InstanceInfo>> copies = new TreeMap<>();
		standbys.forEach((task, instances) -> copies.put(task, List.copyOf(instances)));
		this.standbys = Collections.unmodifiableMap(copies);
		this.heirs = Collections.unmodifiableMap(new TreeMap<>(heirs));
		this.signatures = Map.copyOf(signatures);
	}

	/**
	 * Return the owners before the first assignment: nobody owns anything.
	 * @return owners without an entry
	 */
	public static TaskOwners none() {
		return NONE;
	}

	/**
	 * Return owners with the given entries.
	 * @param owners the owner of each task that has one; copied
	 * @return the owners
	 */
	public static TaskOwners of(Map<TaskId, InstanceInfo> owners) {
		return (owners.isEmpty() ? NONE : new TaskOwners(owners, Map.of(), Map.of(), Map.of()));
	}

	/**
	 * Return owners and copies.
	 * @param owners the owner of each task that has one; copied
	 * @param standbys the instances that keep a copy of a task; copied
	 * @param heirs the instance that a task moves to when its copy there is warm; copied
	 * @param signatures what each instance had said when this was decided; copied
	 * @return the owners
	 */
	static TaskOwners of(Map<TaskId, InstanceInfo> owners, Map<TaskId, List<InstanceInfo>> standbys,
			Map<TaskId, InstanceInfo> heirs, Map<InstanceInfo, Integer> signatures) {
		return new TaskOwners(owners, standbys, heirs, signatures);
	}

	/**
	 * Return the instance that owns a task.
	 * @param task any task
	 * @return its owner, or {@code null} if nobody owns it or the owner is not known
	 */
	public @Nullable InstanceInfo ownerOf(TaskId task) {
		return this.owners.get(task);
	}

	/**
	 * Return every instance that owns something, with what it owns.
	 * @return an unmodifiable map from instance to its tasks in order; an instance
	 * without a task is absent
	 */
	public Map<InstanceInfo, Set<TaskId>> all() {
		return this.tasks;
	}

	/**
	 * Return the tasks that an instance owns.
	 * @param instanceId the id of the instance
	 * @return the tasks in order
	 */
	public Set<TaskId> ownedBy(String instanceId) {
		Set<TaskId> owned = new TreeSet<>();
		this.tasks.forEach((instance, tasks) -> {
			if (instance.instanceId().equals(instanceId)) {
				owned.addAll(tasks);
			}
		});
		return owned;
	}

	/**
	 * Return the tasks that an instance keeps a standby copy of.
	 * @param instanceId the id of the instance
	 * @return the tasks in order
	 */
	public Set<TaskId> standbysAt(String instanceId) {
		Set<TaskId> tasks = new TreeSet<>();
		this.standbys.forEach((task, instances) -> {
			if (instances.stream().anyMatch((instance) -> instance.instanceId().equals(instanceId))) {
				tasks.add(task);
			}
		});
		return tasks;
	}

	/**
	 * Return the tasks that move to an instance as soon as its copies of them are warm.
	 * @param instanceId the id of the instance
	 * @return the tasks in order
	 */
	public Set<TaskId> inheritedBy(String instanceId) {
		Set<TaskId> tasks = new TreeSet<>();
		this.heirs.forEach((task, heir) -> {
			if (heir.instanceId().equals(instanceId)) {
				tasks.add(task);
			}
		});
		return tasks;
	}

	/**
	 * Return what an instance had said of itself when this was decided.
	 * @param instance the instance
	 * @return its signature, 0 if not known
	 */
	int signatureOf(InstanceInfo instance) {
		for (Map.Entry<InstanceInfo, Integer> entry : this.signatures.entrySet()) {
			if (entry.getKey().instanceId().equals(instance.instanceId())) {
				return entry.getValue();
			}
		}
		return 0;
	}

	/**
	 * Return the id of the instance that does what only one shall do.
	 * @return the least id, or {@code null} if there is no instance
	 */
	public @Nullable String firstInstance() {
		return ids().stream().findFirst().orElse(null);
	}

	/**
	 * Return the instances that have gone since an earlier decision.
	 * @param before what was decided before
	 * @return the ids of those that were there and are not now
	 */
	public Set<String> missing(TaskOwners before) {
		Set<String> missing = before.ids();
		missing.removeAll(ids());
		return missing;
	}

	private Set<String> ids() {
		Set<String> ids = new TreeSet<>();
		instances().forEach((instance) -> ids.add(instance.instanceId()));
		return ids;
	}

	Map<TaskId, InstanceInfo> byTask() {
		return this.owners;
	}

	Map<TaskId, List<InstanceInfo>> standbys() {
		return this.standbys;
	}

	Map<TaskId, InstanceInfo> heirs() {
		return this.heirs;
	}

	Map<InstanceInfo, Integer> signatures() {
		return this.signatures;
	}

	/** Everybody who is named anywhere, each once. */
	Collection<InstanceInfo> instances() {
		Set<InstanceInfo> all = new LinkedHashSet<>(this.owners.values());
		this.standbys.values().forEach(all::addAll);
		all.addAll(this.heirs.values());
		all.addAll(this.signatures.keySet());
		return all;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return (this == other) || (other instanceof TaskOwners that && this.owners.equals(that.owners)
				&& this.standbys.equals(that.standbys) && this.heirs.equals(that.heirs)
				&& this.signatures.equals(that.signatures));
	}

	@Override
	public int hashCode() {
		return this.owners.hashCode();
	}

	@Override
	public String toString() {
		return this.tasks.toString();
	}

}
