package org.faustspring.engine.task;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.faustspring.engine.stream.Coroutine;
import org.jspecify.annotations.Nullable;

/**
 * A coroutine that an actor has gone on without, while it was aside: what it does is
 * nobody's, and the actor waits until it has unwound. Belongs to the task's worker.
 */
final class LeftBehind {

	private static final Log logger = LogFactory.getLog(LeftBehind.class);

	private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

	private final String agent;

	private @Nullable Coroutine coroutine;

	private long since;

	private boolean interrupted;

	LeftBehind(String agent) {
		this.agent = agent;
	}

	/** Go on without a coroutine. */
	void leave(Coroutine left) {
		left.abandon();
		this.coroutine = left;
		this.since = System.nanoTime();
		this.interrupted = false;
	}

	/** Whether the next one may begin; interrupts what takes too long. */
	boolean unwound(long now) {
		Coroutine left = this.coroutine;
		if (left == null) {
			return true;
		}
		long waited = now - this.since;
		if (!left.ended() && waited < 2 * PATIENCE_NANOS) {
			if (waited >= PATIENCE_NANOS && !this.interrupted) {
				this.interrupted = true;
				left.interrupt();
			}
			return false;
		}
		if (!left.ended()) {
			logger
				.warn(("Agent '%s': what is to end has not done so within %d s and is left alone: it should not catch "
						+ "StreamClosedException, nor go on waiting when it is interrupted")
					.formatted(this.agent, Duration.ofNanos(waited).toSeconds()));
		}
		this.coroutine = null;
		return true;
	}

}
