package org.faustspring.agent;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * An agent has paused: by request, or by itself, since too many of its events have failed
 * one after the other.
 */
public class AgentPaused extends AgentEvent {

	private final @Nullable Throwable cause;

	private final @Nullable Duration probeIn;

	/**
	 * Create the event.
	 * @param agent the agent
	 * @param cause the error of the last event, {@code null} by request
	 * @param probeIn when it tries an event, {@code null} by request
	 */
	public AgentPaused(AgentHandle agent, @Nullable Throwable cause, @Nullable Duration probeIn) {
		super(agent);
		this.cause = cause;
		this.probeIn = probeIn;
	}

	/**
	 * Return the error of the last event.
	 * @return the error, {@code null} if it was paused by request
	 */
	public @Nullable Throwable cause() {
		return this.cause;
	}

	/**
	 * Return when it tries an event.
	 * @return the time from when it paused, {@code null} if it was paused by request
	 */
	public @Nullable Duration probeIn() {
		return this.probeIn;
	}

}
