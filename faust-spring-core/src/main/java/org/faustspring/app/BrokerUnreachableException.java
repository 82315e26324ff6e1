package org.faustspring.app;

import org.jspecify.annotations.Nullable;

/**
 * No broker answered within the time for the start.
 */
public class BrokerUnreachableException extends FaustStartupException {

	private final String bootstrapServers;

	private final java.time.Duration timeout;

	/**
	 * Create the exception.
	 * @param bootstrapServers where brokers were looked for
	 * @param timeout how long an answer was waited for
	 * @param cause the error behind it, or {@code null}
	 */
	public BrokerUnreachableException(String bootstrapServers, java.time.Duration timeout, @Nullable Throwable cause) {
		super("No Kafka broker answered at %s within %s".formatted(bootstrapServers, timeout), cause);
		this.bootstrapServers = bootstrapServers;
		this.timeout = timeout;
	}

	/**
	 * Return where brokers were looked for.
	 * @return where brokers were looked for
	 */
	public String bootstrapServers() {
		return this.bootstrapServers;
	}

	/**
	 * Return how long an answer was waited for.
	 * @return how long an answer was waited for
	 */
	public java.time.Duration timeout() {
		return this.timeout;
	}

}
