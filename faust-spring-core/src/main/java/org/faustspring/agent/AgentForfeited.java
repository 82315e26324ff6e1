package org.faustspring.agent;

/**
 * An agent processes no further events of one task on this instance, since its actor has
 * failed; its other actors go on. Ends when the agent is started or restarted.
 */
public class AgentForfeited extends AgentEvent {

	private final String task;

	private final String event;

	private final Throwable cause;

	/**
	 * Create the event.
	 * @param agent the agent
	 * @param task name of the task
	 * @param event topic-partition-offset of the event it failed on, or
	 * {@code between events}
	 * @param cause the error
	 */
	public AgentForfeited(AgentHandle agent, String task, String event, Throwable cause) {
		super(agent);
		this.task = task;
		this.event = event;
		this.cause = cause;
	}

	/**
	 * Return name of the task.
	 * @return name of the task
	 */
	public String task() {
		return this.task;
	}

	/**
	 * Return topic-partition-offset of the event it failed on.
	 * @return topic-partition-offset of the event it failed on
	 */
	public String event() {
		return this.event;
	}

	/**
	 * Return the error.
	 * @return the error
	 */
	public Throwable cause() {
		return this.cause;
	}

}
