package org.faustspring.engine.handler;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * How what a handler returns becomes results: decided once from the declared return type.
 * Any thread.
 */
public interface Results {

	/**
	 * Tell whether the handler returns a {@code CompletionStage}: the unit of work then
	 * ends when the stage does, and {@link #forEach} gets what it completed with.
	 * @return whether it is asynchronous
	 */
	boolean asynchronous();

	/**
	 * Tell whether what a handler returned is its one result, as it is: it then need not
	 * be handed over.
	 * @param returned what the handler returned
	 * @return whether it is
	 */
	default boolean single(Object returned) {
		return false;
	}

	/**
	 * Hand over each non-null result.
	 * @param returned what the handler returned
	 * @param action called for each result
	 */
	void forEach(@Nullable Object returned, Consumer<Object> action);

}
