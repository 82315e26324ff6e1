package org.faustspring.topic;

import java.util.concurrent.CompletableFuture;

import org.apache.kafka.clients.producer.RecordMetadata;
import org.faustspring.sink.Sink;
import org.faustspring.stream.Conduit;
import org.faustspring.stream.Event;
import org.faustspring.stream.EventStream;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka topic that the App has declared: created where it is missing, checked where it
 * exists, and sent to from anywhere. Keys and values are written by their types.
 * <p>
 * <b>In a handler</b>, and in a timer with {@code perTask}, what is sent joins the unit
 * of work: it goes out with the commit of its event, or not at all if the handler throws.
 * <b>Anywhere else</b> it goes out at once. Any thread.
 * <p>
 * As a {@link Sink} a topic takes an agent's results, keyed by the event's key and with
 * the event's time.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public interface Topic<K, V> extends Sink<V>, Conduit<V> {

	/**
	 * Return the topic's name in Kafka.
	 * @return the name
	 */
	String name();

	/**
	 * Send a record, as {@link TopicMessage#send()} does.
	 * @param key the key, or {@code null} for none
	 * @param value the value, or {@code null} for a tombstone
	 * @return completes when the record is acknowledged, or at once in a handler
	 */
	CompletableFuture<RecordMetadata> send(@Nullable K key, @Nullable V value);

	/**
	 * Send a record without a key, as {@link TopicMessage#send()} does.
	 * @param value the value, or {@code null}
	 * @return completes when the record is acknowledged, or at once in a handler
	 */
	CompletableFuture<RecordMetadata> send(@Nullable V value);

	/**
	 * Send a record with the commit of the event that is being processed, as
	 * {@link TopicMessage#sendSoon()} does.
	 * @param key the key, or {@code null} for none
	 * @param value the value, or {@code null} for a tombstone
	 * @throws IllegalStateException outside a handler
	 */
	void sendSoon(@Nullable K key, @Nullable V value);

	/**
	 * Send a record without a key with the commit of the event that is being processed,
	 * as {@link TopicMessage#sendSoon()} does.
	 * @param value the value, or {@code null}
	 * @throws IllegalStateException outside a handler
	 */
	void sendSoon(@Nullable V value);

	/**
	 * Begin a record with more than a key and a value.
	 * @param value the value, or {@code null} for a tombstone
	 * @return the record, to be completed and sent
	 */
	TopicMessage<K> message(@Nullable V value);

	/**
	 * Take a result: it is sent with the commit of its event, with the event's key as the
	 * bytes it has, and with the event's time.
	 * @param result the result
	 * @param event the event it results from
	 * @throws IllegalStateException outside a handler
	 */
	@Override
	void accept(V result, Event<?> event);

	/**
	 * Return what flows through the topic, to be merged into an agent's stream.
	 * @return a new stream, in which values and keys are read by the topic's types
	 */
	@Override
	EventStream<V> stream();

}
