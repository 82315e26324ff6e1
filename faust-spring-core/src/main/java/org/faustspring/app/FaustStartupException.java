package org.faustspring.app;

import org.jspecify.annotations.Nullable;

/**
 * An App cannot start as it is declared and configured. Each kind has fields that say
 * what was found.
 */
public abstract class FaustStartupException extends RuntimeException {

	/**
	 * Create the exception.
	 * @param message what was found
	 */
	protected FaustStartupException(String message) {
		super(message);
	}

	/**
	 * Create the exception.
	 * @param message what was found
	 * @param cause the error behind it, or {@code null}
	 */
	protected FaustStartupException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
