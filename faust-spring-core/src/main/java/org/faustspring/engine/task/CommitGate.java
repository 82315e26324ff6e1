package org.faustspring.engine.task;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Sees to it that a commit contains events together with the messages that they have
 * published to channels, so that neither is processed again without the other: when a
 * commit is due, actors that publish pause until their messages have been processed. How
 * many events may have messages on their way adapts, so that this takes no longer than a
 * commit interval. One a worker, whose thread it belongs to.
 */
public final class CommitGate {

	private static final Log logger = LogFactory.getLog(CommitGate.class);

	private static final int FIRST_WINDOW = 16;

	private static final int MOST = 1 << 16;

	/** Well before a transaction ends by itself. */
	private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(10);

	private final long intervalNanos;

	/** Events whose handlers are through and whose messages are not. */
	private int open;

	private int window = FIRST_WINDOW;

	/** Whether the window has held an actor back since the last commit. */
	private boolean limiting;

	private long closedSince;

	private boolean warned;

	CommitGate(Duration commitInterval) {
		this.intervalNanos = commitInterval.toNanos();
	}

	/** There are more or less events with messages on their way. */
	void opened(int change) {
		this.open += change;
	}

	/** Whether as many events have messages on their way as may. */
	boolean full() {
		boolean full = this.open >= this.window;
		this.limiting |= full;
		return full;
	}

	/**
	 * Tell whether actors that publish have to pause, since a commit is due.
	 * @return whether the gate is closed
	 */
	public boolean closed() {
		return this.closedSince != 0;
	}

	/**
	 * Tell whether no event has messages on their way.
	 * @return whether a commit would contain all that its events have caused
	 */
	public boolean settled() {
		return this.open == 0;
	}

	/**
	 * Close the gate: a commit is due.
	 * @param now the time, in {@link System#nanoTime()}
	 */
	public void close(long now) {
		if (this.closedSince == 0) {
			this.closedSince = (now != 0) ? now : 1;
		}
	}

	/**
	 * Tell whether a commit that is due may begin; if it may not, the gate is closed.
	 * @param now the time, in {@link System#nanoTime()}
	 * @return whether it may
	 */
	public boolean ready(long now) {
		if (settled()) {
			return true;
		}
		close(now);
		if (now - this.closedSince < LONGEST_NANOS) {
			return false;
		}
		if (!this.warned) {
			this.warned = true;
			logger.warn(("A commit has waited %d s for subscribers of channels and goes ahead without %d events: their "
					+ "offsets are not committed, but what their handlers did is. Find the subscriber that hangs. "
					+ "Said once a worker")
				.formatted(TimeUnit.NANOSECONDS.toSeconds(LONGEST_NANOS), this.open));
		}
		return true;
	}

	/**
	 * Open the gate again: what was due has been done, or given up.
	 * @param now the time, in {@link System#nanoTime()}
	 */
	public void reopen(long now) {
		long took = (this.closedSince != 0) ? now - this.closedSince : 0;
		if (took > this.intervalNanos) {
			this.window = Math.max(1, this.window / 2);
		}
		else if (this.limiting && took < this.intervalNanos / 2) {
			this.window = Math.min(MOST, this.window * 2);
		}
		this.limiting = false;
		this.closedSince = 0;
	}

}
