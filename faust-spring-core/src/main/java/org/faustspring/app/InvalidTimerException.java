package org.faustspring.app;

import org.jspecify.annotations.Nullable;

/**
 * A timer's annotation or signature cannot work.
 */
public class InvalidTimerException extends FaustStartupException {

	private final String timer;

	private final String problem;

	private final String remedy;

	/**
	 * Create the exception.
	 * @param timer the bean method, as class and method with parameters
	 * @param problem what is wrong
	 * @param remedy what is allowed, or what to change
	 * @param cause the error behind it, or {@code null}
	 */
	public InvalidTimerException(String timer, String problem, String remedy, @Nullable Throwable cause) {
		super("Timer %s: %s".formatted(timer, problem), cause);
		this.timer = timer;
		this.problem = problem;
		this.remedy = remedy;
	}

	/**
	 * Return the bean method, as class and method with parameters.
	 * @return the bean method, as class and method with parameters
	 */
	public String timer() {
		return this.timer;
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
