package org.faustspring.app;

/**
 * A topic exists, but is not as it is declared.
 */
public class TopicMismatchException extends FaustStartupException {

	private final String topic;

	private final String setting;

	private final String declared;

	private final String actual;

	private final String remedy;

	/**
	 * Create the exception.
	 * @param topic the topic's name
	 * @param setting what differs: {@code partitions}, or the name of a Kafka setting
	 * @param declared the declared value
	 * @param actual the topic's value
	 * @param remedy what to change
	 */
	public TopicMismatchException(String topic, String setting, String declared, String actual, String remedy) {
		super("Topic '%s' is declared with %s=%s, but it exists with %s=%s".formatted(topic, setting, declared, setting,
				actual));
		this.topic = topic;
		this.setting = setting;
		this.declared = declared;
		this.actual = actual;
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
	 * Return what differs: {@code partitions}, or the name of a Kafka setting.
	 * @return what differs
	 */
	public String setting() {
		return this.setting;
	}

	/**
	 * Return the declared value.
	 * @return the declared value
	 */
	public String declared() {
		return this.declared;
	}

	/**
	 * Return the topic's value.
	 * @return the topic's value
	 */
	public String actual() {
		return this.actual;
	}

	/**
	 * Return what to change.
	 * @return what to change
	 */
	public String remedy() {
		return this.remedy;
	}

}
