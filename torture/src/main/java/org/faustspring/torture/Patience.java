package org.faustspring.torture;

/**
 * How many times slower than usual this machine is, for limits of time and for pauses.
 * Any thread.
 */
final class Patience {

	/** How long the instances take to start on a machine that has nothing else to do. */
	private static final double USUAL_START_SECONDS = 20;

	private static volatile double factor = 1;

	private Patience() {
	}

	static void set(double factor) {
		Patience.factor = Math.max(1, factor);
	}

	/** Find out from how long the instances took to start. */
	static void startTook(double seconds) {
		set(seconds / USUAL_START_SECONDS);
	}

	static double factor() {
		return factor;
	}

	static double seconds(double usual) {
		return usual * factor;
	}

}
