package org.faustspring.engine.table;

import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

import org.faustspring.table.store.PartitionStore;
import org.jspecify.annotations.Nullable;

/**
 * One task's partition of a table: an overlay of uncommitted objects over the committed
 * store. Written by the task's worker only; where the task has lanes, their threads read
 * it at the same time.
 */
public final class TablePartition {

	/** Stands for a removed key, since maps hold no null. */
	public static final Object REMOVED = new Object() {

		@Override
		public String toString() {
			return "removed";
		}

	};

	/** What an overlay makes room for, however large the last one was. */
	private static final double MOST_ROOM = 64 * 1024;

	private static final Comparator<byte[]> KEY_ORDER = Arrays::compareUnsigned;

	private final TableDefinition table;

	private final int partition;

	private final PartitionStore store;

	private boolean concurrent;

	private final Object sorting = new Object();

	/** Grows whenever uncommitted writes have gone to the store, or are dropped. */
	private volatile int changes;

	private volatile Map<Object, Object> overlay;

	private volatile Map<Object, Object> frozen = Collections.emptyMap();

	private final CommittedValues committed;

	/** Dirty keys by their bytes; made when a scan first needs it. */
	private volatile @Nullable NavigableMap<byte[], Object> sortedKeys;

	/**
	 * Create a partition without uncommitted writes.
	 * @param table the table
	 * @param partition the partition's number
	 * @param store the committed data
	 * @param concurrent whether other threads than the worker's read the overlay
	 * @param room what it may take for committed values
	 */
	public TablePartition(TableDefinition table, int partition, PartitionStore store, boolean concurrent,
			CacheRoom room) {
		this.table = table;
		this.partition = partition;
		this.store = store;
		this.concurrent = concurrent;
		this.committed = new CommittedValues(table, store, concurrent, room);
		this.overlay = newOverlay(0);
	}

	/**
	 * An overlay with room for as many keys as the last had, so that it need not grow.
	 */
	private Map<Object, Object> newOverlay(int keys) {
		int capacity = (int) Math.min(Math.max(16, keys / 0.75 + 1), MOST_ROOM);
		return this.concurrent ? new ConcurrentHashMap<>() : new HashMap<>(capacity);
	}

	/**
	 * Return the table.
	 * @return the table
	 */
	public TableDefinition table() {
		return this.table;
	}

	/**
	 * Return the partition's number.
	 * @return the number
	 */
	public int partition() {
		return this.partition;
	}

	/**
	 * Return the committed data.
	 * @return the store
	 */
	public PartitionStore store() {
		return this.store;
	}

	/**
	 * Let other threads than the worker's read the overlay from now on. Called by the
	 * worker, before the first of them begins.
	 */
	public void share() {
		if (!this.concurrent) {
			this.concurrent = true;
			this.overlay = new ConcurrentHashMap<>(this.overlay);
			this.committed.share();
		}
	}

	/**
	 * Read a key, uncommitted writes included.
	 * @param key the key
	 * @return the value, or {@code null}
	 */
	public @Nullable Object read(Object key) {
		return read(key, true);
	}

	/**
	 * Read a key, uncommitted writes included.
	 * @param key the key
	 * @param keep whether to keep a committed value for the next time: of no use if the
	 * key is about to be written
	 * @return the value, or {@code null}
	 */
	@Nullable Object read(Object key, boolean keep) {
		Object value = dirty(key);
		if (value == null) {
			return this.committed.read(key, keep);
		}
		return (value != REMOVED) ? value : null;
	}

	/**
	 * Read a key's committed value. Any thread.
	 * @param key the key's bytes
	 * @return the value, or {@code null}
	 */
	public @Nullable Object readCommitted(byte[] key) {
		byte[] bytes = this.store.get(key);
		return (bytes != null) ? this.table.value(bytes) : null;
	}

	/**
	 * Write a key.
	 * @param key the key
	 * @param value the value, or {@link #REMOVED}
	 * @return what the overlay had for the key, or {@code null}
	 */
	@Nullable Object overlayPut(Object key, Object value) {
		if (!this.concurrent) {
			return put(key, value);
		}
		synchronized (this.sorting) {
			// No key may slip between what a lane has sorted and where it puts that.
			return put(key, value);
		}
	}

	private @Nullable Object put(Object key, Object value) {
		NavigableMap<byte[], Object> sorted = this.sortedKeys;
		if (sorted != null) {
			sorted.put(this.table.keyBytes(key), key);
		}
		return this.overlay.put(key, value);
	}

	void overlayRestore(Object key, @Nullable Object previous) {
		if (previous != null) {
			this.overlay.put(key, previous);
		}
		else {
			this.overlay.remove(key);
			this.sortedKeys = null;
		}
	}

	/**
	 * Tell whether two values of this table are the same: one object, or the same bytes.
	 * @param one a value, or {@code null}
	 * @param other a value, or {@code null}
	 * @return whether they are
	 */
	public boolean same(@Nullable Object one, @Nullable Object other) {
		return one == other || (one != null && other != null
				&& Arrays.equals(this.table.valueBytes(one), this.table.valueBytes(other)));
	}

	/**
	 * Take over the writes of a finished unit of work.
	 * @param writes values, or {@link #REMOVED}, by key
	 */
	public void merge(Map<Object, Object> writes) {
		writes.forEach(this::overlayPut);
	}

	/**
	 * Return the number of uncommitted keys.
	 * @return the number
	 */
	public int dirty() {
		return this.overlay.size();
	}

	/**
	 * Set the uncommitted writes aside to be committed; later ones go to a fresh overlay.
	 * @return the writes
	 * @throws IllegalStateException if the last ones are still set aside
	 */
	public Map<Object, Object> freeze() {
		if (!this.frozen.isEmpty()) {
			throw new IllegalStateException(
					"Table '%s': the writes of the last commit would be lost".formatted(this.table.name()));
		}
		Map<Object, Object> writes = this.overlay;
		this.frozen = writes;
		this.overlay = newOverlay(writes.size());
		return writes;
	}

	/**
	 * Take note of how large entries are.
	 * @param bytes the usual size of one on the heap
	 */
	public void entrySize(long bytes) {
		this.committed.entrySize(bytes);
	}

	/**
	 * Take note of what the store has now; before {@link #dropFrozen()}.
	 * @param key the key
	 * @param value its value, or {@code null} if it was removed
	 */
	public void stored(byte[] key, byte @Nullable [] value) {
		this.committed.stored(key, value);
	}

	/**
	 * Drop the frozen writes: they are in the store now.
	 */
	public void dropFrozen() {
		// Before they are dropped: whoever looks finds each key in one or the other.
		this.committed.committed(this.frozen);
		synchronized (this.sorting) {
			this.sortedKeys = null;
			this.frozen = Collections.emptyMap();
		}
		this.changes++;
	}

	/**
	 * Drop all uncommitted writes: what they belong to is processed again.
	 */
	public void discard() {
		synchronized (this.sorting) {
			this.sortedKeys = null;
			this.overlay = newOverlay(0);
			this.frozen = Collections.emptyMap();
		}
		this.changes++;
	}

	/**
	 * Give its room to others: it is not used any more.
	 */
	public void close() {
		this.committed.close();
	}

	/**
	 * Return a number that tells whether what was read from the store and what was read
	 * from the overlay belong together: it was the same before and after. Any thread.
	 * @return the number
	 */
	int changes() {
		return this.changes;
	}

	/**
	 * Return dirty keys in the order of their bytes.
	 * @return keys by their bytes
	 */
	NavigableMap<byte[], Object> sortedKeys() {
		synchronized (this.sorting) {
			return sort();
		}
	}

	private NavigableMap<byte[], Object> sort() {
		NavigableMap<byte[], Object> sorted = this.sortedKeys;
		if (sorted == null) {
			sorted = new ConcurrentSkipListMap<>(KEY_ORDER);
			for (Object key : this.frozen.keySet()) {
				sorted.put(this.table.keyBytes(key), key);
			}
			for (Object key : this.overlay.keySet()) {
				sorted.put(this.table.keyBytes(key), key);
			}
			this.sortedKeys = sorted;
		}
		return sorted;
	}

	/**
	 * Return what is uncommitted for a key.
	 * @param key the key
	 * @return the value, {@link #REMOVED}, or {@code null} if the store decides
	 */
	@Nullable Object dirty(Object key) {
		Object value = this.overlay.get(key);
		return (value != null) ? value : this.frozen.get(key);
	}

}
