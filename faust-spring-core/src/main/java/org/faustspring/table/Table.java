package org.faustspring.table;

import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * Partitioned key/value state, kept in a local store and backed by a compacted changelog
 * topic.
 * <p>
 * <b>In a handler</b> it shows and changes the partition of the handler's task: reads see
 * the handler's own writes, and the writes join the commit of its event, or vanish if the
 * handler throws. <b>Anywhere else</b> it is read-only and shows committed data of the
 * partitions this instance owns; any thread may read, and never waits for processing.
 * <p>
 * Values are treated as immutable: change one by {@link #put}, {@link #update} or
 * {@link #remove}, never by changing an object that was read.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public interface Table<K, V> {

	/**
	 * Return the table's name, unique in the App.
	 * @return the name
	 */
	String name();

	/**
	 * Return the value of a key.
	 * @param key the key
	 * @return the value; if there is none, the table's default value, else {@code null}
	 * @throws KeyElsewhereException outside a handler, if another instance owns the key's
	 * partition
	 * @throws TableNotReadyException outside a handler, if the partition is being
	 * restored
	 */
	@Nullable V get(K key);

	/**
	 * Return the value of a key, or another value if there is none.
	 * @param key the key
	 * @param other what to return when the key has no value; takes precedence over the
	 * table's default value
	 * @return the value
	 */
	V getOrDefault(K key, V other);

	/**
	 * Tell whether a key has a value of its own; a default value does not count.
	 * @param key the key
	 * @return whether there is a value
	 */
	boolean contains(K key);

	/**
	 * Set the value of a key. Only in a handler.
	 * @param key the key
	 * @param value the value
	 * @throws TableWriteException outside a handler
	 */
	void put(K key, V value);

	/**
	 * Replace the value of a key by a function of it. Only in a handler.
	 * @param key the key
	 * @param change gets the current value, the default value, or {@code null} where
	 * there is neither; if it returns {@code null} the key is removed
	 * @return the new value
	 * @throws TableWriteException outside a handler
	 */
	V update(K key, UnaryOperator<V> change);

	/**
	 * Remove a key and its value, if any. Only in a handler.
	 * @param key the key
	 * @throws TableWriteException outside a handler
	 */
	void remove(K key);

	/**
	 * Return all entries in key order. Keys are ordered by their bytes as the changelog
	 * has them, unsigned, which for strings, and for whole numbers from zero up, is their
	 * natural order. Iteration reads a page at a time and holds no resource, so it needs
	 * no closing; it sees changes made while it goes on or not.
	 * @return the entries of the task's partition in a handler, else of every partition
	 * this instance owns
	 */
	TableEntries<K, V> entries();

	/**
	 * Return the entries of a range of keys, in the order of {@link #entries()}.
	 * @param from the first key, inclusive
	 * @param to the last key, exclusive
	 * @return the entries
	 */
	TableEntries<K, V> range(K from, K to);

	/**
	 * Return the entries whose keys' bytes start with those of a key, in the order of
	 * {@link #entries()}. Meant for text and byte-array keys.
	 * @param prefix the start of the keys
	 * @return the entries
	 */
	TableEntries<K, V> prefix(K prefix);

	/**
	 * Return about how many entries there are in what {@link #entries()} shows, without
	 * counting them.
	 * @return an estimate
	 */
	long approximateSize();

}
