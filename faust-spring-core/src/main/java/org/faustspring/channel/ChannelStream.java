package org.faustspring.channel;

import java.util.Iterator;

import org.faustspring.stream.EventStream;

/**
 * The messages of a channel, to be iterated by any one thread. It gets the messages that
 * are sent after {@link #iterator()} has been called. Close it at the end: until then the
 * channel waits for it.
 *
 * @param <T> the type of the messages
 */
public interface ChannelStream<T> extends EventStream<T>, AutoCloseable {

	/**
	 * Subscribe and iterate: a message is acknowledged when the next one is asked for.
	 * Waits for messages; ends when the stream or the channel is closed, or the thread is
	 * interrupted.
	 * @return the iterator
	 * @throws IllegalStateException if it has been iterated or closed before
	 */
	@Override
	Iterator<T> iterator();

	/**
	 * End the subscription; the message that was iterated last counts as processed. Any
	 * thread.
	 */
	@Override
	void close();

}
