package org.faustspring.engine.commit;

import org.jspecify.annotations.Nullable;

/**
 * Offsets were certainly not committed.
 */
public class NotCommittedException extends RuntimeException {

	/**
	 * Create the exception.
	 * @param message why
	 * @param cause the error behind it, or {@code null}
	 */
	public NotCommittedException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
