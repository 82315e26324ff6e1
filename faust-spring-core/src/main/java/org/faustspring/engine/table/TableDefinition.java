package org.faustspring.engine.table;

import java.util.Map;

import org.apache.kafka.common.serialization.Serde;
import org.faustspring.table.StoreKind;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * A table as it was declared, with everything resolved.
 *
 * @param name the table's name
 * @param keyType type of the keys
 * @param valueType type of the values
 * @param keySerde reads and writes keys
 * @param valueSerde reads and writes values
 * @param defaultValue what a key without a value yields, or {@code null}
 * @param store where it is kept
 * @param changelog name of the changelog topic
 * @param changelogConfig settings of the changelog topic beyond the App's
 * @param hashed whether a key belongs to the partition of its hash; else each task has
 * keys of its own
 */
public record TableDefinition(String name, ResolvableType keyType, ResolvableType valueType, Serde<Object> keySerde,
		Serde<Object> valueSerde, @Nullable Object defaultValue, StoreKind store, String changelog,
		Map<String, String> changelogConfig, boolean hashed) {

	private static final int RECORD_OVERHEAD = 128;

	/**
	 * Create the definition of a table whose keys belong to the partition of their hash.
	 * @param name the table's name
	 * @param keyType type of the keys
	 * @param valueType type of the values
	 * @param keySerde reads and writes keys
	 * @param valueSerde reads and writes values
	 * @param defaultValue what a key without a value yields, or {@code null}
	 * @param store where it is kept
	 * @param changelog name of the changelog topic
	 * @param changelogConfig settings of the changelog topic beyond the App's
	 */
	public TableDefinition(String name, ResolvableType keyType, ResolvableType valueType, Serde<Object> keySerde,
			Serde<Object> valueSerde, @Nullable Object defaultValue, StoreKind store, String changelog,
			Map<String, String> changelogConfig) {
		this(name, keyType, valueType, keySerde, valueSerde, defaultValue, store, changelog, changelogConfig, true);
	}

	/**
	 * Return a key's bytes.
	 * @param key the key
	 * @return the bytes
	 */
	public byte[] keyBytes(Object key) {
		byte[] bytes = this.keySerde.serializer().serialize(this.changelog, key);
		if (bytes == null) {
			throw new IllegalArgumentException("Key '%s' of table '%s' has no bytes".formatted(key, this.name));
		}
		return bytes;
	}

	/**
	 * Return a key from its bytes.
	 * @param bytes the bytes
	 * @return the key
	 */
	public Object key(byte[] bytes) {
		return this.keySerde.deserializer().deserialize(this.changelog, bytes);
	}

	/**
	 * Return a value's bytes.
	 * @param value the value
	 * @return the bytes
	 */
	public byte[] valueBytes(Object value) {
		byte[] bytes = this.valueSerde.serializer().serialize(this.changelog, value);
		if (bytes == null) {
			throw new IllegalArgumentException(
					"A value of table '%s' has no bytes: use remove() to remove a key".formatted(this.name));
		}
		return bytes;
	}

	/**
	 * Check that an entry fits into a record.
	 * @param keyLength the key's size in bytes
	 * @param valueLength the value's size in bytes
	 * @param most size of the largest record that can be sent
	 */
	public void checkSize(int keyLength, int valueLength, int most) {
		if (keyLength + valueLength + RECORD_OVERHEAD > most) {
			throw new IllegalArgumentException(
					("An entry of %d bytes for table '%s' is larger than the %d bytes that can be written, see "
							+ "max.request.size and the max.message.bytes of its changelog")
						.formatted(keyLength + valueLength, this.name, most));
		}
	}

	/**
	 * Return a value from its bytes.
	 * @param bytes the bytes
	 * @return the value
	 */
	public Object value(byte[] bytes) {
		return this.valueSerde.deserializer().deserialize(this.changelog, bytes);
	}

}
