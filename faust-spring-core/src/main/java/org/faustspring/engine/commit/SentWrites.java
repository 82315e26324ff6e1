package org.faustspring.engine.commit;

import org.faustspring.engine.table.EntrySize;
import org.faustspring.engine.table.TablePartition;
import org.faustspring.table.store.StoreWrites;
import org.jspecify.annotations.Nullable;

/**
 * What a commit has sent to one changelog, to be applied to the store when it is
 * committed; each key once. One thread at a time.
 */
final class SentWrites {

	private final byte[][] keys;

	/** For each key its value, {@code null} for a tombstone. */
	private final byte[] @Nullable [] values;

	private int size;

	private long bytes;

	/**
	 * Create it empty.
	 * @param capacity most writes it is to hold
	 */
	SentWrites(int capacity) {
		this.keys = new byte[capacity][];
		this.values = new byte[capacity][];
	}

	void add(byte[] key, byte @Nullable [] value) {
		this.keys[this.size] = key;
		this.values[this.size] = value;
		this.size++;
		this.bytes += key.length + ((value != null) ? value.length : 0);
	}

	int size() {
		return this.size;
	}

	/** The usual size of an entry on the heap, if there are any. */
	long entrySize() {
		return EntrySize.onHeap(this.bytes / this.size);
	}

	/** Tell a partition what its store has now. */
	void tell(TablePartition partition) {
		for (int i = 0; i < this.size; i++) {
			partition.stored(this.keys[i], this.values[i]);
		}
	}

	void addTo(StoreWrites writes, String table) {
		for (int i = 0; i < this.size; i++) {
			byte[] value = this.values[i];
			if (value != null) {
				writes.put(table, this.keys[i], value);
			}
			else {
				writes.delete(table, this.keys[i]);
			}
		}
	}

}
