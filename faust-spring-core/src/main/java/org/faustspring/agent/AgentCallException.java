package org.faustspring.agent;

import java.nio.charset.StandardCharsets;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The agent that was called has failed: on every attempt, or because it could not read
 * the call. Tells what it failed with and where that event is. Any thread.
 */
public class AgentCallException extends RuntimeException {

	/** Reply header: the class name of what the agent failed with, as UTF-8. */
	public static final String TYPE_HEADER = "faust-error-type";

	/** Reply header: the message of what the agent failed with, as UTF-8. */
	public static final String MESSAGE_HEADER = "faust-error-message";

	/** Reply header: where the event is, as UTF-8: {@code topic-partition@offset}. */
	public static final String PLACE_HEADER = "faust-error-place";

	private final String type;

	private final @Nullable String remoteMessage;

	private final String place;

	/**
	 * Create the exception.
	 * @param type class name of what the agent failed with
	 * @param remoteMessage its message, or {@code null} if it has none
	 * @param place where the event is: {@code topic-partition@offset}
	 */
	public AgentCallException(String type, @Nullable String remoteMessage, String place) {
		super("The call at %s failed: %s%s".formatted(place, type,
				(remoteMessage != null) ? ": " + remoteMessage : ""));
		this.type = type;
		this.remoteMessage = remoteMessage;
		this.place = place;
	}

	/**
	 * Read a reply's error; for the reply error checker of spring-kafka's
	 * {@code ReplyingKafkaTemplate}.
	 * @param headers the reply's headers
	 * @return the error, or {@code null} if the reply is an answer
	 */
	public static @Nullable AgentCallException of(Headers headers) {
		String type = text(headers, TYPE_HEADER);
		if (type == null) {
			return null;
		}
		String place = text(headers, PLACE_HEADER);
		return new AgentCallException(type, text(headers, MESSAGE_HEADER),
				(place != null) ? place : "an unknown place");
	}

	private static @Nullable String text(Headers headers, String name) {
		Header header = headers.lastHeader(name);
		return (header != null && header.value() != null) ? new String(header.value(), StandardCharsets.UTF_8) : null;
	}

	/**
	 * Return the class name of what the agent failed with.
	 * @return the name
	 */
	public String type() {
		return this.type;
	}

	/**
	 * Return the message of what the agent failed with.
	 * @return the message, or {@code null} if it has none
	 */
	public @Nullable String remoteMessage() {
		return this.remoteMessage;
	}

	/**
	 * Return where the event that the agent failed on is.
	 * @return {@code topic-partition@offset}
	 */
	public String place() {
		return this.place;
	}

}
