package org.faustspring.engine.assignment;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * Who owns which task, as the leader of the consumer group decided last. A task that is
 * on its way to another instance still counts as its old owner's. Immutable, any thread.
 */
public final class TaskOwners {

	private static final TaskOwners NONE = new TaskOwners(Map.of());

	private final Map<TaskId, InstanceInfo> owners;

	private final Map<InstanceInfo, Set<TaskId>> tasks;

	private TaskOwners(Map<TaskId, InstanceInfo> owners) {
		this.owners = Collections.unmodifiableMap(new TreeMap<>(owners));
		Map<InstanceInfo, Set<TaskId>> tasks = new LinkedHashMap<>();
		this.owners.forEach((task, owner) -> tasks.computeIfAbsent(owner, (info) -> new TreeSet<>()).add(task));
		tasks.replaceAll((owner, owned) -> Collections.unmodifiableSet(owned));
		this.tasks = Collections.unmodifiableMap(tasks);
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
		return (owners.isEmpty() ? NONE : new TaskOwners(owners));
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

	Map<TaskId, InstanceInfo> byTask() {
		return this.owners;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return (this == other) || (other instanceof TaskOwners that && this.owners.equals(that.owners));
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
