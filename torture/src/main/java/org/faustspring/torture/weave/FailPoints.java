package org.faustspring.torture.weave;

import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * Kills this process at the fail point it is armed with. Any thread.
 */
public final class FailPoints {

	/** What a process that died at a fail point exits with, as after {@code kill -9}. */
	public static final int EXIT_CODE = 137;

	/** System property that arms a process from its start. */
	public static final String PROPERTY = "torture.fail";

	private static final AtomicInteger left = new AtomicInteger();

	private static volatile @Nullable String armed;

	private FailPoints() {
	}

	/**
	 * Arm this process.
	 * @param point a name of {@link FailPoint}, then optionally a colon and how often it
	 * is passed before
	 */
	public static void arm(String point) {
		String[] parts = point.split(":");
		left.set((parts.length > 1) ? Integer.parseInt(parts[1]) : 0);
		armed = FailPoint.valueOf(parts[0]).name();
	}

	/**
	 * Called where a fail point is.
	 * @param point its name
	 */
	public static void hit(String point) {
		if (point.equals(armed) && left.getAndDecrement() == 0) {
			System.out.println("FAIL POINT " + point);
			System.out.flush();
			Runtime.getRuntime().halt(EXIT_CODE);
		}
	}

}
