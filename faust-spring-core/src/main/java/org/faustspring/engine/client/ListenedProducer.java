package org.faustspring.engine.client;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import org.springframework.kafka.core.ProducerFactory;

/**
 * A producer of raw bytes that tells the application's listeners, metrics among them,
 * that it exists and when it is closed. Any thread, as every producer.
 */
final class ListenedProducer extends KafkaProducer<byte[], byte[]> {

	private final String id;

	private final List<ProducerFactory.Listener<byte[], byte[]>> listeners;

	private final AtomicBoolean removed = new AtomicBoolean();

	ListenedProducer(Map<String, Object> configuration, String id,
			List<ProducerFactory.Listener<byte[], byte[]>> listeners) {
		super(configuration, new ByteArraySerializer(), new ByteArraySerializer());
		this.id = id;
		this.listeners = List.copyOf(listeners);
	}

	ListenedProducer announced() {
		this.listeners.forEach((listener) -> listener.producerAdded(this.id, this));
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
			this.listeners.forEach((listener) -> listener.producerRemoved(this.id, this));
		}
	}

}
