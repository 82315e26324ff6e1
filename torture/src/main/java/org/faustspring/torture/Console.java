package org.faustspring.torture;

/**
 * What the rig says, with the seconds since it was started. Any thread.
 */
final class Console {

	private static final long STARTED = System.nanoTime();

	private Console() {
	}

	static double seconds() {
		return (System.nanoTime() - STARTED) / 1e9;
	}

	static void say(String format, Object... args) {
		System.out.printf("%7.1f  %s%n", seconds(), format.formatted(args));
		System.out.flush();
	}

}
