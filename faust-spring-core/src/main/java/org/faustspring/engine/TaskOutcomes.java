package org.faustspring.engine;

import org.faustspring.engine.task.Task;

/**
 * What becomes of a worker's tasks, for the rest of the engine.
 */
interface TaskOutcomes {

	/**
	 * A task runs.
	 * @param task the task
	 */
	void running(Task task);

	/**
	 * A task has to be taken over again, since its changelogs hold an interrupted commit.
	 * @param task the task, closed
	 */
	void takeOverAgain(Task task);

	/**
	 * The App cannot go on.
	 * @param cause why
	 */
	void failed(Throwable cause);

}
