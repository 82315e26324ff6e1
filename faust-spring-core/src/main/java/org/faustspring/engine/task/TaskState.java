package org.faustspring.engine.task;

/**
 * What a task is doing. Goes forward only.
 */
public enum TaskState {

	/** Being taken over: its tables are brought to the committed state. */
	RESTORING,

	/** Processing. */
	RUNNING,

	/** Given up. */
	CLOSED

}
