package org.faustspring.boot.actuate.endpoint;

import org.jspecify.annotations.Nullable;

/**
 * Puts errors into one line, as endpoints show them.
 */
final class Failures {

	private Failures() {
	}

	static @Nullable String describe(@Nullable Throwable failure) {
		return (failure != null) ? failure.toString() : null;
	}

}
