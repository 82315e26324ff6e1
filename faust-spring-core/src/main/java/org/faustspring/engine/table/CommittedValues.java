package org.faustspring.engine.table;

import java.util.Map;

import org.faustspring.table.StoreKind;
import org.faustspring.table.store.PartitionStore;
import org.jspecify.annotations.Nullable;

/**
 * Reads the committed values of one partition, and keeps those in use at hand: as objects
 * while there is room for them all, and else as bytes, which take a quarter of the room.
 * Belongs to the task's worker; while it is shared, others read at the same time, and
 * there are no bytes.
 */
final class CommittedValues {

	/** Usual size of objects that would leave too many entries too large as bytes. */
	private static final long TOO_LARGE = EntrySize.onHeap(ByteCache.LARGEST_ENTRY / 2);

	private final TableDefinition table;

	private final PartitionStore store;

	private final CacheRoom room;

	/** Whether values may be given out again as objects. */
	private final boolean immutable;

	private final ReadCache objects;

	/** Instead of objects; {@code null} while these are enough. */
	private @Nullable ByteCache bytes;

	private boolean shared;

	private long entrySize = EntrySize.UNKNOWN;

	CommittedValues(TableDefinition table, PartitionStore store, boolean shared, CacheRoom room) {
		this.table = table;
		this.store = store;
		this.shared = shared;
		this.immutable = ImmutableTypes.contain(table.valueType());
		this.room = (this.immutable || bytesPossible()) ? room : CacheRoom.NONE;
		this.objects = new ReadCache(this.room, shared);
		if (!this.immutable) {
			this.objects.stop();
		}
	}

	/**
	 * Read a key.
	 * @param key the key
	 * @param keep whether to keep the value for the next time: of no use if the key is
	 * about to be written
	 * @return the value, or {@code null}
	 */
	@Nullable Object read(Object key, boolean keep) {
		Object value = keep ? this.objects.get(key) : this.objects.last(key);
		if (value != null) {
			return (value != TablePartition.REMOVED) ? value : null;
		}
		byte[] keyBytes = this.table.keyBytes(key);
		byte[] valueBytes = readBytes(keyBytes, keep);
		if (valueBytes == null) {
			return null;
		}
		value = this.table.value(valueBytes);
		if (keep) {
			this.objects.read(key, value, (long) keyBytes.length + valueBytes.length);
		}
		return value;
	}

	private byte @Nullable [] readBytes(byte[] key, boolean keep) {
		ByteCache known = this.bytes;
		if (known == null) {
			return this.store.get(key);
		}
		byte[] value = known.get(key);
		if (value == null) {
			value = this.store.get(key);
			if (value != null && keep) {
				known.put(key, value);
			}
		}
		return value;
	}

	/**
	 * Take note of what the store has now.
	 * @param key the key
	 * @param value its value, or {@code null} if it was removed
	 */
	void stored(byte[] key, byte @Nullable [] value) {
		ByteCache known = this.bytes;
		if (known == null) {
			if (!wantsBytes()) {
				return;
			}
			this.objects.stop();
			known = new ByteCache(this.room);
			this.bytes = known;
		}
		if (value != null) {
			known.put(key, value);
		}
		else {
			known.remove(key);
		}
	}

	private boolean wantsBytes() {
		boolean enough = this.immutable && (!this.objects.dropped() || this.entrySize > TOO_LARGE);
		return !enough && bytesPossible() && this.room.share() >= ByteCache.LEAST_ROOM;
	}

	/** A store in memory is as fast itself, and those who share cannot read bytes. */
	private boolean bytesPossible() {
		return !this.shared && this.table.store() == StoreKind.ROCKSDB;
	}

	/**
	 * Take note that writes are in the store now.
	 * @param writes values, or {@link TablePartition#REMOVED}, by key; nobody else
	 * changes them any more
	 */
	void committed(Map<Object, Object> writes) {
		this.objects.committed(writes);
	}

	/** Take note of the usual size of entries on the heap, in bytes. */
	void entrySize(long size) {
		this.entrySize = size;
		this.objects.entrySize(size);
	}

	/** Let other threads read from now on; before the first of them begins. */
	void share() {
		this.shared = true;
		this.objects.share();
		this.bytes = null;
		if (this.immutable) {
			this.objects.resume();
		}
	}

	void close() {
		this.objects.close();
	}

}
