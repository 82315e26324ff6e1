package org.faustspring.engine.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.TreeMap;

import org.faustspring.table.TableEntry;
import org.faustspring.table.store.StoreCursor;
import org.jspecify.annotations.Nullable;

/**
 * Iterates over a range of one partition a page at a time, so that no native cursor is
 * held between two calls. Belongs to the thread that iterates.
 */
final class EntryPages implements Iterator<EntryPages.Entry> {

	private static final int PAGE = 256;

	private final TablePartition partition;

	private final @Nullable UnitWrites unit;

	private byte @Nullable [] from;

	private final byte @Nullable [] to;

	private List<Entry> page = new ArrayList<>();

	private int next;

	private boolean last;

	/**
	 * Create an iterator.
	 * @param partition the partition
	 * @param unit the unit of work whose view to show, {@code null} for committed data
	 * @param from first key, inclusive, or {@code null}
	 * @param to last key, exclusive, or {@code null}
	 */
	EntryPages(TablePartition partition, @Nullable UnitWrites unit, byte @Nullable [] from, byte @Nullable [] to) {
		this.partition = partition;
		this.unit = unit;
		this.from = from;
		this.to = to;
	}

	@Override
	public boolean hasNext() {
		while (this.next == this.page.size() && !this.last) {
			load();
		}
		return this.next < this.page.size();
	}

	@Override
	public Entry next() {
		if (!hasNext()) {
			throw new NoSuchElementException();
		}
		return this.page.get(this.next++);
	}

	private void load() {
		byte[] start = this.from;
		int before;
		do {
			// A lane may read while a commit moves entries from the overlay to the store.
			before = this.partition.changes();
			this.from = start;
			loadPage();
		}
		while (this.unit != null && this.partition.changes() != before);
	}

	private void loadPage() {
		List<Entry> stored = loadStored();
		// A full page may be followed by more stored keys, so dirty keys count up to its
		// last key only.
		boolean full = stored.size() == PAGE;
		byte[] end = full ? successor(stored.get(PAGE - 1).keyBytes()) : this.to;
		this.page = (this.unit != null) ? withDirty(stored, this.unit, end) : stored;
		this.next = 0;
		this.last = !full;
		this.from = end;
	}

	private List<Entry> loadStored() {
		List<Entry> entries = new ArrayList<>();
		try (StoreCursor cursor = this.partition.store().scan(this.from, this.to)) {
			while (entries.size() < PAGE && cursor.next()) {
				entries.add(new Entry(cursor.key(), null, cursor.value(), null));
			}
		}
		return entries;
	}

	private List<Entry> withDirty(List<Entry> stored, UnitWrites unit, byte @Nullable [] end) {
		NavigableMap<byte[], Object> dirty = new TreeMap<>(Arrays::compareUnsigned);
		dirty.putAll(between(this.partition.sortedKeys(), end));
		Map<Object, Object> pending = unit.pending(this.partition);
		for (Object key : pending.keySet()) {
			byte[] bytes = this.partition.table().keyBytes(key);
			if (inRange(bytes, end)) {
				dirty.put(bytes, key);
			}
		}
		if (dirty.isEmpty()) {
			return stored;
		}
		NavigableMap<byte[], Entry> merged = new TreeMap<>(Arrays::compareUnsigned);
		stored.forEach((entry) -> merged.put(entry.keyBytes(), entry));
		dirty.forEach((bytes, key) -> {
			Object value = pending.get(key);
			if (value == null) {
				value = this.partition.dirty(key);
			}
			if (value == TablePartition.REMOVED) {
				merged.remove(bytes);
			}
			else if (value != null) {
				merged.put(bytes, new Entry(bytes, key, null, value));
			}
		});
		return new ArrayList<>(merged.values());
	}

	private NavigableMap<byte[], Object> between(NavigableMap<byte[], Object> keys, byte @Nullable [] end) {
		if (this.from != null && end != null) {
			return (Arrays.compareUnsigned(this.from, end) < 0) ? keys.subMap(this.from, true, end, false)
					: new TreeMap<>(Arrays::compareUnsigned);
		}
		if (this.from != null) {
			return keys.tailMap(this.from, true);
		}
		return (end != null) ? keys.headMap(end, false) : keys;
	}

	private boolean inRange(byte[] key, byte @Nullable [] end) {
		return (this.from == null || Arrays.compareUnsigned(key, this.from) >= 0)
				&& (end == null || Arrays.compareUnsigned(key, end) < 0);
	}

	private static byte[] successor(byte[] key) {
		return Arrays.copyOf(key, key.length + 1);
	}

	/**
	 * Return the first key after all that start with a prefix.
	 * @param prefix the prefix
	 * @return the key, or {@code null} if there is no end
	 */
	static byte @Nullable [] afterPrefix(byte[] prefix) {
		for (int i = prefix.length - 1; i >= 0; i--) {
			if (prefix[i] != (byte) 0xFF) {
				byte[] after = Arrays.copyOf(prefix, i + 1);
				after[i]++;
				return after;
			}
		}
		return null;
	}

	/**
	 * An entry, as bytes where it is stored and as objects where it is not yet.
	 *
	 * @param keyBytes the key's bytes
	 * @param key the key, or {@code null} to read it from the bytes
	 * @param valueBytes the value's bytes, or {@code null} if there is an object
	 * @param value the value, or {@code null} to read it from the bytes
	 */
	record Entry(byte[] keyBytes, @Nullable Object key, byte @Nullable [] valueBytes, @Nullable Object value) {

		@SuppressWarnings("unchecked")
		<K, V> TableEntry<K, V> read(TableDefinition table) {
			Object readKey = (this.key != null) ? this.key : table.key(this.keyBytes);
			Object readValue = this.value;
			if (readValue == null && this.valueBytes != null) {
				readValue = table.value(this.valueBytes);
			}
			return new TableEntry<>((K) readKey, (V) java.util.Objects.requireNonNull(readValue));
		}

	}

}
