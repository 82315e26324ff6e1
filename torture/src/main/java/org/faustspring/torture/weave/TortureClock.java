package org.faustspring.torture.weave;

/**
 * The clock of the engine in a tortured process. Any thread.
 */
public final class TortureClock {

	private static volatile long offset;

	private TortureClock() {
	}

	/**
	 * Let the clock jump.
	 * @param millis how far it is from the true time from now on
	 */
	public static void jump(long millis) {
		offset = millis;
	}

	/**
	 * Return the time, as woven code sees it.
	 * @return milliseconds since 1970
	 */
	public static long currentTimeMillis() {
		return System.currentTimeMillis() + offset;
	}

}
