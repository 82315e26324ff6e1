package org.faustspring.agent;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Actors of an agent begin anew, because one has failed or by request. Published when
 * that is decided, before the wait.
 */
public class AgentRestarted extends AgentEvent {

	private final @Nullable String task;

	private final @Nullable String event;

	private final int restarts;

	private final Duration delay;

	private final @Nullable Throwable cause;

	/**
	 * Create the event.
	 * @param agent the agent
	 * @param task name of the task whose actor restarts, {@code null} if all do
	 * @param event topic-partition-offset of the event it failed on, or
	 * {@code between events}; {@code null} by request
	 * @param restarts restarts within the restart period, this one included; 0 by request
	 * @param delay how long the actors wait first
	 * @param cause the error, {@code null} by request
	 */
	public AgentRestarted(AgentHandle agent, @Nullable String task, @Nullable String event, int restarts,
			Duration delay, @Nullable Throwable cause) {
		super(agent);
		this.task = task;
		this.event = event;
		this.restarts = restarts;
		this.delay = delay;
		this.cause = cause;
	}

	/**
	 * Return name of the task whose actor restarts, {@code null} if all do.
	 * @return name of the task whose actor restarts, {@code null} if all do
	 */
	public @Nullable String task() {
		return this.task;
	}

	/**
	 * Return topic-partition-offset of the event it failed on, {@code null} by request.
	 * @return topic-partition-offset of the event it failed on, {@code null} by request
	 */
	public @Nullable String event() {
		return this.event;
	}

	/**
	 * Return restarts within the restart period, this one included; 0 by request.
	 * @return restarts within the restart period, this one included; 0 by request
	 */
	public int restarts() {
		return this.restarts;
	}

	/**
	 * Return how long the actors wait first.
	 * @return how long the actors wait first
	 */
	public Duration delay() {
		return this.delay;
	}

	/**
	 * Return the error, {@code null} by request.
	 * @return the error, {@code null} by request
	 */
	public @Nullable Throwable cause() {
		return this.cause;
	}

}
