package org.faustspring.engine.handler;

import org.faustspring.engine.unit.UnitOfWork;
import org.faustspring.stream.Event;

/**
 * A destination of an agent's results, resolved at start. Called on the thread of the
 * unit of work.
 */
public interface SinkBinding {

	/**
	 * Tell whether results leave the unit of work at once (message channels and beans)
	 * and not through it (topics and channels). The engine calls these last.
	 * @return whether an effect cannot be undone
	 */
	boolean immediate();

	/**
	 * Take one result.
	 * @param result the result
	 * @param event the event it results from; of a batch, its last
	 * @param unit the unit of work
	 * @throws Exception if it cannot be taken
	 */
	void accept(Object result, Event<?> event, UnitOfWork unit) throws Exception;

	/**
	 * Return the topic the results go to, to be checked or created at start.
	 * @return the topic's name, or {@code null} if it is not a topic of the App's cluster
	 */
	@org.jspecify.annotations.Nullable
	String topic();

	/**
	 * Return the channel the results go to.
	 * @return the channel, or {@code null} if it is none of the App's
	 */
	default org.faustspring.engine.unit.@org.jspecify.annotations.Nullable Outlet outlet() {
		return null;
	}

}
