package org.faustspring.table.store;

import java.util.Arrays;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

import org.jspecify.annotations.Nullable;

/**
 * One table of one task on the heap. Reads from any thread, writes by the owner.
 */
final class MemoryPartitionStore extends TablePartition {

	private volatile ConcurrentSkipListMap<byte[], byte[]> entries = newEntries();

	/** Counted by the owner, since the map counts by walking over all entries. */
	private volatile long size;

	MemoryPartitionStore(StoreGate gate) {
		super(gate, null);
	}

	private static ConcurrentSkipListMap<byte[], byte[]> newEntries() {
		return new ConcurrentSkipListMap<>(Arrays::compareUnsigned);
	}

	@Override
	public byte @Nullable [] get(byte[] key) {
		gate().checkOpen();
		return this.entries.get(key);
	}

	@Override
	public StoreCursor scan(byte @Nullable [] from, byte @Nullable [] toExclusive) {
		gate().checkOpen();
		ConcurrentSkipListMap<byte[], byte[]> scanned = this.entries;
		NavigableMap<byte[], byte[]> range = scanned;
		if (KeyRange.isEmpty(from, toExclusive)) {
			range = Collections.emptyNavigableMap();
		}
		else {
			range = (from != null) ? range.tailMap(from, true) : range;
			range = (toExclusive != null) ? range.headMap(toExclusive, false) : range;
		}
		return new MemoryCursor(range.entrySet().iterator(), () -> checkCurrent(scanned));
	}

	private void checkCurrent(ConcurrentSkipListMap<byte[], byte[]> scanned) {
		gate().checkOpen();
		if (scanned != this.entries) {
			throw new StoreClosedException("The table was reset while this cursor was reading it; scan again");
		}
	}

	@Override
	public long approximateSize() {
		gate().checkOpen();
		return this.size;
	}

	@Override
	public void reset() {
		gate().checkOpen();
		this.entries = newEntries();
		this.size = 0;
		moveTo(null);
	}

	void write(TableWrites writes) {
		ConcurrentSkipListMap<byte[], byte[]> entries = this.entries;
		long size = this.size;
		for (int i = 0; i < writes.size(); i++) {
			byte[] value = writes.value(i);
			if (value != null) {
				size += (entries.put(writes.key(i), value) == null) ? 1 : 0;
			}
			else {
				size -= (entries.remove(writes.key(i)) != null) ? 1 : 0;
			}
		}
		this.size = size;
		StorePosition position = writes.position();
		if (position != null) {
			moveTo(position);
		}
	}

}
