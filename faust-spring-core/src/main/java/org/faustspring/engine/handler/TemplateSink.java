package org.faustspring.engine.handler;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.faustspring.engine.unit.UnitOfWork;
import org.faustspring.stream.Event;
import org.jspecify.annotations.Nullable;

import org.springframework.kafka.core.KafkaOperations;

/**
 * Sends results to a topic with the serializers, interceptors and cluster of a
 * {@code KafkaTemplate}. In a handler the template's producer hands over to the unit of
 * work. Any thread.
 */
final class TemplateSink implements SinkBinding {

	private final String topic;

	private final KafkaOperations<Object, Object> template;

	private final @Nullable TextTemplate key;

	private final RecordHeaderTexts headers;

	TemplateSink(String topic, KafkaOperations<Object, Object> template, @Nullable TextTemplate key,
			RecordHeaderTexts headers) {
		this.topic = topic;
		this.template = template;
		this.key = key;
		this.headers = headers;
	}

	@Override
	public boolean immediate() {
		return false;
	}

	@Override
	public void accept(Object result, Event<?> event, UnitOfWork unit) throws Exception {
		Object key = (this.key != null) ? this.key.evaluate(result, result, event) : event.key();
		ProducerRecord<Object, Object> record = new ProducerRecord<>(this.topic, null, unit.time(event.timestamp()),
				key, result, new RecordHeaders());
		this.headers.addTo(record.headers(), result, event);
		CompletableFuture<?> sent = this.template.send(record);
		if (sent.isCompletedExceptionally()) {
			rethrow(sent);
		}
	}

	private void rethrow(CompletableFuture<?> sent) throws Exception {
		try {
			sent.get();
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof Exception cause) {
				throw cause;
			}
			throw new KafkaException("Cannot send to topic '%s'".formatted(this.topic), ex);
		}
	}

	@Override
	public @Nullable String topic() {
		return null;
	}

	@Override
	public String toString() {
		return "topic %s by template".formatted(this.topic);
	}

}
