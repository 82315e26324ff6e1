package org.faustspring.supervisor;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import org.springframework.util.Assert;

/**
 * How long to wait before a restart: twice as long each time, up to a longest wait, and a
 * little more or less, so that not everything restarts at once. Immutable, any thread.
 */
final class RestartBackoff {

	private final int maxRestarts;

	private final Duration backoff;

	private final Duration backoffMax;

	private final Duration jitter;

	RestartBackoff(int maxRestarts, Duration backoff, Duration backoffMax, Duration jitter) {
		Assert.isTrue(maxRestarts >= 0, "'maxRestarts' must not be negative");
		Assert.isTrue(!backoff.isNegative(), "'backoff' must not be negative");
		Assert.isTrue(!backoffMax.isNegative(), "'backoffMax' must not be negative");
		Assert.isTrue(!jitter.isNegative(), "'jitter' must not be negative");
		this.maxRestarts = maxRestarts;
		this.backoff = backoff;
		this.backoffMax = backoffMax;
		this.jitter = jitter;
	}

	/** Whether there have been as many restarts as there may be. */
	boolean exhausted(int restarts) {
		return restarts >= this.maxRestarts;
	}

	/**
	 * Return the wait before the next restart.
	 * @param restarts restarts so far
	 * @return the wait, between the first and the longest one
	 */
	Duration delay(int restarts) {
		Duration delay = this.backoff;
		long growth = 1;
		for (int i = 0; i < restarts && delay.compareTo(this.backoffMax) < 0 && !delay.isZero(); i++) {
			delay = delay.multipliedBy(2);
			growth *= 2;
		}
		return bounded(this.jitter.isZero() ? delay : delay.plus(random(growth)));
	}

	/** Jitter grows with the wait, as that of Spring's own back-offs does. */
	private Duration random(long growth) {
		double nanos = (double) this.jitter.toNanos() * growth * ThreadLocalRandom.current().nextDouble(-1, 1);
		return Duration.ofNanos((long) nanos);
	}

	private Duration bounded(Duration delay) {
		if (delay.compareTo(this.backoffMax) > 0) {
			return this.backoffMax;
		}
		return (delay.compareTo(this.backoff) < 0) ? this.backoff : delay;
	}

}
