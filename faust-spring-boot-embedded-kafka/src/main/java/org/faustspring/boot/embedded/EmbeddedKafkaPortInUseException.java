package org.faustspring.boot.embedded;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the fixed port given to an {@link EmbeddedKafkaBroker} is taken.
 */
public final class EmbeddedKafkaPortInUseException extends EmbeddedKafkaException {

	private final int port;

	/**
	 * Creates an exception.
	 * @param port the port that is taken
	 * @param cause what the bind reported, or {@code null}
	 */
	public EmbeddedKafkaPortInUseException(int port, @Nullable Throwable cause) {
		super("Embedded Kafka cannot listen on localhost:" + port
				+ ": the port is in use. Stop what listens there, choose another port, or use port 0 for a free one.",
				cause);
		this.port = port;
	}

	/**
	 * The port that is taken.
	 * @return a TCP port
	 */
	public int getPort() {
		return this.port;
	}

}
