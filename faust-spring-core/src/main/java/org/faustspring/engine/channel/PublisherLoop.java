package org.faustspring.engine.channel;

import java.util.concurrent.Flow;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.faustspring.channel.Channel;

/**
 * Publishes the messages of a channel to a subscriber, on a thread of its own, as many as
 * it requests. {@link #request} and {@link #cancel} may be called by any thread.
 *
 * @param <T> the type of the messages
 */
final class PublisherLoop<T> implements Flow.Subscription, Channel.Subscription, Runnable {

	private static final Log logger = LogFactory.getLog(PublisherLoop.class);

	/** How soon the end of the channel is seen while nothing is requested. */
	private static final long CHECK_MILLIS = 1000;

	private final String channel;

	private final ChannelReader<T> reader;

	private final Flow.Subscriber<? super T> subscriber;

	private long requested;

	private boolean badRequest;

	private boolean cancelled;

	PublisherLoop(String channel, ChannelReader<T> reader, Flow.Subscriber<? super T> subscriber) {
		this.channel = channel;
		this.reader = reader;
		this.subscriber = subscriber;
	}

	@Override
	public void run() {
		try {
			while (awaitDemand()) {
				T message = this.reader.take();
				if (message == null) {
					break;
				}
				this.subscriber.onNext(message);
			}
			end();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			cancel();
		}
		catch (Throwable ex) {
			logger.error("A subscriber of channel '%s' failed, which it must not: its subscription ends"
				.formatted(this.channel), ex);
			cancel();
		}
		finally {
			this.reader.processed();
		}
	}

	/** The message before counts as processed once this returns. */
	private synchronized boolean awaitDemand() throws InterruptedException {
		while (this.requested == 0 && !this.badRequest && !this.cancelled && !this.reader.closed()) {
			wait(CHECK_MILLIS);
		}
		if (this.requested != Long.MAX_VALUE) {
			this.requested--;
		}
		return !this.badRequest && !this.cancelled;
	}

	private void end() {
		boolean failed;
		synchronized (this) {
			if (this.cancelled) {
				return;
			}
			failed = this.badRequest;
			this.cancelled = true;
		}
		this.reader.close();
		if (failed) {
			this.subscriber.onError(new IllegalArgumentException(
					"Requested less than one message of channel '%s'".formatted(this.channel)));
		}
		else {
			this.subscriber.onComplete();
		}
	}

	@Override
	public synchronized void request(long n) {
		if (n <= 0) {
			this.badRequest = true;
		}
		else {
			this.requested = (this.requested + n < 0) ? Long.MAX_VALUE : this.requested + n;
		}
		notifyAll();
	}

	@Override
	public void cancel() {
		synchronized (this) {
			this.cancelled = true;
			notifyAll();
		}
		this.reader.close();
	}

	@Override
	public void close() {
		cancel();
	}

}
