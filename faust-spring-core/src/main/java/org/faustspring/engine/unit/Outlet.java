package org.faustspring.engine.unit;

/**
 * Where messages of kept units of work go inside the instance, such as a channel. Any
 * thread.
 */
public interface Outlet {

	/**
	 * Tell whether it takes more messages now. An actor that has published to an outlet
	 * without room processes no further event until there is.
	 * @return whether there is room
	 */
	boolean hasRoom();

	/**
	 * Return how many messages it takes of one unit of work before it says that it has no
	 * room.
	 * @return at least 1
	 */
	int capacityForOne();

	/**
	 * Have a worker woken once, when there is room again.
	 * @param wake wakes it; remembered once, however often it is given
	 */
	void wakeOnRoom(Runnable wake);

	/**
	 * Take a message of a unit that has been kept. It is taken whether there is room or
	 * not: what is not wanted is held back before the next event.
	 * @param message the message
	 * @param hold holds the event that it was published by, until its commit
	 */
	void put(Object message, EventHold hold);

}
