package org.faustspring.engine.channel;

import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.faustspring.channel.Channel;
import org.jspecify.annotations.Nullable;

/**
 * Calls a consumer with the messages of a channel, on a thread of its own.
 *
 * @param <T> the type of the messages
 */
final class ConsumerLoop<T> implements Channel.Subscription, Runnable {

	private static final Log logger = LogFactory.getLog(ConsumerLoop.class);

	private final String channel;

	private final ChannelReader<T> reader;

	private final Consumer<? super T> consumer;

	ConsumerLoop(String channel, ChannelReader<T> reader, Consumer<? super T> consumer) {
		this.channel = channel;
		this.reader = reader;
		this.consumer = consumer;
	}

	@Override
	public void run() {
		T message = take();
		while (message != null) {
			try {
				this.consumer.accept(message);
			}
			catch (Throwable ex) {
				logger.error("A subscriber of channel '%s' failed on a %s; the message is not offered again"
					.formatted(this.channel, message.getClass().getName()), ex);
			}
			message = take();
		}
	}

	/** A consumer that leaves the thread interrupted does not end the subscription. */
	private @Nullable T take() {
		while (true) {
			try {
				return this.reader.take();
			}
			catch (InterruptedException ex) {
				logger.debug("A subscriber of channel '%s' was interrupted and goes on".formatted(this.channel));
			}
		}
	}

	@Override
	public void close() {
		this.reader.close();
	}

}
