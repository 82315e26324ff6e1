package org.faustspring.engine.table;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * Committed entries of one partition as bytes. As objects in a map they would take four
 * times as much memory and the collector's time, and to look into the store takes about
 * ten times as long. Entries lie one after the other in pages, of which the oldest is
 * written anew when there is no room for another. An index has buckets of slots, as the
 * sets of a processor's cache: where more keys belong than it has slots for, the one
 * whose entry is the oldest is forgotten. One thread.
 */
final class ByteCache {

	private static final int PAGE_BITS = 14;

	private static final int PAGE = 1 << PAGE_BITS;

	/** Entries begin at multiples of eight, so that a slot has room for where. */
	private static final int UNIT_BITS = 3;

	private static final int OFFSET_BITS = PAGE_BITS - UNIT_BITS;

	/** The most pages that can be numbered, from one on. */
	private static final int LAST_PAGE = (1 << (Integer.SIZE - OFFSET_BITS)) - 1;

	/** The lengths of key and value. */
	private static final int HEADER = 2 * Integer.BYTES;

	/** Larger ones are not kept. */
	static final int LARGEST_ENTRY = PAGE / 4;

	/** Fewer pages than this are not worth their index. */
	private static final int LEAST_PAGES = 4;

	/** What is of use at all, in bytes: for pages, and a third of that for the index. */
	static final long LEAST_ROOM = LEAST_PAGES * PAGE * 4L / 3 + 4;

	/** Slots of a bucket: what a line of the processor's cache holds. */
	private static final int BUCKET = 8;

	private static final int FIRST_SLOTS = 1024;

	private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());

	private final CacheRoom room;

	/** After this one everything is forgotten, and pages are numbered from one again. */
	private final int lastPage;

	/** By number modulo their count. */
	private byte[][] pages = new byte[0][];

	private int oldestPage = 1;

	/** The page that is written, 0 before there is one. */
	private int page;

	private int end = PAGE;

	/** Entries written to the pages there are, about. */
	private int written;

	/** A hash, a page's number and an entry's place in it; 0 where there is none. */
	private long[] slots = new long[0];

	ByteCache(CacheRoom room) {
		this(room, LAST_PAGE);
	}

	ByteCache(CacheRoom room, int lastPage) {
		this.room = room;
		this.lastPage = lastPage;
	}

	/**
	 * Return a key's value.
	 * @param key the key
	 * @return the value, or {@code null} if it is not known here
	 */
	byte @Nullable [] get(byte[] key) {
		int slot = find(key, hash(key));
		if (slot < 0) {
			return null;
		}
		byte[] bytes = pageOf(this.slots[slot]);
		int start = startOf(this.slots[slot]);
		int value = start + HEADER + key.length;
		return Arrays.copyOfRange(bytes, value, value + valueLength(bytes, start));
	}

	/**
	 * Take note of what is in the store now.
	 * @param key the key
	 * @param value its value
	 */
	void put(byte[] key, byte[] value) {
		int hash = hash(key);
		int slot = find(key, hash);
		int size = size(key.length, value.length);
		if (slot >= 0 && overwrite(slot, key, value, size)) {
			return;
		}
		if (slot >= 0) {
			this.slots[slot] = 0;
		}
		if (size > LARGEST_ENTRY || !makeRoom(size)) {
			return;
		}
		byte[] bytes = this.pages[this.page % this.pages.length];
		INT.set(bytes, this.end, key.length);
		INT.set(bytes, this.end + Integer.BYTES, value.length);
		System.arraycopy(key, 0, bytes, this.end + HEADER, key.length);
		System.arraycopy(value, 0, bytes, this.end + HEADER + key.length, value.length);
		this.slots[vacate(hash)] = slot(hash, this.page, this.end);
		this.end += size;
		this.written++;
	}

	/**
	 * Take note that the store does not have a key any more.
	 * @param key the key
	 */
	void remove(byte[] key) {
		int slot = find(key, hash(key));
		if (slot >= 0) {
			this.slots[slot] = 0;
		}
	}

	/** Have a value where the last one was, if it takes as much room. */
	private boolean overwrite(int slot, byte[] key, byte[] value, int size) {
		byte[] bytes = pageOf(this.slots[slot]);
		int start = startOf(this.slots[slot]);
		if (size(key.length, valueLength(bytes, start)) != size) {
			return false;
		}
		INT.set(bytes, start + Integer.BYTES, value.length);
		System.arraycopy(value, 0, bytes, start + HEADER + key.length, value.length);
		return true;
	}

	private int find(byte[] key, int hash) {
		if (this.slots.length == 0) {
			return -1;
		}
		int first = bucket(hash, this.slots.length);
		for (int i = first; i < first + BUCKET; i++) {
			long slot = this.slots[i];
			if ((int) (slot >>> Integer.SIZE) == hash && live(slot)) {
				byte[] bytes = pageOf(slot);
				int start = startOf(slot);
				if ((int) INT.get(bytes, start) == key.length
						&& Arrays.equals(bytes, start + HEADER, start + HEADER + key.length, key, 0, key.length)) {
					return i;
				}
			}
		}
		return -1;
	}

	/** The slot of a bucket that is free, or else the one that was written first. */
	private int vacate(int hash) {
		int first = bucket(hash, this.slots.length);
		int oldest = first;
		for (int i = first; i < first + BUCKET; i++) {
			if (!live(this.slots[i])) {
				return i;
			}
			if (place(this.slots[i]) < place(this.slots[oldest])) {
				oldest = i;
			}
		}
		return oldest;
	}

	private boolean makeRoom(int size) {
		if (this.end + size <= PAGE) {
			return true;
		}
		int most = mostPages();
		if (most < LEAST_PAGES) {
			clear();
			return false;
		}
		if (this.page >= this.lastPage) {
			clear();
		}
		if (most != this.pages.length) {
			resize(most);
		}
		int next = this.page + 1;
		if (next - this.oldestPage == most) {
			this.written -= this.written / most;
			this.oldestPage++;
		}
		int index = next % most;
		if (this.pages[index] == null) {
			this.pages[index] = new byte[PAGE];
		}
		this.page = next;
		this.end = 0;
		growIndex();
		return true;
	}

	private int mostPages() {
		return (int) Math.min((this.room.share() - indexShare()) / PAGE, this.lastPage);
	}

	private long indexShare() {
		return this.room.share() / 4;
	}

	private void resize(int most) {
		byte[][] resized = new byte[most][];
		this.oldestPage = Math.max(this.oldestPage, this.page - most + 1);
		for (int number = this.oldestPage; number <= this.page; number++) {
			resized[number % most] = this.pages[number % this.pages.length];
		}
		this.pages = resized;
	}

	private void growIndex() {
		int length = Math.max(FIRST_SLOTS, this.slots.length);
		while (this.written > length / 2 && 2L * length * Long.BYTES <= indexShare()) {
			length *= 2;
		}
		if (length == this.slots.length) {
			return;
		}
		long[] before = this.slots;
		this.slots = new long[length];
		for (long slot : before) {
			if (live(slot)) {
				this.slots[vacate((int) (slot >>> Integer.SIZE))] = slot;
			}
		}
	}

	private void clear() {
		this.pages = new byte[0][];
		this.slots = new long[0];
		this.oldestPage = 1;
		this.page = 0;
		this.end = PAGE;
		this.written = 0;
	}

	/**
	 * Keys of one partition have the remainder of their hash in common, so its last bits
	 * tell them apart least.
	 */
	private static int hash(byte[] key) {
		int hash = Utils.murmur2(key) * 0x9E3779B9;
		return hash ^ (hash >>> 16);
	}

	private static int bucket(int hash, int slots) {
		return hash & (slots - 1) & -BUCKET;
	}

	private static int size(int key, int value) {
		return (int) Math.min((long) HEADER + key + value + (1 << UNIT_BITS) - 1, Integer.MAX_VALUE)
				& -(1 << UNIT_BITS);
	}

	private static int valueLength(byte[] bytes, int start) {
		return (int) INT.get(bytes, start + Integer.BYTES);
	}

	private static long slot(int hash, int page, int start) {
		return ((long) hash << Integer.SIZE) | ((long) page << OFFSET_BITS) | (start >>> UNIT_BITS);
	}

	/** Grows from entry to entry. */
	private static long place(long slot) {
		return slot & 0xFFFF_FFFFL;
	}

	private static int startOf(long slot) {
		return ((int) slot & ((1 << OFFSET_BITS) - 1)) << UNIT_BITS;
	}

	private boolean live(long slot) {
		return place(slot) >>> OFFSET_BITS >= this.oldestPage;
	}

	private byte[] pageOf(long slot) {
		return this.pages[(int) (place(slot) >>> OFFSET_BITS) % this.pages.length];
	}

}
