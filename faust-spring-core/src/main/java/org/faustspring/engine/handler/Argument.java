package org.faustspring.engine.handler;

import org.faustspring.stream.Event;
import org.jspecify.annotations.Nullable;

/**
 * Yields one argument of a per-event handler. Any thread.
 */
@FunctionalInterface
interface Argument {

	/** The event's value; told apart by identity, for the fast path. */
	Argument PAYLOAD = Event::value;

	/** The event's key. */
	Argument KEY = Event::key;

	/** The event. */
	Argument EVENT = (event) -> event;

	/**
	 * Return the argument.
	 * @param event the event
	 * @return the argument
	 */
	@Nullable Object of(Event<?> event);

	/**
	 * Return an argument for a parameter that cannot be {@code null}.
	 * @param what what is {@code null}, for the message
	 * @param type the type of the parameter
	 * @return the argument
	 */
	default Argument forPrimitive(String what, Class<?> type) {
		if (!type.isPrimitive()) {
			return this;
		}
		return (event) -> {
			Object argument = of(event);
			if (argument == null) {
				throw new IllegalArgumentException(
						"The %s of %s is null, which a parameter of type %s cannot take: declare its wrapper class"
							.formatted(what, event, type));
			}
			return argument;
		};
	}

}
