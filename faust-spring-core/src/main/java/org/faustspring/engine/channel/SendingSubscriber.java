package org.faustspring.engine.channel;

import java.util.concurrent.Flow;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.faustspring.channel.Channel;
import org.jspecify.annotations.Nullable;

/**
 * Sends what a publisher publishes to a channel, one message after the other. Called by
 * the publisher's threads; may be closed by any.
 *
 * @param <T> the type of the messages
 */
final class SendingSubscriber<T> implements Flow.Subscriber<T>, Channel.Subscription {

	private static final Log logger = LogFactory.getLog(SendingSubscriber.class);

	private final Channel<T> channel;

	private volatile Flow.@Nullable Subscription subscription;

	private volatile boolean closed;

	SendingSubscriber(Channel<T> channel) {
		this.channel = channel;
	}

	@Override
	public void onSubscribe(Flow.Subscription started) {
		if (this.subscription != null || this.closed) {
			started.cancel();
			return;
		}
		this.subscription = started;
		started.request(1);
	}

	@Override
	public void onNext(T message) {
		Flow.Subscription current = this.subscription;
		if (this.closed || current == null) {
			return;
		}
		try {
			this.channel.send(message);
			current.request(1);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			fail(ex);
		}
		catch (RuntimeException ex) {
			fail(ex);
		}
	}

	private void fail(Exception ex) {
		logger.error("Channel '%s' does not take what a publisher publishes: its subscription ends"
			.formatted(this.channel.name()), ex);
		close();
	}

	@Override
	public void onError(Throwable ex) {
		logger.error("A publisher that channel '%s' gets messages of has failed".formatted(this.channel.name()), ex);
	}

	@Override
	public void onComplete() {
		logger.debug("A publisher that channel '%s' gets messages of is done".formatted(this.channel.name()));
	}

	@Override
	public void close() {
		this.closed = true;
		Flow.Subscription current = this.subscription;
		if (current != null) {
			current.cancel();
		}
	}

}
