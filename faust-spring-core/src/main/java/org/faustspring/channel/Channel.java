package org.faustspring.channel;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * Bounded in-memory delivery of messages inside one instance. Every subscriber gets every
 * message sent after it subscribed, in the order sent by one thread; a sender waits while
 * any subscriber is full, so nothing is dropped and memory stays bounded. What a channel
 * holds is lost when the process dies. When a context closes, the subscriptions of its
 * channel beans end. Safe for any thread.
 *
 * @param <T> the type of the messages
 */
public interface Channel<T> {

	/**
	 * Return the channel's name.
	 * @return the name
	 */
	String name();

	/**
	 * Send a message to every subscriber, waiting while one of them is full.
	 * @param message the message
	 * @throws InterruptedException if interrupted while waiting
	 */
	void send(T message) throws InterruptedException;

	/**
	 * Send a message to every subscriber if all of them have room within the time.
	 * @param message the message
	 * @param timeout how long to wait for room
	 * @return whether the message was sent; if {@code false} no subscriber got it
	 * @throws InterruptedException if interrupted while waiting
	 */
	boolean trySend(T message, Duration timeout) throws InterruptedException;

	/**
	 * Subscribe a consumer, called on a thread of its own, one message at a time. A
	 * message whose consumer throws is logged with the error and not offered again.
	 * @param consumer what to call
	 * @return the subscription; close it to stop
	 */
	Subscription subscribe(Consumer<? super T> consumer);

	/**
	 * A subscriber's place in a channel.
	 */
	interface Subscription extends AutoCloseable {

		/**
		 * Stop receiving; messages not yet delivered to this subscriber are discarded.
		 */
		@Override
		void close();

	}

}
