package org.faustspring.table.store;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Writes of one commit or one restore chunk: collected, then handed to a
 * {@link TaskStore}, which leaves them as they are. Not thread-safe. Arrays are kept, not
 * copied: whoever hands one over must not change it afterwards.
 */
public final class StoreWrites {

	private final Map<String, TableWrites> tables = new LinkedHashMap<>();

	private @Nullable TableWrites latest;

	private int size;

	private long bytes;

	/**
	 * Adds a new value of a key. Of several writes to a key the last one counts.
	 * @param table name of the table
	 * @param key the key
	 * @param value its new value
	 */
	public void put(String table, byte[] key, byte[] value) {
		of(table).add(key, value);
		this.size++;
		this.bytes += key.length + value.length;
	}

	/**
	 * Adds the removal of a key, whether it exists or not.
	 * @param table name of the table
	 * @param key the key
	 */
	public void delete(String table, byte[] key) {
		of(table).add(key, null);
		this.size++;
		this.bytes += key.length;
	}

	/**
	 * Sets the position a table has once these writes are in it.
	 * @param table name of the table
	 * @param position its new position
	 */
	public void position(String table, StorePosition position) {
		of(table).position(position);
	}

	/**
	 * Returns whether there is nothing to write, not even a position.
	 * @return true if so
	 */
	public boolean isEmpty() {
		return this.tables.values().stream().allMatch(TableWrites::isEmpty);
	}

	/**
	 * Returns the number of puts and deletes.
	 * @return how many there are, those of the same key counted each
	 */
	public int size() {
		return this.size;
	}

	/**
	 * Returns how large the keys and values are together.
	 * @return size in bytes
	 */
	public long bytes() {
		return this.bytes;
	}

	/**
	 * Forgets all writes, so that this object can collect the next ones.
	 */
	public void clear() {
		this.tables.values().forEach(TableWrites::clear);
		this.size = 0;
		this.bytes = 0;
	}

	Collection<TableWrites> tables() {
		return this.tables.values();
	}

	private TableWrites of(String table) {
		TableWrites latest = this.latest;
		if (latest == null || !latest.table().equals(table)) {
			latest = this.tables.computeIfAbsent(table, TableWrites::new);
			this.latest = latest;
		}
		return latest;
	}

}
