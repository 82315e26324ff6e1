package org.faustspring.app;

/**
 * What to do when a handler writes a table key that belongs to another partition than its
 * event.
 */
public enum MisroutedKeys {

	/** Log a warning, once per table, that names {@code groupBy}. */
	WARN,

	/** Throw to the handler. */
	FAIL,

	/** Allow it. */
	IGNORE

}
