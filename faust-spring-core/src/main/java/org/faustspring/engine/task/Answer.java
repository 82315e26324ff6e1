package org.faustspring.engine.task;

import org.jspecify.annotations.Nullable;

/**
 * What an event, or several that are done together, have come to: the first result.
 * Belongs to the thread that pushes.
 */
final class Answer {

	private boolean given;

	private @Nullable Object value;

	/** Take note of a result; of several, the first counts. */
	void give(@Nullable Object result) {
		if (!this.given) {
			this.given = true;
			this.value = result;
		}
	}

	boolean given() {
		return this.given;
	}

	@Nullable Object value() {
		return this.value;
	}

	/** Take over what events that belong with these now have come to. */
	void join(Answer other) {
		if (other.given) {
			give(other.value);
		}
	}

	void clear() {
		this.given = false;
		this.value = null;
	}

}
