package org.faustspring.app;

/**
 * What to do with an event whose handler has thrown on every attempt.
 */
public enum HandlerErrorPolicy {

	/** Send it to the dead-letter topic and go on. */
	DEAD_LETTER,

	/** Log a warning and go on. */
	SKIP,

	/** Let the agent's supervisor decide. */
	ESCALATE

}
