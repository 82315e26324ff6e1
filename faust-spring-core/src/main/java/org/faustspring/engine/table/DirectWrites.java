package org.faustspring.engine.table;

import java.util.Arrays;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Writes that go straight into the overlay, with a log to undo them: for handlers that
 * run one at a time on the worker's thread. Re-used from event to event.
 */
public final class DirectWrites {

	/** A log that grew beyond this is not kept: every task has some. */
	private static final int KEPT_LENGTH = 3 * 1024;

	/** Partition, key and what was there, of each write in turn. */
	private @Nullable Object[] log = new @Nullable Object[3 * 8];

	private int size;

	/**
	 * Write, and remember what was there.
	 * @param partition the partition
	 * @param key the key
	 * @param value the value, or {@link TablePartition#REMOVED}
	 */
	public void write(TablePartition partition, Object key, Object value) {
		if (this.size == this.log.length) {
			this.log = Arrays.copyOf(this.log, 2 * this.size);
		}
		this.log[this.size] = partition;
		this.log[this.size + 1] = key;
		this.log[this.size + 2] = partition.overlayPut(key, value);
		this.size += 3;
	}

	/**
	 * Keep the writes.
	 */
	public void keep() {
		if (this.size == 0) {
			return;
		}
		if (this.log.length <= KEPT_LENGTH) {
			Arrays.fill(this.log, 0, this.size, null);
		}
		else {
			this.log = new @Nullable Object[3 * 8];
		}
		this.size = 0;
	}

	/**
	 * Undo the writes, last first.
	 */
	public void undo() {
		for (int i = this.size - 3; i >= 0; i -= 3) {
			TablePartition partition = (TablePartition) Objects.requireNonNull(this.log[i]);
			partition.overlayRestore(Objects.requireNonNull(this.log[i + 1]), this.log[i + 2]);
		}
		keep();
	}

}
