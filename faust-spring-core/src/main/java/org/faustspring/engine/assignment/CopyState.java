package org.faustspring.engine.assignment;

import java.time.Duration;

/**
 * How good an instance's copy of a task's tables is. Warmer copies come first in the
 * natural order. Immutable, any thread.
 *
 * @param live whether the copy is kept up with the changelogs now
 * @param inherits whether the task shall move to the copy once it is warm
 * @param behind how far it is behind: changelog offsets for a live copy, seconds since it
 * was written for one that rests on disk
 */
public record CopyState(boolean live, boolean inherits, int behind) implements Comparable<CopyState> {

	/** A live copy that has not found out yet. */
	private static final int UNKNOWN = (1 << 28) - 1;

	/** As many offsets are restored in well under a second. */
	private static final int WARM_OFFSETS = 10_000;

	private static final int RECENT_SECONDS = 600;

	/**
	 * Return the state of a copy that is kept up with the changelogs.
	 * @param lag how many offsets it is behind what is committed, negative if that is not
	 * known
	 * @param inherits whether the task shall move to the copy once it is warm
	 * @return its state
	 */
	public static CopyState live(long lag, boolean inherits) {
		return new CopyState(true, inherits, (lag < 0) ? UNKNOWN : (int) Math.min(lag, UNKNOWN));
	}

	/**
	 * Return the state of a copy that an earlier owner has left on disk.
	 * @param age how long ago it was written
	 * @return its state
	 */
	public static CopyState resting(Duration age) {
		return new CopyState(false, false, (int) Math.max(0, Math.min(age.toSeconds(), UNKNOWN)));
	}

	/**
	 * Tell whether a task can move to the copy without waiting for it.
	 * @return whether it can
	 */
	public boolean warm() {
		return this.live && this.behind <= WARM_OFFSETS;
	}

	/** What the copy is told by. */
	int toNumber() {
		return (this.behind << 2) | (this.inherits ? 2 : 0) | (this.live ? 1 : 0);
	}

	static CopyState ofNumber(int number) {
		return new CopyState((number & 1) != 0, (number & 2) != 0, number >>> 2);
	}

	/** Whether it is on disk and was written in the last minutes. */
	boolean recent() {
		return !this.live && this.behind < RECENT_SECONDS;
	}

	/** 0 is best, 3 is worst; how far behind a copy is only decides between equals. */
	int rank() {
		if (this.live) {
			return warm() ? 0 : 2;
		}
		return recent() ? 1 : 3;
	}

	static int ranks() {
		return 4;
	}

	@Override
	public int compareTo(CopyState other) {
		int order = Integer.compare(rank(), other.rank());
		return (order != 0) ? order : Integer.compare(this.behind, other.behind);
	}

}
