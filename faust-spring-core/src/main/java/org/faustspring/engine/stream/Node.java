package org.faustspring.engine.stream;

import org.jspecify.annotations.Nullable;

/**
 * A step of one actor's stream, with the state that the actor has there. Belongs to the
 * thread that pushes.
 */
public abstract class Node {

	/**
	 * Take a value of the event in hand.
	 * @param value the value
	 * @throws Exception if the event fails
	 */
	public abstract void push(@Nullable Object value) throws Exception;

	/**
	 * Tell whether the event in hand may have a further value pushed now.
	 * @return whether there is room
	 */
	public boolean wants() {
		return true;
	}

}
