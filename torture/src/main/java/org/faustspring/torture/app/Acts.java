package org.faustspring.torture.app;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * Misbehaves after the table was written, so that what is undone can be seen. Any thread.
 */
final class Acts {

	private static final long HANG_MILLIS = 3000;

	private static final int HUGE = 1_200_000;

	private static final int LARGE = 200_000;

	private final Set<String> thrown = ConcurrentHashMap.newKeySet();

	@Nullable Result perform(String agent, Movement movement, String group, Chain chain) {
		String name = agent + "/" + movement.account() + "/" + movement.n();
		switch (movement.act()) {
			case THROW_ONCE -> {
				if (this.thrown.add(name)) {
					throw new IllegalStateException("Asked to throw once: " + name);
				}
			}
			case THROW -> throw new IllegalStateException("Asked to throw: " + name);
			case ERROR -> throw new AssertionError("Asked to throw an error: " + name);
			case HANG -> hang();
			case NULL -> {
				return null;
			}
			case NONE, HUGE, LARGE, ASK -> {
			}
		}
		return new Result(group, movement.account(), movement.n(), chain, "x".repeat(padding(movement.act())), null);
	}

	private static int padding(Act act) {
		return switch (act) {
			case HUGE -> HUGE;
			case LARGE -> LARGE;
			default -> 0;
		};
	}

	private static void hang() {
		try {
			Thread.sleep(HANG_MILLIS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted", ex);
		}
	}

}
