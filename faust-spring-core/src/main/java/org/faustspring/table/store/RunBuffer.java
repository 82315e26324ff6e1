package org.faustspring.table.store;

import java.nio.ByteBuffer;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Records of a table on their way into a sorted file, packed outside the heap: millions
 * of arrays that live for a second would be copied by every collection of garbage. Used
 * by one thread at a time.
 */
final class RunBuffer {

	private static final int HEADER_BYTES = 2 * Integer.BYTES;

	/** What sorting needs for each record: prefix and place, twice. */
	private static final int INDEX_BYTES = 2 * (Long.BYTES + Integer.BYTES);

	private static final int NO_VALUE = -1;

	private static final int CACHE_LINE = 64;

	private static final int MOST_FETCHED = 16 * CACHE_LINE;

	private static final int FIRST_RECORDS = 1024;

	private final ByteBuffer data;

	private final boolean pooled;

	private int[] records = new int[FIRST_RECORDS];

	private int size;

	private byte @Nullable [] firstKey;

	private int commonPrefix;

	/** Never asked: so that reading is not left out. */
	private int fetched;

	/**
	 * Create a buffer.
	 * @param capacity its size in bytes
	 * @param pooled whether it is to be used again
	 */
	RunBuffer(int capacity, boolean pooled) {
		this.data = ByteBuffer.allocateDirect(capacity);
		this.pooled = pooled;
	}

	/**
	 * Count the bytes that writes take.
	 * @param writes the writes
	 * @return the size of a buffer that holds them
	 */
	static long needed(TableWrites writes) {
		long bytes = (long) writes.size() * (HEADER_BYTES + INDEX_BYTES);
		for (int i = 0; i < writes.size(); i++) {
			byte[] value = writes.value(i);
			bytes += writes.key(i).length + ((value != null) ? value.length : 0);
		}
		return bytes;
	}

	boolean fits(long needed) {
		return needed <= this.data.remaining() - (long) this.size * INDEX_BYTES;
	}

	boolean pooled() {
		return this.pooled;
	}

	void add(TableWrites writes) {
		for (int i = 0; i < writes.size(); i++) {
			add(writes.key(i), writes.value(i));
		}
	}

	private void add(byte[] key, byte @Nullable [] value) {
		byte[] first = this.firstKey;
		if (first == null) {
			this.firstKey = key;
			this.commonPrefix = key.length;
		}
		else {
			int same = Arrays.mismatch(first, 0, this.commonPrefix, key, 0, Math.min(this.commonPrefix, key.length));
			this.commonPrefix = (same >= 0) ? same : this.commonPrefix;
		}
		if (this.size == this.records.length) {
			this.records = Arrays.copyOf(this.records, 2 * this.size);
		}
		this.records[this.size++] = this.data.position();
		this.data.putInt(key.length).putInt((value != null) ? value.length : NO_VALUE).put(key);
		if (value != null) {
			this.data.put(value);
		}
	}

	int size() {
		return this.size;
	}

	/** How many bytes at the beginning are the same in all keys. */
	int commonPrefix() {
		return this.commonPrefix;
	}

	/** Up to eight bytes of a key, which order keys as numbers without a sign do. */
	long keyBytes(int record, int from) {
		int length = keyLength(record) - from;
		int at = this.records[record] + HEADER_BYTES + from;
		if (length >= Long.BYTES) {
			return this.data.getLong(at);
		}
		long bytes = 0;
		for (int i = 0; i < Long.BYTES; i++) {
			bytes = (bytes << Byte.SIZE) | ((i < length) ? this.data.get(at + i) & 0xff : 0);
		}
		return bytes;
	}

	/** Compare keys that are the same before a byte, as far as they reach. */
	int compareKeys(int record, int other, int firstByte) {
		int length = keyLength(record);
		int otherLength = keyLength(other);
		int at = this.records[record] + HEADER_BYTES;
		int otherAt = this.records[other] + HEADER_BYTES;
		for (int i = firstByte; i < Math.min(length, otherLength); i++) {
			int order = (this.data.get(at + i) & 0xff) - (this.data.get(otherAt + i) & 0xff);
			if (order != 0) {
				return order;
			}
		}
		return length - otherLength;
	}

	private int keyLength(int record) {
		return this.data.getInt(this.records[record]);
	}

	/** Another view of all bytes, for {@link #showKey} and {@link #showValue}. */
	ByteBuffer view() {
		return this.data.duplicate().clear();
	}

	void showKey(int record, ByteBuffer view) {
		int at = this.records[record] + HEADER_BYTES;
		view.clear().position(at).limit(at + keyLength(record));
	}

	/**
	 * Show a value.
	 * @param record number of the record
	 * @param view the view to set
	 * @return false for a tombstone
	 */
	boolean showValue(int record, ByteBuffer view) {
		int length = this.data.getInt(this.records[record] + Integer.BYTES);
		if (length == NO_VALUE) {
			return false;
		}
		int at = this.records[record] + HEADER_BYTES + keyLength(record);
		view.clear().position(at).limit(at + length);
		return true;
	}

	/**
	 * Read records into the processor's cache that are next, and lie all over the buffer.
	 * Asked for together, none waits until memory has answered for the one before.
	 * @param order numbers of records
	 * @param from first place in the order
	 * @param to the place after the last
	 */
	void fetch(int[] order, int from, int to) {
		int sum = 0;
		for (int i = from; i < to; i++) {
			int at = this.records[order[i]];
			int next = (order[i] + 1 < this.size) ? this.records[order[i] + 1] : this.data.position();
			for (int line = at; line < next && line < at + MOST_FETCHED; line += CACHE_LINE) {
				sum += this.data.get(line);
			}
		}
		this.fetched = sum;
	}

	void clear() {
		this.data.clear();
		this.size = 0;
		this.firstKey = null;
		this.commonPrefix = 0;
	}

}
