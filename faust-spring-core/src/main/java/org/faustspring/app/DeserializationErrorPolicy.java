package org.faustspring.app;

/**
 * What to do with a message whose bytes do not deserialize.
 */
public enum DeserializationErrorPolicy {

	/** Send the raw bytes to the dead-letter topic and go on. */
	DEAD_LETTER,

	/** Log a warning and go on. */
	SKIP,

	/** Stop the agent at this message; nothing is lost. */
	STOP

}
