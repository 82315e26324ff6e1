package org.faustspring.supervisor;

import java.time.Duration;

import org.springframework.util.Assert;

/**
 * Restarts the failed actor after a growing wait, up to a number of restarts. Has no
 * state: the restarts so far come with the failure. Any thread.
 */
final class OneForOneSupervisor implements Supervisor {

	private final int maxRestarts;

	private final Duration backoff;

	private final Duration backoffMax;

	OneForOneSupervisor(int maxRestarts, Duration backoff, Duration backoffMax) {
		Assert.isTrue(maxRestarts >= 0, "'maxRestarts' must not be negative");
		Assert.isTrue(!backoff.isNegative(), "'backoff' must not be negative");
		Assert.isTrue(!backoffMax.isNegative(), "'backoffMax' must not be negative");
		this.maxRestarts = maxRestarts;
		this.backoff = backoff;
		this.backoffMax = backoffMax;
	}

	@Override
	public SupervisorDecision onFailure(ActorFailure failure) {
		if (failure.restarts() >= this.maxRestarts) {
			return new SupervisorDecision.StopAgent();
		}
		return new SupervisorDecision.Restart(delay(failure.restarts()));
	}

	private Duration delay(int restarts) {
		Duration delay = this.backoff;
		for (int i = 0; i < restarts && delay.compareTo(this.backoffMax) < 0 && !delay.isZero(); i++) {
			delay = delay.multipliedBy(2);
		}
		return (delay.compareTo(this.backoffMax) < 0) ? delay : this.backoffMax;
	}

	@Override
	public String toString() {
		return "one-for-one";
	}

}
