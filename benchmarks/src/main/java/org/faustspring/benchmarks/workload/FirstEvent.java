package org.faustspring.benchmarks.workload;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;

/**
 * Starts the clock of a run: every engine's code calls {@link #mark()} for every event,
 * and the first call is reported to the process that measures, on the standard output.
 * Any thread.
 */
public final class FirstEvent {

	/** First word of the report; the time and the CPU time so far follow. */
	public static final String SIGNAL = "FIRST";

	private static final PrintStream out = System.out;

	private static volatile boolean seen;

	private FirstEvent() {
	}

	/**
	 * Say that an event is being processed.
	 */
	public static void mark() {
		if (!seen) {
			report();
		}
	}

	private static synchronized void report() {
		if (!seen) {
			out.println(SIGNAL + " " + System.currentTimeMillis() + " " + cpuNanos());
			out.flush();
			seen = true;
		}
	}

	private static long cpuNanos() {
		OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
		return (system instanceof com.sun.management.OperatingSystemMXBean known) ? known.getProcessCpuTime() : 0;
	}

}
