package org.faustspring.engine.progress;

/**
 * How far an actor is in one partition: every offset below {@code position} is done, and
 * so are the ranges above it. Immutable.
 *
 * @param position the lowest offset that is not done
 * @param completed starts (inclusive) and ends (exclusive) of ranges above the position,
 * in order
 */
public record Progress(long position, long[] completed) {

	private static final long[] NONE = {};

	/**
	 * Return progress without ranges.
	 * @param position the lowest offset that is not done
	 * @return the progress
	 */
	public static Progress at(long position) {
		return new Progress(position, NONE);
	}

	/**
	 * Tell whether an offset is done.
	 * @param offset the offset
	 * @return whether it is
	 */
	public boolean isDone(long offset) {
		if (offset < this.position) {
			return true;
		}
		for (int i = 0; i < this.completed.length; i += 2) {
			if (offset >= this.completed[i] && offset < this.completed[i + 1]) {
				return true;
			}
		}
		return false;
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof Progress progress && this.position == progress.position
				&& java.util.Arrays.equals(this.completed, progress.completed);
	}

	@Override
	public int hashCode() {
		return Long.hashCode(this.position) * 31 + java.util.Arrays.hashCode(this.completed);
	}

	@Override
	public String toString() {
		return this.position + ((this.completed.length > 0) ? " and " + java.util.Arrays.toString(this.completed) : "");
	}

}
