package org.faustspring.engine.stream;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Lets values through and has the actor rest when they were too many.
 */
final class RateNode extends Step {

	private final Flow flow;

	private final long intervalNanos;

	private final long burstNanos;

	/** When all tokens are there again, if nothing comes. */
	private long full;

	private boolean begun;

	RateNode(Node next, Flow flow, int events, Duration per) {
		super(next);
		this.flow = flow;
		this.intervalNanos = Math.max(1, per.toNanos() / events);
		this.burstNanos = this.intervalNanos * events;
	}

	@Override
	public void push(@Nullable Object value) throws Exception {
		long now = this.flow.now();
		if (!this.begun || this.full - now < 0) {
			this.begun = true;
			this.full = now;
		}
		this.full += this.intervalNanos;
		long next = this.full + this.intervalNanos - this.burstNanos;
		if (next - now > 0) {
			this.flow.rest(next);
		}
		this.next.push(value);
	}

}
