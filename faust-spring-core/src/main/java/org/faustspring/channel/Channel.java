package org.faustspring.channel;

import java.time.Duration;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

import org.faustspring.sink.Sink;
import org.faustspring.stream.Conduit;
import org.faustspring.stream.Event;

import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.SubscribableChannel;

/**
 * Bounded in-memory delivery of messages inside one instance. Every subscriber gets every
 * message sent after it subscribed, in the order sent by one thread; a sender waits while
 * any subscriber is full, so nothing is dropped and memory stays bounded. Subscribers are
 * agents that consume the channel ({@link org.faustspring.annotation.Agent#channel()}),
 * consumers, streams and publishers.
 * <p>
 * What a handler sends is part of its event: it is sent when the handler has succeeded,
 * and the event's offset is not committed before every subscriber is through with it.
 * What is sent from elsewhere is lost if the process dies before it has been processed.
 * When a context closes, the subscriptions of its channel beans end. Safe for any thread.
 *
 * @param <T> the type of the messages
 */
public interface Channel<T> extends Sink<T>, Conduit<T> {

	/**
	 * Return the channel's name.
	 * @return the name, unique in the App
	 */
	String name();

	/**
	 * Return the type of the messages.
	 * @return the type; messages of others are refused
	 */
	Class<T> type();

	/**
	 * Return how many messages it holds a subscriber, not counting the one being
	 * processed.
	 * @return at least 1
	 */
	int capacity();

	/**
	 * Return how many messages wait or are being processed, counted once a subscriber.
	 * @return the number now
	 */
	int size();

	/**
	 * Return how many subscribers it has, agents included.
	 * @return the number now
	 */
	int subscribers();

	/**
	 * Send a message to every subscriber. In a handler, on its own thread: when the
	 * handler has succeeded; it then gets no further event while a subscriber is full.
	 * Elsewhere: at once, waiting while one of them is full.
	 * @param message the message
	 * @throws InterruptedException if interrupted while waiting; nobody got it then
	 */
	void send(T message) throws InterruptedException;

	/**
	 * Send a message to every subscriber if all of them have room within the time. In a
	 * handler, on its own thread, it does not wait: whoever makes room may be waiting for
	 * that thread.
	 * @param message the message
	 * @param timeout how long to wait for room
	 * @return whether the message was sent, or will be when the handler has succeeded; if
	 * {@code false} no subscriber gets it
	 * @throws InterruptedException if interrupted while waiting
	 */
	boolean trySend(T message, Duration timeout) throws InterruptedException;

	/**
	 * Send a result, as {@link #send} does.
	 * @param result the result
	 * @param event the event it results from
	 * @throws InterruptedException if interrupted while waiting
	 */
	@Override
	default void accept(T result, Event<?> event) throws InterruptedException {
		send(result);
	}

	/**
	 * Subscribe a consumer, called on a thread of its own, one message at a time. A
	 * message whose consumer throws is logged with the error and not offered again.
	 * @param consumer what to call
	 * @return the subscription; close it to stop
	 */
	Subscription subscribe(Consumer<? super T> consumer);

	/**
	 * Return a stream of the messages. It subscribes when it is first iterated, and is to
	 * be closed when it is not iterated any more.
	 * @return a new stream
	 */
	@Override
	ChannelStream<T> stream();

	/**
	 * Return the messages as a publisher; each of its subscribers is one of the channel
	 * and is called on a thread of its own. The channel sends it no more than it has
	 * requested. A message counts as processed when {@code onNext} has returned and more
	 * has been requested than the messages so far. It never completes before the channel
	 * is closed.
	 * @return the publisher
	 */
	Flow.Publisher<T> publisher();

	/**
	 * Send what a publisher publishes, requesting one message after the other.
	 * @param publisher the publisher
	 * @return the subscription; close it to cancel
	 */
	Subscription subscribeTo(Flow.Publisher<? extends T> publisher);

	/**
	 * Send every message on to a Spring message channel, as payload. A message that it
	 * does not take is logged and not offered again.
	 * @param target where to send
	 * @return the subscription; close it to stop
	 */
	default Subscription bridgeTo(MessageChannel target) {
		return MessageBridges.to(this, target);
	}

	/**
	 * Send the payloads of a Spring message channel's messages to this one, on the thread
	 * that sends them.
	 * @param source where they come from
	 * @return the subscription; close it to stop
	 */
	default Subscription bridgeFrom(SubscribableChannel source) {
		return MessageBridges.from(source, this);
	}

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
