package org.faustspring.engine.commit;

import org.faustspring.engine.task.Task;

/**
 * Somebody else wrote to a changelog partition of a task that this instance owns.
 */
public class ForeignWriterException extends RuntimeException {

	private final transient Task task;

	ForeignWriterException(Task task, String changelog, long records) {
		super(("%d records in changelog %s were not written by its owner, probably by an instance that does not know "
				+ "that it has lost task %s")
			.formatted(records, changelog, task.id()));
		this.task = task;
	}

	/**
	 * Return the task.
	 * @return the task
	 */
	public Task task() {
		return this.task;
	}

}
