package org.faustspring.table.store;

import java.util.Iterator;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Cursor over entries on the heap. Belongs to the thread that uses it.
 */
final class MemoryCursor implements StoreCursor {

	private final Iterator<Map.Entry<byte[], byte[]>> entries;

	private final Runnable check;

	private Map.@Nullable Entry<byte[], byte[]> current;

	private boolean closed;

	MemoryCursor(Iterator<Map.Entry<byte[], byte[]>> entries, Runnable check) {
		this.entries = entries;
		this.check = check;
	}

	@Override
	public boolean next() {
		if (this.closed) {
			throw new StoreClosedException("The cursor is closed");
		}
		this.check.run();
		this.current = this.entries.hasNext() ? this.entries.next() : null;
		return this.current != null;
	}

	@Override
	public byte[] key() {
		return current().getKey();
	}

	@Override
	public byte[] value() {
		return current().getValue();
	}

	private Map.Entry<byte[], byte[]> current() {
		Map.Entry<byte[], byte[]> current = this.current;
		if (current == null) {
			throw new IllegalStateException("The cursor is not at an entry: next() was not called or returned false");
		}
		return current;
	}

	@Override
	public void close() {
		this.closed = true;
		this.current = null;
	}

}
