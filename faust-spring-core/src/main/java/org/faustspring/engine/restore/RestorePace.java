package org.faustspring.engine.restore;

import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * How fast a changelog is restored, over the last seconds. Written by the restorer, read
 * by any thread.
 */
final class RestorePace {

	private static final long LEAST_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

	private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(5);

	private @Nullable Mark from;

	private @Nullable Mark next;

	private volatile double recordsPerNano;

	private volatile double offsetsPerNano;

	/**
	 * Note how far it is.
	 * @param records records restored
	 * @param offsets offsets done; more than records where some were compacted away
	 * @param nanos the time, as {@link System#nanoTime()} tells it
	 */
	void at(long records, long offsets, long nanos) {
		Mark now = new Mark(records, offsets, nanos);
		Mark from = this.from;
		Mark next = this.next;
		if (from == null || next == null) {
			this.from = now;
			this.next = now;
			return;
		}
		if (nanos - next.nanos >= WINDOW_NANOS) {
			from = next;
			this.from = from;
			this.next = now;
		}
		long passed = nanos - from.nanos;
		if (passed >= LEAST_NANOS) {
			this.recordsPerNano = (double) (records - from.records) / passed;
			this.offsetsPerNano = (double) (offsets - from.offsets) / passed;
		}
	}

	/** Records restored a second; 0 while it is not known. */
	long recordsPerSecond() {
		return Math.round(this.recordsPerNano * TimeUnit.SECONDS.toNanos(1));
	}

	/** How long the rest takes, -1 while that is not known. */
	long secondsLeft(long offsets) {
		double pace = this.offsetsPerNano;
		return (pace > 0) ? Math.round(offsets / pace / TimeUnit.SECONDS.toNanos(1)) : -1;
	}

	private record Mark(long records, long offsets, long nanos) {

	}

}
