package org.faustspring.table.store;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Writes to one table, in order. Not thread-safe.
 */
final class TableWrites {

	private final String table;

	private final List<byte[]> keys = new ArrayList<>();

	/** For each key its new value, null for a delete. */
	private final List<byte @Nullable []> values = new ArrayList<>();

	private @Nullable StorePosition position;

	TableWrites(String table) {
		this.table = table;
	}

	void add(byte[] key, byte @Nullable [] value) {
		this.keys.add(key);
		this.values.add(value);
	}

	void position(StorePosition position) {
		this.position = position;
	}

	void clear() {
		this.keys.clear();
		this.values.clear();
		this.position = null;
	}

	String table() {
		return this.table;
	}

	int size() {
		return this.keys.size();
	}

	byte[] key(int index) {
		return this.keys.get(index);
	}

	byte @Nullable [] value(int index) {
		return this.values.get(index);
	}

	@Nullable StorePosition position() {
		return this.position;
	}

	boolean isEmpty() {
		return this.keys.isEmpty() && this.position == null;
	}

}
