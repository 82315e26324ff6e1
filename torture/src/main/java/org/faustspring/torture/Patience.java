package org.faustspring.torture;

import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * How many times slower than usual this machine is, for limits of time: others may use
 * it, too. Any thread.
 */
final class Patience {

	/** How long the instances take to start on a machine that has nothing else to do. */
	private static final double USUAL_START_SECONDS = 20;

	/** Processes that want a core while only the rig runs. */
	private static final double USUAL_LOAD_A_CORE = 2;

	private static final long LOOK_AGAIN_MILLIS = 1000;

	private static volatile double factor = 1;

	private static volatile double given;

	private static double quietSeconds;

	private static double lastLook = Console.seconds();

	private static double mostLoad;

	static {
		Thread thread = new Thread(Patience::run, "patience");
		thread.setDaemon(true);
		thread.start();
	}

	private Patience() {
	}

	static void set(double factor) {
		Patience.factor = Math.max(1, factor);
	}

	/** Not to be found out. */
	static void give(double factor) {
		set(factor);
		given = Patience.factor;
	}

	/** Find out from how long the instances took to start. */
	static void startTook(double seconds) {
		set(seconds / USUAL_START_SECONDS);
	}

	static double factor() {
		double fixed = given;
		return (fixed > 0) ? fixed : Math.max(factor, load() / USUAL_LOAD_A_CORE);
	}

	private static double load() {
		double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
		return load / Runtime.getRuntime().availableProcessors();
	}

	static double seconds(double usual) {
		return usual * factor();
	}

	private static void run() {
		try {
			while (true) {
				Thread.sleep(LOOK_AGAIN_MILLIS);
				clock();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** Seconds since the start, as many fewer as the machine was slower. */
	static synchronized double clock() {
		double now = Console.seconds();
		quietSeconds += (now - lastLook) / factor();
		lastLook = now;
		mostLoad = Math.max(mostLoad, load());
		return quietSeconds;
	}

	static synchronized String report() {
		return String.format(Locale.ROOT, "up to %.1f processes wanted a core, %.0f s of %.0f s count", mostLoad,
				clock(), Console.seconds());
	}

}
