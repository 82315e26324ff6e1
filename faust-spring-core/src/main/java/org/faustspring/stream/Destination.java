package org.faustspring.stream;

/**
 * Something that takes what flows through a stream: a sink bean, a channel, a topic, an
 * agent. Called on the thread that processes the event.
 *
 * @param <T> the type of what it takes
 */
@FunctionalInterface
public interface Destination<T> {

	/**
	 * Take one value.
	 * @param value the value, never {@code null}
	 * @param event the event it results from; of a batch, its last
	 * @throws Exception if the value cannot be taken; the event then counts as failed
	 */
	void accept(T value, Event<?> event) throws Exception;

}
