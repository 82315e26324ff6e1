package org.faustspring.engine.timer;

import java.time.Duration;
import java.time.Instant;

/**
 * Counts off the times of one schedule for one caller: those that pass while the caller
 * is busy count as one. Intervals are measured by {@link System#nanoTime()}, so that a
 * clock that is set does not stop them. Used by one thread at a time.
 */
public final class Ticks {

	private static final long FAR = Duration.ofDays(36_500).toNanos();

	private final Schedule schedule;

	private long next;

	/**
	 * Begin.
	 * @param schedule the schedule
	 * @param nanos the time, in {@link System#nanoTime()}
	 * @param now the same time, by the clock
	 */
	public Ticks(Schedule schedule, long nanos, Instant now) {
		this.schedule = schedule;
		this.next = nanos + delay(now, schedule.first(now));
	}

	/**
	 * Tell whether a time has come.
	 * @param nanos the time, in {@link System#nanoTime()}
	 * @return whether it has
	 */
	public boolean due(long nanos) {
		return nanos - this.next >= 0;
	}

	/**
	 * Return when the next time is.
	 * @return the time, in {@link System#nanoTime()}
	 */
	public long next() {
		return this.next;
	}

	/**
	 * Take note that what was due has been done: the next time is after now.
	 * @param nanos the time, in {@link System#nanoTime()}
	 * @param now the same time, by the clock
	 */
	public void taken(long nanos, Instant now) {
		if (this.schedule instanceof Schedule.Interval every) {
			long interval = nanosOf(every.interval());
			long late = Math.max(0, nanos - this.next);
			this.next = nanos + interval - late % interval;
			return;
		}
		this.next = nanos + delay(now, this.schedule.after(now));
	}

	/**
	 * Let it be due: what was done has been undone.
	 * @param nanos the time, in {@link System#nanoTime()}
	 */
	public void again(long nanos) {
		this.next = nanos;
	}

	private static long delay(Instant now, Instant next) {
		return (next.equals(Schedule.NEVER)) ? FAR : Math.max(0, nanosOf(Duration.between(now, next)));
	}

	private static long nanosOf(Duration duration) {
		return (duration.compareTo(Duration.ofNanos(FAR)) < 0) ? duration.toNanos() : FAR;
	}

}
