package org.faustspring.channel;

import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageDeliveryException;
import org.springframework.messaging.MessageHandler;
import org.springframework.messaging.SubscribableChannel;
import org.springframework.messaging.support.GenericMessage;

/**
 * Carries messages between channels and Spring's message channels. Any thread.
 */
final class MessageBridges {

	private MessageBridges() {
	}

	static <T> Channel.Subscription to(Channel<T> source, MessageChannel target) {
		return source.subscribe((payload) -> {
			Message<T> message = new GenericMessage<>(payload);
			if (!target.send(message)) {
				throw new MessageDeliveryException(message,
						"%s did not take a message of channel '%s'".formatted(target, source.name()));
			}
		});
	}

	static <T> Channel.Subscription from(SubscribableChannel source, Channel<T> target) {
		MessageHandler handler = (message) -> send(message, target);
		source.subscribe(handler);
		return () -> source.unsubscribe(handler);
	}

	private static <T> void send(Message<?> message, Channel<T> target) {
		if (!target.type().isInstance(message.getPayload())) {
			throw new MessageDeliveryException(message, "Channel '%s' takes messages of type %s, not %s"
				.formatted(target.name(), target.type().getName(), message.getPayload().getClass().getName()));
		}
		try {
			target.send(target.type().cast(message.getPayload()));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new MessageDeliveryException(message,
					"Interrupted while channel '%s' was full".formatted(target.name()), ex);
		}
	}

}
