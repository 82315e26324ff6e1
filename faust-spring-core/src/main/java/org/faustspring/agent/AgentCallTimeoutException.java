package org.faustspring.agent;

import java.time.Duration;

/**
 * A call was not answered in time. The agent may have processed it, or may still do so.
 */
public class AgentCallTimeoutException extends RuntimeException {

	private final String name;

	private final Duration timeout;

	/**
	 * Create the exception.
	 * @param name the agent, or the topic, that was called
	 * @param timeout how long the answer was waited for
	 */
	public AgentCallTimeoutException(String name, Duration timeout) {
		super(("'%s' did not answer within %d ms: is it running, and does it keep up? It may still process the call. "
				+ "See faust.calls.timeout")
			.formatted(name, timeout.toMillis()));
		this.name = name;
		this.timeout = timeout;
	}

	/**
	 * Return the agent, or the topic, that was called.
	 * @return the name
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Return how long the answer was waited for.
	 * @return the time
	 */
	public Duration timeout() {
		return this.timeout;
	}

}
