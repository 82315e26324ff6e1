package org.faustspring.engine;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.faustspring.engine.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * Knows when a worker commits, and how much it processes before: at an interval, less
 * often while it is busy and commits take long, earlier when it has caught up, and where
 * commits fail after fewer events and with pauses. Belongs to the worker's thread.
 */
final class CommitPace {

	private static final long MAX_BACKOFF_NANOS = TimeUnit.SECONDS.toNanos(5);

	private static final long LONGEST_SHARE_NANOS = TimeUnit.SECONDS.toNanos(1);

	private static final long ABORT_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

	private static final int GROWTH = 4;

	/** Of the time of a worker that is busy, the part that commits may take. */
	private static final int SHARE_WHILE_BUSY = 10;

	/** Of the interval, the part that passes even if a busy worker has caught up. */
	private static final int SHARE_BEFORE_CAUGHT_UP = 4;

	/** Of the time, the part without events that a worker can commit in. */
	private static final int SHARE_OF_PAUSES = 4;

	/** A worker that has had no events for so long is not busy. */
	private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

	/**
	 * A worker that has had none for so long has caught up. Longer than a fetch waits for
	 * partitions that have no more events, while others have.
	 */
	private static final long CAUGHT_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(ConsumerSettings.FETCH_WAIT_MILLIS + 20);

	private final boolean processorsToSpare;

	private final long commitNanos;

	private final long longestNanos;

	/** From then on events take so long that a transaction may end before they do. */
	private final long longNanos;

	private long begun = System.nanoTime();

	/** Since when events are processed for the next commit. */
	private long processingSince = this.begun;

	private boolean committing;

	/** When the next commit is due, in {@link System#nanoTime()}. */
	private long next;

	/** When it is due if the worker is busy. */
	private long nextWhileBusy;

	/** When it is due at the earliest, for a worker that was busy and has caught up. */
	private long nextCaughtUp;

	/** The worker goes on while a commit is under way. */
	private boolean beside;

	/**
	 * Whether the worker was busy before the last commit: what comes right after it may
	 * be the rest.
	 */
	private boolean wasBusy;

	/** For how long there were no events for the next commit. */
	private long idleNanos;

	/** Since when there are none; 0 if there are. */
	private long idleSince;

	/** After a failed commit, events to process before the next one; 0 for no limit. */
	private int eventsPerCommit;

	private int failedCommits;

	private long notBefore;

	/**
	 * Create the pace of a worker.
	 * @param commitInterval when to commit
	 * @param longestInterval when to commit at the latest though the worker is busy
	 * @param transactionTimeout how long a transaction may be open, {@code null} if there
	 * are none
	 * @param processorsToSpare whether there are processors for commits beside those for
	 * events
	 */
	CommitPace(Duration commitInterval, Duration longestInterval, @Nullable Duration transactionTimeout,
			boolean processorsToSpare) {
		this.processorsToSpare = processorsToSpare;
		this.commitNanos = commitInterval.toNanos();
		this.longNanos = (transactionTimeout != null) ? transactionTimeout.toNanos() / 2 : Long.MAX_VALUE;
		this.longestNanos = Math.min(longestInterval.toNanos(), this.longNanos / 2);
		this.next = this.begun + this.commitNanos;
		this.nextWhileBusy = this.next;
		this.nextCaughtUp = this.begun + this.commitNanos / SHARE_BEFORE_CAUGHT_UP;
	}

	/**
	 * Tell whether nothing is to be done yet, since something has failed.
	 * @param now the time, in {@link System#nanoTime()}
	 * @return whether to wait
	 */
	boolean resting(long now) {
		if (this.notBefore != 0) {
			if (now - this.notBefore < 0) {
				return true;
			}
			this.notBefore = 0;
			newInterval(now);
		}
		return false;
	}

	/**
	 * Return when to stop processing: however long handlers take, a commit comes between
	 * two events when it is due.
	 * @param now the time, in {@link System#nanoTime()}
	 * @return the time, in {@link System#nanoTime()}
	 */
	long until(long now) {
		return (this.eventsPerCommit == 1) ? now : next(now);
	}

	/**
	 * Return how many events the next actor may process.
	 * @param work how much was done in this cycle
	 * @return the number, at least 1
	 */
	int most(int work) {
		return (this.eventsPerCommit > 0) ? Math.max(1, this.eventsPerCommit - work) : Task.EVENTS_A_TURN;
	}

	/**
	 * Tell whether no more may be processed before the next commit.
	 * @param work how much was done in this cycle
	 * @return whether it is enough
	 */
	boolean enough(int work) {
		return this.eventsPerCommit > 0 && work >= this.eventsPerCommit;
	}

	/**
	 * Tell whether it is time to commit.
	 * @param now the time, in {@link System#nanoTime()}
	 * @param work how much was done in this cycle
	 * @return whether it is
	 */
	boolean due(long now, int work) {
		return now - next(now) >= 0 || caughtUp(now) || (this.eventsPerCommit > 0 && work > 0);
	}

	private long next(long now) {
		return busy(now) ? this.nextWhileBusy : this.next;
	}

	/** Whether there were events for more than half of the time, and still are. */
	private boolean busy(long now) {
		return pausedLessThan(2, now);
	}

	private boolean pausedLessThan(int share, long now) {
		long pause = (this.idleSince != 0) ? now - this.idleSince : 0;
		return pause < PAUSE_NANOS && share * (this.idleNanos + pause) < now - this.processingSince;
	}

	/**
	 * Whether there were events for more than half of the time, for long enough to be
	 * worth a commit, and are none any more; the last of them may have come after a
	 * commit. Whoever waits for them need not wait for the interval too, and they are not
	 * processed again if the process dies now.
	 */
	private boolean caughtUp(long now) {
		if (this.idleSince == 0 || now - this.idleSince < CAUGHT_UP_NANOS || now - this.nextCaughtUp < 0) {
			return false;
		}
		return this.wasBusy || mostlyBusy(this.idleSince);
	}

	private boolean mostlyBusy(long until) {
		long before = until - this.processingSince;
		return before >= PAUSE_NANOS && 2 * this.idleNanos < before;
	}

	/**
	 * Take note of a look for events.
	 * @param now the time, in {@link System#nanoTime()}
	 * @param work how much there was to do
	 */
	void looked(long now, int work) {
		if (work == 0) {
			if (this.idleSince == 0) {
				this.idleSince = now;
			}
		}
		else if (this.idleSince != 0) {
			this.idleNanos += now - this.idleSince;
			this.idleSince = 0;
		}
	}

	/**
	 * Take note that a commit that was due begins.
	 * @param now the time, in {@link System#nanoTime()}
	 */
	void begins(long now) {
		this.wasBusy = mostlyBusy((this.idleSince != 0) ? this.idleSince : now);
		this.begun = now;
		this.committing = true;
	}

	/**
	 * Take note that the worker goes on while the commit is under way: what it processes
	 * from now on is for the next one, which is due when it is known how long this one
	 * takes.
	 * @param now the time, in {@link System#nanoTime()}
	 */
	void goesOn(long now) {
		this.committing = false;
		this.beside = true;
		this.next = now + this.commitNanos;
		this.nextWhileBusy = this.next;
		this.nextCaughtUp = this.next;
		newInterval(now);
	}

	/**
	 * Take note that it has ended, well or not. Where commits take longer than the
	 * interval, as much time goes to events as to commits: else nearly all would be spent
	 * on commits of hardly any event. A worker that is busy spends less on them: what it
	 * does not spend goes to the events that wait. One that went on has spent none.
	 * @param now the time, in {@link System#nanoTime()}
	 */
	void ended(long now) {
		this.committing = false;
		long took = now - this.begun;
		long share = this.beside ? 0 : Math.min(took, Math.max(this.commitNanos, LONGEST_SHARE_NANOS));
		this.next = this.begun + Math.max(this.commitNanos, took + share);
		long seldom = this.begun + Math.min(took * SHARE_WHILE_BUSY, this.longestNanos);
		this.nextWhileBusy = (seldom - this.next > 0) ? seldom : this.next;
		this.nextCaughtUp = this.begun + Math.max(this.commitNanos / SHARE_BEFORE_CAUGHT_UP, took + share);
		if (!this.beside) {
			newInterval(now);
		}
		this.beside = false;
	}

	private void newInterval(long now) {
		this.processingSince = now;
		this.idleNanos = 0;
		this.idleSince = 0;
	}

	/**
	 * Tell whether commits fail, so that the worker should not go on beside them.
	 * @return whether they do
	 */
	boolean failing() {
		return this.failedCommits > 0 || this.eventsPerCommit > 0;
	}

	/**
	 * Tell whether the work of a commit can be done beside that on events: not where both
	 * would have to share a processor, and the worker has no pauses. One after the other,
	 * they are done sooner.
	 * @param now the time, in {@link System#nanoTime()}
	 * @return whether it can
	 */
	boolean roomForCommits(long now) {
		return this.processorsToSpare || !pausedLessThan(SHARE_OF_PAUSES, now);
	}

	/**
	 * Take note that a commit has succeeded: the next one may be larger.
	 */
	void succeeded() {
		this.failedCommits = 0;
		if (this.eventsPerCommit > 0) {
			this.eventsPerCommit *= GROWTH;
			if (this.eventsPerCommit > GROWTH * Task.EVENTS_A_TURN) {
				this.eventsPerCommit = 0;
			}
		}
	}

	/**
	 * Take note that the worker begins again from the last commit. A transaction may have
	 * failed because one of its events took longer than a transaction may: if they took
	 * long, the next ones have one event each. Otherwise they become smaller if they keep
	 * failing; to begin small after every failure would leave a worker far behind where
	 * failures come now and then.
	 * @param now the time, in {@link System#nanoTime()}
	 */
	void failed(long now) {
		this.beside = false;
		this.failedCommits++;
		if (this.failedCommits > 1) {
			this.notBefore = now + Math.min(MAX_BACKOFF_NANOS,
					TimeUnit.MILLISECONDS.toNanos(50L << Math.min(10, this.failedCommits)));
		}
		long processed = (this.committing ? this.begun : now) - this.processingSince;
		if (processed > this.longNanos) {
			this.eventsPerCommit = 1;
		}
		else if (this.failedCommits > 1) {
			int last = (this.eventsPerCommit > 0) ? this.eventsPerCommit : GROWTH * Task.EVENTS_A_TURN;
			this.eventsPerCommit = Math.max(1, last / GROWTH);
		}
		newInterval(now);
	}

	/**
	 * Tell whether it has failed more than once since the last commit.
	 * @return whether it has
	 */
	boolean failedAgain() {
		return this.failedCommits > 1;
	}

	/**
	 * Take note that what was sent could not be undone: it is tried again soon.
	 */
	void abortFailed() {
		this.notBefore = System.nanoTime() + ABORT_AGAIN_NANOS;
	}

}
