package org.faustspring.engine.handler;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serializer;
import org.faustspring.engine.unit.UnitOfWork;
import org.faustspring.stream.Event;
import org.jspecify.annotations.Nullable;

/**
 * Sends results to a topic of the App's cluster, through the unit of work. Any thread.
 */
final class TopicSink implements SinkBinding {

	private final String topic;

	private final @Nullable TextTemplate key;

	private final boolean rewritesKey;

	private final Serializer<Object> keySerializer;

	private final Serializer<Object> valueSerializer;

	private final RecordHeaderTexts headers;

	/** Whether records have no headers, as far as serializers do not add any. */
	private final boolean plain;

	/** What no serializer has seen headers for; they are never written to. */
	private static final Headers NONE = none();

	/**
	 * Create the sink.
	 * @param topic the topic
	 * @param key the key, {@code null} for the event's
	 * @param rewritesKey whether the event's key is read and written again, and not
	 * passed on as the bytes it is
	 * @param keySerializer writes keys
	 * @param valueSerializer writes results
	 * @param headers headers to add
	 */
	TopicSink(String topic, @Nullable TextTemplate key, boolean rewritesKey, Serializer<Object> keySerializer,
			Serializer<Object> valueSerializer, RecordHeaderTexts headers) {
		this.topic = topic;
		this.key = key;
		this.rewritesKey = rewritesKey;
		this.keySerializer = keySerializer;
		this.valueSerializer = valueSerializer;
		this.headers = headers;
		boolean ownKey = key != null || rewritesKey;
		this.plain = headers.texts().isEmpty() && withoutHeaders(valueSerializer)
				&& (!ownKey || withoutHeaders(keySerializer));
	}

	private static Headers none() {
		RecordHeaders none = new RecordHeaders();
		none.setReadOnly();
		return none;
	}

	/** Whether a serializer leaves it to Kafka's interface to ignore headers. */
	private static boolean withoutHeaders(Serializer<?> serializer) {
		try {
			return serializer.getClass()
				.getMethod("serialize", String.class, Headers.class, Object.class)
				.getDeclaringClass() == Serializer.class;
		}
		catch (NoSuchMethodException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public boolean immediate() {
		return false;
	}

	@Override
	public void accept(Object result, Event<?> event, UnitOfWork unit) {
		Headers headers = this.plain ? NONE : new RecordHeaders();
		if (!this.plain) {
			this.headers.addTo(headers, result, event);
		}
		byte[] key = key(result, event, headers);
		byte[] value = this.valueSerializer.serialize(this.topic, headers, result);
		unit.send(new ProducerRecord<>(this.topic, null, unit.time(event.timestamp()), key, value,
				this.plain ? null : headers));
	}

	private byte @Nullable [] key(Object result, Event<?> event, Headers headers) {
		if (this.key == null && !this.rewritesKey) {
			return event.rawKey();
		}
		Object key = (this.key != null) ? this.key.evaluate(result, result, event) : event.key();
		return (key != null) ? this.keySerializer.serialize(this.topic, headers, key) : null;
	}

	@Override
	public String topic() {
		return this.topic;
	}

	@Override
	public String toString() {
		return "topic " + this.topic;
	}

}
