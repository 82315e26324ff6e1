package org.faustspring.engine.commit;

import java.util.Set;

import org.faustspring.engine.task.Task;

/**
 * Changelog partitions of tasks have lost what was committed: their topics were deleted
 * and made again.
 */
public class LostChangelogException extends RuntimeException {

	private final transient Set<Task> tasks;

	LostChangelogException(Set<Task> tasks) {
		super("The changelogs of tasks %s begin before what is committed, as if topics had been deleted and made again"
			.formatted(tasks));
		this.tasks = Set.copyOf(tasks);
	}

	/**
	 * Return the tasks.
	 * @return the tasks
	 */
	public Set<Task> tasks() {
		return this.tasks;
	}

}
