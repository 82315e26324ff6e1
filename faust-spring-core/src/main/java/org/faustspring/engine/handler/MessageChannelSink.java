package org.faustspring.engine.handler;

import java.util.HashMap;
import java.util.Map;

import org.faustspring.engine.unit.UnitOfWork;
import org.faustspring.stream.Event;
import org.jspecify.annotations.Nullable;

import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageDeliveryException;
import org.springframework.messaging.support.GenericMessage;

/**
 * Sends results to a Spring message channel, with spring-kafka's headers of where the
 * event came from. Any thread.
 */
final class MessageChannelSink implements SinkBinding {

	private final String bean;

	private final MessageChannel channel;

	MessageChannelSink(String bean, MessageChannel channel) {
		this.bean = bean;
		this.channel = channel;
	}

	@Override
	public boolean immediate() {
		return true;
	}

	@Override
	public void accept(Object result, Event<?> event, UnitOfWork unit) {
		Map<String, Object> headers = new HashMap<>();
		headers.put(KafkaHeaders.RECEIVED_TOPIC, event.topic());
		headers.put(KafkaHeaders.RECEIVED_PARTITION, event.partition());
		headers.put(KafkaHeaders.OFFSET, event.offset());
		headers.put(KafkaHeaders.RECEIVED_TIMESTAMP, event.timestamp());
		Object key = event.key();
		if (key != null) {
			headers.put(KafkaHeaders.RECEIVED_KEY, key);
		}
		Message<Object> message = new GenericMessage<>(result, headers);
		if (!this.channel.send(message)) {
			throw new MessageDeliveryException(message,
					"Message channel '%s' did not take the result of %s".formatted(this.bean, event));
		}
	}

	@Override
	public @Nullable String topic() {
		return null;
	}

	@Override
	public String toString() {
		return "channel " + this.bean;
	}

}
