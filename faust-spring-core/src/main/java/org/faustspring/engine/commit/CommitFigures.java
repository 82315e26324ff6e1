package org.faustspring.engine.commit;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts of commits and of what restoring found, for all workers of an App. Any thread.
 */
public final class CommitFigures {

	/** Commits that succeeded. */
	public final LongAdder commits = new LongAdder();

	/** Commits that failed. */
	public final LongAdder failures = new LongAdder();

	/** Time spent in commits, in nanoseconds. */
	public final LongAdder nanos = new LongAdder();

	/** Changelog records restored. */
	public final LongAdder restored = new LongAdder();

	/** Keys written again after an interrupted commit. */
	public final LongAdder repaired = new LongAdder();

	/** Interrupted commits that were applied. */
	public final LongAdder tailsApplied = new LongAdder();

	/** Changelog records of foreign writers. */
	public final LongAdder foreignWrites = new LongAdder();

}
