package org.faustspring.table;

import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Entries of a table in key order. May be iterated again; needs no closing.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public interface TableEntries<K, V> extends Iterable<TableEntry<K, V>> {

	/**
	 * Return the entries as a sequential stream.
	 * @return the stream
	 */
	default Stream<TableEntry<K, V>> stream() {
		return StreamSupport.stream(spliterator(), false);
	}

}
