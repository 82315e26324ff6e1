package org.faustspring.stream;

/**
 * What can be written to and read from: a topic or a channel. Safe for any thread.
 *
 * @param <T> the type of the values
 */
public interface Conduit<T> extends Destination<T> {

	/**
	 * Return what flows through it, to be merged into an agent's stream; a channel's can
	 * also be iterated anywhere.
	 * @return a new stream
	 */
	EventStream<T> stream();

}
