package org.faustspring.engine.client;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

import org.springframework.kafka.core.ConsumerFactory;

/**
 * A consumer of raw bytes that tells the application's listeners, metrics among them,
 * that it exists and when it is closed. Belongs to one thread, as every consumer.
 */
final class ListenedConsumer extends KafkaConsumer<byte[], byte[]> {

	private final String id;

	private final List<ConsumerFactory.Listener<byte[], byte[]>> listeners;

	private final AtomicBoolean removed = new AtomicBoolean();

	ListenedConsumer(Map<String, Object> configuration, String id,
			List<ConsumerFactory.Listener<byte[], byte[]>> listeners) {
		super(configuration, new ByteArrayDeserializer(), new ByteArrayDeserializer());
		this.id = id;
		this.listeners = List.copyOf(listeners);
	}

	ListenedConsumer announced() {
		this.listeners.forEach((listener) -> listener.consumerAdded(this.id, this));
		return this;
	}

	@Override
	public void close() {
		try {
			super.close();
		}
		finally {
			remove();
		}
	}

	@Override
	public void close(CloseOptions options) {
		try {
			super.close(options);
		}
		finally {
			remove();
		}
	}

	@Override
	@Deprecated
	public void close(Duration timeout) {
		try {
			super.close(timeout);
		}
		finally {
			remove();
		}
	}

	private void remove() {
		if (this.removed.compareAndSet(false, true)) {
			this.listeners.forEach((listener) -> listener.consumerRemoved(this.id, this));
		}
	}

}
