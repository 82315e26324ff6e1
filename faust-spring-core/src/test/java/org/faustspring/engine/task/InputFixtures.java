package org.faustspring.engine.task;

/**
 * What a task does with an {@link Input}.
 */
public final class InputFixtures {

	private InputFixtures() {
	}

	/** Take records. */
	public static void take(Input input, int count) {
		for (int i = 0; i < count; i++) {
			if (input.next() == null) {
				throw new IllegalStateException("%s has only %d records".formatted(input, i));
			}
		}
	}

	/** Say whether any actor processes the input. */
	public static void want(Input input, boolean wanted) {
		input.wanted(wanted);
	}

}
