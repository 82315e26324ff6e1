package org.faustspring.stream;

import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * One message being processed. Valid only while the handler it was given to runs; not for
 * other threads.
 *
 * @param <T> the type of the value
 */
public interface Event<T> {

	/**
	 * Return the value.
	 * @return the value, {@code null} for a tombstone
	 */
	@Nullable T value();

	/**
	 * Return the key, read by the agent's key serde; after a {@code groupBy} what the
	 * event is grouped by.
	 * @return the key, or {@code null} if the message has none
	 */
	@Nullable Object key();

	/**
	 * Return the key's bytes as they are in the topic.
	 * @return the bytes, or {@code null} if the message has no key
	 */
	byte @Nullable [] rawKey();

	/**
	 * Return the value's bytes as they are in the topic.
	 * @return the bytes, {@code null} for a tombstone
	 */
	byte @Nullable [] rawValue();

	/**
	 * Return the headers; not to be changed.
	 * @return the headers
	 */
	Headers headers();

	/**
	 * Return the event's time.
	 * @return milliseconds since the epoch
	 */
	long timestamp();

	/**
	 * Return the topic the message was first read from: for an agent with {@code groupBy}
	 * the source topic, not the repartition topic.
	 * @return the topic's name
	 */
	String topic();

	/**
	 * Return the partition of {@link #topic()}.
	 * @return the partition's number
	 */
	int partition();

	/**
	 * Return the offset in {@link #topic()} and {@link #partition()}.
	 * @return the offset
	 */
	long offset();

	/**
	 * Return how often the handler has been called for this event, this call included.
	 * @return 1 for the first delivery
	 */
	int attempt();

	/**
	 * Acknowledge an event of a stream without automatic acknowledgement
	 * ({@link EventStream#noAck()}): its effects and its offset join the open commit. Any
	 * thread, once.
	 * @throws IllegalStateException if the event is acknowledged by the engine
	 */
	default void ack() {
		throw new IllegalStateException("%s-%d@%d is acknowledged by the engine: only events of noAck() streams are not"
			.formatted(topic(), partition(), offset()));
	}

}
