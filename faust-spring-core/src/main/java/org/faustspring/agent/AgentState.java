package org.faustspring.agent;

/**
 * What an agent of this instance is doing.
 */
public enum AgentState {

	/** Processing events, or waiting for them. */
	RUNNING,

	/**
	 * Done: all of its actors on this instance have come to the end of their stream; to
	 * begin anew when started again.
	 */
	COMPLETED,

	/**
	 * Not processing, by request or since too many events have failed one after the
	 * other; takes up where it was when resumed.
	 */
	PAUSED,

	/** Not started, or stopped by request; takes up where it was when started. */
	STOPPED,

	/** Stopped by its supervisor or by a {@code stop} policy. */
	FAILED

}
