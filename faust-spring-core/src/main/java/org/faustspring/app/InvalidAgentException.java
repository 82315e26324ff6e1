package org.faustspring.app;

import org.jspecify.annotations.Nullable;

/**
 * An agent's annotation or signature cannot work.
 */
public class InvalidAgentException extends FaustStartupException {

	private final String agent;

	private final String problem;

	private final String remedy;

	/**
	 * Create the exception.
	 * @param agent the bean method, as class and method with parameters
	 * @param problem what is wrong
	 * @param remedy what is allowed, or what to change
	 * @param cause the error behind it, or {@code null}
	 */
	public InvalidAgentException(String agent, String problem, String remedy, @Nullable Throwable cause) {
		super("Agent %s: %s".formatted(agent, problem), cause);
		this.agent = agent;
		this.problem = problem;
		this.remedy = remedy;
	}

	/**
	 * Return the bean method, as class and method with parameters.
	 * @return the bean method, as class and method with parameters
	 */
	public String agent() {
		return this.agent;
	}

	/**
	 * Return what is wrong.
	 * @return what is wrong
	 */
	public String problem() {
		return this.problem;
	}

	/**
	 * Return what is allowed, or what to change.
	 * @return what is allowed, or what to change
	 */
	public String remedy() {
		return this.remedy;
	}

}
