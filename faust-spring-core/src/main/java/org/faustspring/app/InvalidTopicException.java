package org.faustspring.app;

import org.jspecify.annotations.Nullable;

/**
 * A topic is declared in a way that cannot work.
 */
public class InvalidTopicException extends FaustStartupException {

	private final String topic;

	private final String problem;

	private final String remedy;

	/**
	 * Create the exception.
	 * @param topic the topic's name
	 * @param problem what is wrong
	 * @param remedy what to change
	 * @param cause the error behind it, or {@code null}
	 */
	public InvalidTopicException(String topic, String problem, String remedy, @Nullable Throwable cause) {
		super("Topic '%s': %s".formatted(topic, problem), cause);
		this.topic = topic;
		this.problem = problem;
		this.remedy = remedy;
	}

	/**
	 * Return the topic's name.
	 * @return the topic's name
	 */
	public String topic() {
		return this.topic;
	}

	/**
	 * Return what is wrong.
	 * @return what is wrong
	 */
	public String problem() {
		return this.problem;
	}

	/**
	 * Return what to change.
	 * @return what to change
	 */
	public String remedy() {
		return this.remedy;
	}

}
