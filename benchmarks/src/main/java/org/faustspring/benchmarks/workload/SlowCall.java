package org.faustspring.benchmarks.workload;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Stands for a call to another system: waits without using the processor. Any thread.
 */
public final class SlowCall {

	/** How long a call takes. */
	public static final long MILLIS = 5;

	/** How many calls there may be at a time for each partition. */
	public static final int LANES = 32;

	private SlowCall() {
	}

	/**
	 * Wait.
	 */
	public static void await() {
		long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MILLIS);
		for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
			LockSupport.parkNanos(left);
		}
	}

}
