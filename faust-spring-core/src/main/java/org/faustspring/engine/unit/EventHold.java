package org.faustspring.engine.unit;

/**
 * Keeps an event from being done, so that its offset is not committed before what it
 * caused elsewhere has been processed.
 */
public interface EventHold {

	/**
	 * Hold the event once more. Only by the thread that gives this out.
	 */
	void acquire();

	/**
	 * Let go of the event once. Any thread.
	 */
	void release();

}
