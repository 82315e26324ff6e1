package org.faustspring.agent;

/**
 * A handler asked what could only be answered by a handler that waits for it: itself, or
 * one that waits for its answer. Nothing was sent. It is not worth another attempt.
 */
public class SelfCallException extends IllegalStateException {

	/**
	 * Create the exception.
	 * @param message who asked whom, and what to do
	 */
	public SelfCallException(String message) {
		super(message);
	}

}
