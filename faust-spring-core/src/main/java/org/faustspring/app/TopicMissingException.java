package org.faustspring.app;

/**
 * A topic that is needed does not exist, and creating it is off.
 */
public class TopicMissingException extends FaustStartupException {

	private final String topic;

	private final String neededBy;

	/**
	 * Create the exception.
	 * @param topic the topic's name
	 * @param neededBy what needs it, such as an agent's method
	 */
	public TopicMissingException(String topic, String neededBy) {
		super("Topic '%s' does not exist; it is needed by %s".formatted(topic, neededBy));
		this.topic = topic;
		this.neededBy = neededBy;
	}

	/**
	 * Return the topic's name.
	 * @return the topic's name
	 */
	public String topic() {
		return this.topic;
	}

	/**
	 * Return what needs it, such as an agent's method.
	 * @return what needs it, such as an agent's method
	 */
	public String neededBy() {
		return this.neededBy;
	}

}
