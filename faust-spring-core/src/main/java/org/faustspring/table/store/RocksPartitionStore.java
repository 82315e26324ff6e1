package org.faustspring.table.store;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;

/**
 * One table of one task in RocksDB. Reads from any thread, reset by the owner; both pass
 * the task's gate.
 */
final class RocksPartitionStore extends TablePartition {

	private final RocksDatabase database;

	private final String table;

	/** Looked up again after a reset; only used inside the gate. */
	private @Nullable ColumnFamilyHandle family;

	private static final int COUNTED_KEYS = 10_000;

	private Runnable beforeReset = () -> {
	};

	private final Set<RocksCursor> cursors = ConcurrentHashMap.newKeySet();

	RocksPartitionStore(RocksDatabase database, String table, StoreGate gate, @Nullable StorePosition position) {
		super(gate, position);
		this.database = database;
		this.table = table;
	}

	@Override
	public byte @Nullable [] get(byte[] key) {
		gate().enter();
		try {
			return this.database.get(this.table, family(), key);
		}
		finally {
			gate().leave();
		}
	}

	/** Readers may look it up at the same time, and find the same. */
	private ColumnFamilyHandle family() {
		ColumnFamilyHandle found = this.family;
		if (found == null) {
			found = this.database.family(this.table);
			this.family = found;
		}
		return found;
	}

	@Override
	public StoreCursor scan(byte @Nullable [] from, byte @Nullable [] toExclusive) {
		gate().enter();
		try {
			if (KeyRange.isEmpty(from, toExclusive)) {
				return new MemoryCursor(Collections.emptyIterator(), gate()::checkOpen);
			}
			RocksCursor cursor = this.database.scan(this.table, gate(), from, toExclusive);
			cursor.whenClosed(() -> this.cursors.remove(cursor));
			this.cursors.add(cursor);
			return cursor;
		}
		finally {
			gate().leave();
		}
	}

	@Override
	public long approximateSize() {
		gate().enter();
		try {
			long estimate = this.database.estimatedKeys(this.table);
			return (estimate <= COUNTED_KEYS) ? count() : estimate;
		}
		finally {
			gate().leave();
		}
	}

	/**
	 * Overwritten keys make the estimate of a small table useless, and it is soon
	 * counted.
	 */
	private long count() {
		long count = 0;
		try (StoreCursor cursor = scan(null, null)) {
			while (cursor.next()) {
				count++;
			}
		}
		return count;
	}

	void beforeReset(Runnable action) {
		this.beforeReset = action;
	}

	@Override
	public void reset() {
		gate().alone(() -> {
			this.beforeReset.run();
			releaseCursors();
			moveTo(null);
			this.family = null;
			this.database.reset(this.table);
		});
	}

	/**
	 * Frees the cursors that are still open. Only while alone in the gate.
	 */
	void releaseCursors() {
		List.copyOf(this.cursors).forEach(RocksCursor::release);
	}

}
