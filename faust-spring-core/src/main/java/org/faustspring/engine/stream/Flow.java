package org.faustspring.engine.stream;

import org.faustspring.engine.handler.EventRecord;
import org.faustspring.stream.Event;
import org.jspecify.annotations.Nullable;

/**
 * What nodes see of the actor that pushes events through them. Belongs to the thread that
 * pushes.
 */
public interface Flow {

	/**
	 * Return the event in hand; of several, the last.
	 * @return the event, as the application sees it
	 */
	Event<?> event();

	/**
	 * Return the record of the event in hand; of several, of the last.
	 * @return the record
	 */
	EventRecord<?> record();

	/**
	 * Tell whether the event in hand has its last attempt and must not be kept back with
	 * others.
	 * @return whether it goes alone
	 */
	boolean alone();

	/**
	 * Keep the event in hand back: it is not done before the hold has been taken up.
	 * @param hold the node's hold to join, or {@code null} to begin one
	 * @return the hold
	 */
	Hold hold(@Nullable Hold hold);

	/**
	 * Take up a hold: its events are in hand from now on, and done after that.
	 * @param hold the node's hold, which it forgets
	 */
	void takeUp(Hold hold);

	/**
	 * Take no further event before a time.
	 * @param until the time, in {@link System#nanoTime()}
	 */
	void rest(long until);

	/**
	 * End the stream before the event in hand, which is not consumed.
	 */
	void end();

	/**
	 * Return the time.
	 * @return the time, in {@link System#nanoTime()}
	 */
	long now();

}
