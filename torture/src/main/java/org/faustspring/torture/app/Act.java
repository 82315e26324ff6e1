package org.faustspring.torture.app;

/**
 * What a handler does with an event.
 */
public enum Act {

	/** Takes it and returns a result. */
	NONE,

	/** Throws at the first attempt in a process, then takes it. */
	THROW_ONCE,

	/** Throws always. */
	THROW,

	/** Throws an {@code Error} always. */
	ERROR,

	/** Takes it and returns {@code null}. */
	NULL,

	/** Takes it after a while. */
	HANG,

	/** Takes it after it has asked another agent, whose answer is part of the result. */
	ASK,

	/** Returns a result larger than a producer may send. */
	HUGE,

	/** Returns a result that a producer may send, but that the topic refuses. */
	LARGE;

	/**
	 * Tell whether the event ends as a dead letter.
	 * @return whether it does
	 */
	public boolean fails() {
		return this == THROW || this == ERROR || this == HUGE || this == LARGE;
	}

	/**
	 * Tell whether the event has a result on the output.
	 * @return whether it has
	 */
	public boolean answers() {
		return !fails() && this != NULL;
	}

}
