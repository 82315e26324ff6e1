package org.faustspring.sink;

import org.faustspring.stream.Destination;
import org.faustspring.stream.Event;

/**
 * A bean that takes an agent's results, named by
 * {@link org.faustspring.annotation.Sink#bean()}. Called on the thread that runs the
 * handler, after the handler has returned. What it does outside Kafka is not undone when
 * the event is processed again, so under faults it may see a result more than once.
 *
 * @param <T> the type of the results
 */
@FunctionalInterface
public interface Sink<T> extends Destination<T> {

	/**
	 * Take one result.
	 * @param result the result, never {@code null}
	 * @param event the event it results from; of a batch, its last
	 * @throws Exception if the result cannot be taken; the event then counts as failed
	 */
	@Override
	void accept(T result, Event<?> event) throws Exception;

}
