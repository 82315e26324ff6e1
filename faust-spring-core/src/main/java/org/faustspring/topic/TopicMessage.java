package org.faustspring.topic;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;

import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * A record on its way to a {@link Topic}. Used by one thread; may be sent several times.
 *
 * @param <K> the type of the topic's keys
 */
public interface TopicMessage<K> {

	/**
	 * Set the key.
	 * @param key the key, or {@code null} for none
	 * @return this message
	 */
	TopicMessage<K> key(@Nullable K key);

	/**
	 * Add a header.
	 * @param name its name
	 * @param value its value, or {@code null}
	 * @return this message
	 */
	TopicMessage<K> header(String name, byte @Nullable [] value);

	/**
	 * Add a header of text, written in UTF-8.
	 * @param name its name
	 * @param value its value
	 * @return this message
	 */
	TopicMessage<K> header(String name, String value);

	/**
	 * Set the record's time. Default: when it is sent.
	 * @param timestamp the time, to the millisecond
	 * @return this message
	 */
	TopicMessage<K> timestamp(Instant timestamp);

	/**
	 * Set the partition. Default: by the key, as the application's producer settings say.
	 * @param partition the partition's number
	 * @return this message
	 */
	TopicMessage<K> partition(int partition);

	/**
	 * Send the record. In a handler it joins the unit of work: it goes out with the
	 * commit of the event, or never if the handler throws. Elsewhere it goes out at once;
	 * the call waits for the topic's partitions the first time, up to
	 * {@code max.block.ms}.
	 * @return outside a handler, completes when the record is acknowledged, exceptionally
	 * with Kafka's error if it is not. In a handler it is complete: the partition is
	 * known if it was given, the offset is not
	 * @throws org.apache.kafka.common.errors.SerializationException if the key or the
	 * value cannot be written
	 * @throws IllegalStateException outside a handler, if the App is not started
	 */
	CompletableFuture<RecordMetadata> send();

	/**
	 * Send the record with the commit of the event that is being processed, or never if
	 * its handler throws.
	 * @throws org.apache.kafka.common.errors.SerializationException if the key or the
	 * value cannot be written
	 * @throws IllegalStateException outside a handler: use {@link #send()} there
	 */
	void sendSoon();

}
