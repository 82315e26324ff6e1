package org.faustspring.engine.topic;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.faustspring.engine.stream.ComposedStream;
import org.faustspring.engine.stream.StreamTopic;
import org.faustspring.stream.Event;
import org.faustspring.stream.EventStream;
import org.faustspring.topic.Topic;
import org.faustspring.topic.TopicMessage;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * The topic that applications hold, and what the engine has to know of it. Any thread.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public final class EngineTopic<K, V> implements Topic<K, V>, StreamTopic {

	private final TopicDefinition definition;

	private final TopicSends sends;

	/**
	 * Create a topic.
	 * @param definition its declaration
	 * @param sends where records go
	 */
	public EngineTopic(TopicDefinition definition, TopicSends sends) {
		this.definition = definition;
		this.sends = sends;
	}

	/**
	 * Return the declaration.
	 * @return the declaration
	 */
	public TopicDefinition definition() {
		return this.definition;
	}

	@Override
	public String name() {
		return this.definition.name();
	}

	/**
	 * Return the type of the keys.
	 * @return the type
	 */
	public ResolvableType keyType() {
		return this.definition.keyType();
	}

	/**
	 * Return the type of the values.
	 * @return the type
	 */
	public ResolvableType valueType() {
		return this.definition.valueType();
	}

	@Override
	public EventStream<V> stream() {
		return ComposedStream.of(this);
	}

	/**
	 * Return what writes keys.
	 * @return the serializer, shared by threads
	 */
	public Serializer<Object> keySerializer() {
		return this.definition.keySerde().serializer();
	}

	/**
	 * Return what writes values.
	 * @return the serializer, shared by threads
	 */
	@Override
	public Serializer<Object> valueSerializer() {
		return this.definition.valueSerde().serializer();
	}

	/**
	 * Return what reads keys.
	 * @return the deserializer, shared by threads
	 */
	@Override
	public Deserializer<Object> keyDeserializer() {
		return this.definition.keySerde().deserializer();
	}

	/**
	 * Return what reads values.
	 * @return the deserializer, shared by threads
	 */
	@Override
	public Deserializer<Object> valueDeserializer() {
		return this.definition.valueSerde().deserializer();
	}

	@Override
	public CompletableFuture<RecordMetadata> send(@Nullable K key, @Nullable V value) {
		return message(value).key(key).send();
	}

	@Override
	public CompletableFuture<RecordMetadata> send(@Nullable V value) {
		return message(value).send();
	}

	@Override
	public void sendSoon(@Nullable K key, @Nullable V value) {
		message(value).key(key).sendSoon();
	}

	@Override
	public void sendSoon(@Nullable V value) {
		message(value).sendSoon();
	}

	@Override
	public TopicMessage<K> message(@Nullable V value) {
		return new Message(value);
	}

	@Override
	public void accept(V result, Event<?> event) {
		Headers headers = new RecordHeaders();
		byte[] value = write("value", valueSerializer(), headers, result);
		Long timestamp = (event.timestamp() >= 0) ? event.timestamp() : null;
		this.sends.sendSoon(new ProducerRecord<>(name(), null, timestamp, event.rawKey(), value, headers));
	}

	private byte @Nullable [] write(String what, Serializer<Object> serializer, Headers headers,
			@Nullable Object data) {
		if (data == null) {
			return null;
		}
		try {
			return serializer.serialize(name(), headers, data);
		}
		catch (ClassCastException ex) {
			throw new SerializationException("The %s of a record for topic '%s' is a %s, which %s cannot write"
				.formatted(what, name(), data.getClass().getName(), serializer.getClass().getName()), ex);
		}
	}

	@Override
	public String toString() {
		return "Topic '%s'".formatted(name());
	}

	private final class Message implements TopicMessage<K> {

		private final @Nullable V value;

		private final Headers headers = new RecordHeaders();

		private @Nullable K key;

		private @Nullable Integer partition;

		private @Nullable Long timestamp;

		Message(@Nullable V value) {
			this.value = value;
		}

		@Override
		public TopicMessage<K> key(@Nullable K newKey) {
			this.key = newKey;
			return this;
		}

		@Override
		public TopicMessage<K> header(String name, byte @Nullable [] headerValue) {
			this.headers.add(name, headerValue);
			return this;
		}

		@Override
		public TopicMessage<K> header(String name, String headerValue) {
			return header(name, headerValue.getBytes(java.nio.charset.StandardCharsets.UTF_8));
		}

		@Override
		public TopicMessage<K> timestamp(Instant time) {
			this.timestamp = time.toEpochMilli();
			return this;
		}

		@Override
		public TopicMessage<K> partition(int number) {
			this.partition = number;
			return this;
		}

		@Override
		public CompletableFuture<RecordMetadata> send() {
			return EngineTopic.this.sends.send(record());
		}

		@Override
		public void sendSoon() {
			EngineTopic.this.sends.sendSoon(record());
		}

		private ProducerRecord<byte[], byte[]> record() {
			// A copy: serializers add headers, and a message may be sent again.
			Headers written = new RecordHeaders(this.headers);
			byte[] keyBytes = write("key", keySerializer(), written, this.key);
			byte[] valueBytes = write("value", valueSerializer(), written, this.value);
			return new ProducerRecord<>(name(), this.partition, this.timestamp, keyBytes, valueBytes, written);
		}

	}

}
