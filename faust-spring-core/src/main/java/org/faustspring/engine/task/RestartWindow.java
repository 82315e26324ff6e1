package org.faustspring.engine.task;

import java.time.Duration;

/**
 * Counts restarts within a period that begins with the first of them. Any thread.
 */
final class RestartWindow {

	private int count;

	private long since;

	/**
	 * Return the restarts so far.
	 * @param now the time, in {@link System#nanoTime()}
	 * @param period the period in which they are counted
	 * @return the number
	 */
	synchronized int count(long now, Duration period) {
		if (this.count > 0 && now - this.since > period.toNanos()) {
			this.count = 0;
		}
		return this.count;
	}

	/**
	 * Count one.
	 * @param now the time, in {@link System#nanoTime()}
	 */
	synchronized void add(long now) {
		if (this.count++ == 0) {
			this.since = now;
		}
	}

	synchronized void reset() {
		this.count = 0;
	}

}
