package org.faustspring.engine.channel;

import org.faustspring.stream.EventStream;

/**
 * Composes streams of channels outside of agents. Any thread.
 */
public interface ReaderOperators {

	/**
	 * Begin a stream.
	 * @param source where its messages come from
	 * @param <T> the type of the messages
	 * @return the stream, without operators so far
	 */
	<T> EventStream<T> begin(ReaderSource source);

}
