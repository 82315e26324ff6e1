package org.faustspring.engine.handler;

import java.util.List;

import org.faustspring.engine.codec.SerdeResolver;
import org.faustspring.stream.Event;
import org.faustspring.stream.EventStream;
import org.jspecify.annotations.Nullable;

/**
 * A bean method ready to be called: arguments and return kind were resolved at start.
 * Throws what the method throws. Any thread.
 */
public sealed interface Handler {

	/**
	 * Called per event.
	 */
	non-sealed interface PerEvent extends Handler {

		/**
		 * Call the method.
		 * @param event the event
		 * @return what the method returned
		 * @throws Throwable what the method threw
		 */
		@Nullable Object handle(Event<?> event) throws Throwable;

	}

	/**
	 * Called with a list of events.
	 */
	non-sealed interface PerBatch extends Handler {

		/**
		 * Call the method.
		 * @param events the events, at least one
		 * @return what the method returned
		 * @throws Throwable what the method threw
		 */
		@Nullable Object handle(List<? extends Event<?>> events) throws Throwable;

	}

	/**
	 * Called with a stream: once to compose it, or once an actor to iterate it.
	 */
	non-sealed interface OfStream extends Handler {

		/**
		 * Tell whether the method iterates the stream.
		 * @return whether it is a loop; if not, it returns what it has composed
		 */
		boolean loop();

		/**
		 * Return what chooses the serdes of types that the method names.
		 * @return the resolver
		 */
		SerdeResolver serdes();

		/**
		 * Call the method.
		 * @param stream the stream
		 * @return what the method returned
		 * @throws Throwable what the method threw
		 */
		@Nullable Object handle(EventStream<?> stream) throws Throwable;

	}

}
