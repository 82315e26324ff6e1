package org.faustspring.stream;

/**
 * Thrown by a stream's iterator when the actor that iterates it ends: its task leaves
 * this instance, its agent is restarted, or the App stops. It unwinds the loop, so that
 * {@code finally} blocks run, and is no failure. Not to be caught, unless to be thrown
 * again.
 */
public class StreamClosedException extends RuntimeException {

	/**
	 * Create the exception.
	 * @param message what ends
	 */
	public StreamClosedException(String message) {
		super(message);
	}

}
