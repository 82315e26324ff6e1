package org.faustspring.table;

import java.util.Map;

import org.apache.kafka.common.serialization.Serde;

/**
 * Declares a table; obtained from the App. Used while the context is made, by one thread.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public interface TableBuilder<K, V> {

	/**
	 * Set what reading a key without a value yields, and what {@link Table#update} starts
	 * from. It is not stored.
	 * @param value the value, shared by all readers
	 * @return this builder
	 */
	TableBuilder<K, V> defaultValue(V value);

	/**
	 * Set where the table is kept, unless {@code faust.tables.<name>.store} says
	 * otherwise.
	 * @param store the kind of store
	 * @return this builder
	 */
	TableBuilder<K, V> store(StoreKind store);

	/**
	 * Set how keys are read and written. Default: by type.
	 * @param serde the serde
	 * @return this builder
	 */
	TableBuilder<K, V> keySerde(Serde<K> serde);

	/**
	 * Set how values are read and written. Default: by type.
	 * @param serde the serde
	 * @return this builder
	 */
	TableBuilder<K, V> valueSerde(Serde<V> serde);

	/**
	 * Add settings of the changelog topic, used when it is created.
	 * @param config Kafka topic settings; {@code cleanup.policy} stays {@code compact}
	 * @return this builder
	 */
	TableBuilder<K, V> changelogConfig(Map<String, String> config);

	/**
	 * Declare the table.
	 * @return the table
	 * @throws DuplicateTableException if the App has a table of this name
	 */
	Table<K, V> build();

}
