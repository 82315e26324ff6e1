package org.faustspring.agent;

import org.jspecify.annotations.Nullable;

/**
 * An agent has stopped on this instance: by request, or because it failed.
 */
public class AgentStopped extends AgentEvent {

	private final @Nullable Throwable cause;

	/**
	 * Create the event.
	 * @param agent the agent
	 * @param cause why it failed, {@code null} if it was stopped by request
	 */
	public AgentStopped(AgentHandle agent, @Nullable Throwable cause) {
		super(agent);
		this.cause = cause;
	}

	/**
	 * Return why it failed, {@code null} if it was stopped by request.
	 * @return why it failed, {@code null} if it was stopped by request
	 */
	public @Nullable Throwable cause() {
		return this.cause;
	}

}
