package org.faustspring.boot.embedded;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the {@link EmbeddedKafkaBroker} cannot be started. Its message says what
 * was found, where, and what to do; subclasses name the causes that have a remedy of
 * their own.
 */
public class EmbeddedKafkaException extends RuntimeException {

	/**
	 * Creates an exception.
	 * @param message what went wrong and what to do
	 * @param cause what Kafka or the file system reported, or {@code null}
	 */
	public EmbeddedKafkaException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
