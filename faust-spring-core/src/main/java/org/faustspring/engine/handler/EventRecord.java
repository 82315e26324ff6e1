package org.faustspring.engine.handler;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.faustspring.stream.Event;
import org.jspecify.annotations.Nullable;

/**
 * An event made from a Kafka record; its key is read when first asked for. Belongs to the
 * thread that runs the handler.
 *
 * @param <T> the type of the value
 */
public final class EventRecord<T> implements Event<T> {

	private static final Object UNREAD = new Object();

	private final ConsumerRecord<byte[], byte[]> record;

	private final @Nullable T value;

	private final Deserializer<?> keyDeserializer;

	private final String topic;

	private final int partition;

	private final long offset;

	private final int attempt;

	private @Nullable Object key = UNREAD;

	/**
	 * Create an event of a record of a source topic.
	 * @param record the record
	 * @param value its decoded value, {@code null} for a tombstone
	 * @param keyDeserializer reads its key
	 * @param attempt how often the handler has been called for it, this call included
	 */
	public EventRecord(ConsumerRecord<byte[], byte[]> record, @Nullable T value, Deserializer<?> keyDeserializer,
			int attempt) {
		this(record, value, keyDeserializer, record.topic(), record.partition(), record.offset(), attempt);
	}

	/**
	 * Create an event of a record that may have come through a repartition topic.
	 * @param record the record
	 * @param value its decoded value, {@code null} for a tombstone
	 * @param keyDeserializer reads its key
	 * @param topic the topic it was first read from
	 * @param partition the partition of that topic
	 * @param offset the offset in that partition
	 * @param attempt how often the handler has been called for it, this call included
	 */
	public EventRecord(ConsumerRecord<byte[], byte[]> record, @Nullable T value, Deserializer<?> keyDeserializer,
			String topic, int partition, long offset, int attempt) {
		this.record = record;
		this.value = value;
		this.keyDeserializer = keyDeserializer;
		this.topic = topic;
		this.partition = partition;
		this.offset = offset;
		this.attempt = attempt;
	}

	/**
	 * Return the same event for another call of the handler.
	 * @param attempt how often the handler has been called, that call included
	 * @return the event
	 */
	public EventRecord<T> withAttempt(int attempt) {
		EventRecord<T> event = new EventRecord<>(this.record, this.value, this.keyDeserializer, this.topic,
				this.partition, this.offset, attempt);
		event.key = this.key;
		return event;
	}

	/**
	 * Return the record as it was consumed, from the repartition topic if it came through
	 * one.
	 * @return the record
	 */
	public ConsumerRecord<byte[], byte[]> record() {
		return this.record;
	}

	@Override
	public @Nullable T value() {
		return this.value;
	}

	@Override
	public @Nullable Object key() {
		if (this.key == UNREAD) {
			byte[] bytes = this.record.key();
			this.key = (bytes != null)
					? this.keyDeserializer.deserialize(this.record.topic(), this.record.headers(), bytes) : null;
		}
		return this.key;
	}

	@Override
	public byte @Nullable [] rawKey() {
		return this.record.key();
	}

	@Override
	public byte @Nullable [] rawValue() {
		return this.record.value();
	}

	@Override
	public Headers headers() {
		return this.record.headers();
	}

	@Override
	public long timestamp() {
		return this.record.timestamp();
	}

	@Override
	public String topic() {
		return this.topic;
	}

	@Override
	public int partition() {
		return this.partition;
	}

	@Override
	public long offset() {
		return this.offset;
	}

	@Override
	public int attempt() {
		return this.attempt;
	}

	@Override
	public String toString() {
		return "%s-%d@%d".formatted(this.topic, this.partition, this.offset);
	}

}
