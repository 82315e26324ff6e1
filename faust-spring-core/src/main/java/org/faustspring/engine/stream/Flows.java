package org.faustspring.engine.stream;

import org.jspecify.annotations.Nullable;

/**
 * Knows which actor's events the current thread is pushing. Any thread.
 */
public final class Flows {

	private static final ThreadLocal<@Nullable Flow> CURRENT = new ThreadLocal<>();

	private Flows() {
	}

	static @Nullable Flow current() {
		return CURRENT.get();
	}

	/**
	 * Take note of what the current thread pushes from now on.
	 * @param flow the flow, or {@code null} for none
	 */
	public static void enter(@Nullable Flow flow) {
		CURRENT.set(flow);
	}

}
