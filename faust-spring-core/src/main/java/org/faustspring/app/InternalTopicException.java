package org.faustspring.app;

/**
 * An internal topic exists with a shape the App cannot work with.
 */
public class InternalTopicException extends FaustStartupException {

	private final String topic;

	private final String problem;

	/**
	 * Create the exception.
	 * @param topic the topic's name
	 * @param problem what is wrong with it
	 */
	public InternalTopicException(String topic, String problem) {
		super("Internal topic '%s' cannot be used: %s".formatted(topic, problem));
		this.topic = topic;
		this.problem = problem;
	}

	/**
	 * Return the topic's name.
	 * @return the topic's name
	 */
	public String topic() {
		return this.topic;
	}

	/**
	 * Return what is wrong with it.
	 * @return what is wrong with it
	 */
	public String problem() {
		return this.problem;
	}

}
