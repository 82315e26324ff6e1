package org.faustspring.table.store;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;

/**
 * Cursor over a column family. Belongs to the thread that uses it, but its store may
 * close it from another: each step passes the gate and copies its entry to the heap, so
 * no native memory is touched outside. Its monitor keeps steps of two threads apart.
 */
final class RocksCursor implements StoreCursor {

	private final StoreGate gate;

	private final String attempt;

	private final Path directory;

	private final @Nullable Slice upperBound;

	private final ReadOptions options;

	private final RocksIterator entries;

	private final byte @Nullable [] from;

	private Runnable whenClosed = () -> {
	};

	private boolean started;

	private boolean released;

	private byte @Nullable [] key;

	private byte @Nullable [] value;

	RocksCursor(RocksDB db, ColumnFamilyHandle family, StoreGate gate, String attempt, Path directory,
			byte @Nullable [] from, byte @Nullable [] toExclusive) {
		this.gate = gate;
		this.attempt = attempt;
		this.directory = directory;
		this.from = from;
		// A walk over the whole table must not push out of the cache what others read.
		this.options = new ReadOptions().setFillCache(from != null && toExclusive != null);
		this.upperBound = (toExclusive != null) ? new Slice(toExclusive) : null;
		if (this.upperBound != null) {
			this.options.setIterateUpperBound(this.upperBound);
		}
		this.entries = db.newIterator(family, this.options);
	}

	void whenClosed(Runnable whenClosed) {
		this.whenClosed = whenClosed;
	}

	@Override
	public synchronized boolean next() {
		this.gate.enter();
		try {
			if (this.released) {
				throw new StoreClosedException("The cursor is closed, or its table was reset; scan again");
			}
			step();
			boolean valid = this.entries.isValid();
			if (!valid) {
				this.entries.status();
			}
			this.key = valid ? this.entries.key() : null;
			this.value = valid ? this.entries.value() : null;
			return valid;
		}
		catch (RocksDBException ex) {
			throw StoreException.of(this.attempt, this.directory, ex);
		}
		finally {
			this.gate.leave();
		}
	}

	private void step() {
		if (!this.started) {
			this.started = true;
			if (this.from != null) {
				this.entries.seek(this.from);
			}
			else {
				this.entries.seekToFirst();
			}
		}
		else if (this.entries.isValid()) {
			this.entries.next();
		}
	}

	@Override
	public synchronized byte[] key() {
		return current(this.key);
	}

	@Override
	public synchronized byte[] value() {
		return current(this.value);
	}

	private static byte[] current(byte @Nullable [] bytes) {
		if (bytes == null) {
			throw new IllegalStateException("The cursor is not at an entry: next() was not called or returned false");
		}
		return bytes;
	}

	@Override
	public synchronized void close() {
		this.key = null;
		this.value = null;
		try {
			this.gate.enter();
		}
		catch (StoreClosedException ex) {
			// The store has released this cursor before it closed.
			return;
		}
		try {
			release();
		}
		finally {
			this.gate.leave();
		}
	}

	/**
	 * Frees the native memory. For the cursor's own thread inside the gate, or the store
	 * alone in it: the gate keeps the two apart.
	 */
	void release() {
		if (this.released) {
			return;
		}
		this.released = true;
		this.entries.close();
		this.options.close();
		if (this.upperBound != null) {
			this.upperBound.close();
		}
		this.whenClosed.run();
	}

}
