package org.faustspring.engine.table;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Writes that go straight into the overlay, with a log to undo them: for handlers that
 * run one at a time on the worker's thread. Re-used from event to event.
 */
public final class DirectWrites {

	private final List<TablePartition> partitions = new ArrayList<>();

	private final List<Object> keys = new ArrayList<>();

	private final List<@Nullable Object> previous = new ArrayList<>();

	/**
	 * Write, and remember what was there.
	 * @param partition the partition
	 * @param key the key
	 * @param value the value, or {@link TablePartition#REMOVED}
	 */
	public void write(TablePartition partition, Object key, Object value) {
		this.partitions.add(partition);
		this.keys.add(key);
		this.previous.add(partition.overlayPut(key, value));
	}

	/**
	 * Keep the writes.
	 */
	public void keep() {
		if (!this.keys.isEmpty()) {
			this.partitions.clear();
			this.keys.clear();
			this.previous.clear();
		}
	}

	/**
	 * Undo the writes, last first.
	 */
	public void undo() {
		for (int i = this.keys.size() - 1; i >= 0; i--) {
			this.partitions.get(i).overlayRestore(this.keys.get(i), this.previous.get(i));
		}
		keep();
	}

}
