package org.faustspring.table;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What operations may ask of a table without knowing its types: keys as text, values as
 * plain data. Tables of an App implement it beside {@link Table}. Shows committed data of
 * the partitions this instance owns; any thread may ask, and never waits for processing.
 * <p>
 * A key's text is the key itself for text, the usual form of numbers and UUIDs, Base64
 * for bytes, and compact JSON for all else; it reads back as the same key. A value is
 * what its JSON holds: maps, lists, text, numbers, booleans.
 */
public interface TableInspection {

	/**
	 * Return the entry of a key; a default value does not count.
	 * @param key the key, as text
	 * @return the entry, or {@code null} if the key has no value of its own
	 * @throws IllegalArgumentException if the text is no key of this table; the message
	 * says what one looks like
	 * @throws KeyElsewhereException if another instance owns the key's partition
	 * @throws TableNotReadyException if the partition is being restored
	 */
	@Nullable Entry inspect(String key);

	/**
	 * Return some entries, in the order of {@link Table#entries()}. Partitions that are
	 * being restored are left out.
	 * @param from the first key, inclusive, as text; {@code null} for the very first
	 * @param limit most entries to return, at least 1
	 * @return the entries
	 * @throws IllegalArgumentException if the text is no key of this table; the message
	 * says what one looks like
	 */
	Page inspect(@Nullable String from, int limit);

	/**
	 * A key and its value.
	 *
	 * @param key the key, as text
	 * @param value the value, as plain data
	 */
	record Entry(String key, Object value) {

	}

	/**
	 * Consecutive entries.
	 *
	 * @param entries the entries, in order
	 * @param next the key to go on from, as text; {@code null} if there are no more
	 */
	record Page(List<Entry> entries, @Nullable String next) {

	}

}
