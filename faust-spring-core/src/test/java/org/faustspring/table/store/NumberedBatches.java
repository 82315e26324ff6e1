package org.faustspring.table.store;

import java.nio.ByteBuffer;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Batch n writes n to one key of each of two tables, and n + 1 as their position: what a
 * store has to hold follows from its position.
 */
final class NumberedBatches {

	static final List<String> TABLES = List.of("counts", "sums");

	private static final int KEYS = 97;

	private NumberedBatches() {
	}

	static StoreWrites batch(int number, int valueBytes) {
		StoreWrites writes = new StoreWrites();
		byte[] value = ByteBuffer.allocate(valueBytes).putInt(number).array();
		for (String table : TABLES) {
			writes.put(table, key(number % KEYS), value);
			writes.position(table, StoreFixture.at(number + 1));
		}
		return writes;
	}

	/**
	 * Asserts that the store holds the batches before its position and no others.
	 * @param store the store
	 * @return its position, 0 if it has none
	 */
	static int assertConsistent(TaskStore store) {
		StorePosition position = store.table("counts").position();
		for (String table : TABLES) {
			assertThat(store.table(table).position()).as(table).isEqualTo(position);
			assertConsistent(store, table);
		}
		return (position != null) ? (int) position.nextOffset() : 0;
	}

	/**
	 * Asserts that one table holds the batches before its own position and no others.
	 * @param store the store
	 * @param table the table
	 */
	static void assertConsistent(TaskStore store, String table) {
		StorePosition position = store.table(table).position();
		int next = (position != null) ? (int) position.nextOffset() : 0;
		for (int key = 0; key < KEYS; key++) {
			int expected = next - 1 - Math.floorMod(next - 1 - key, KEYS);
			byte[] value = store.table(table).get(key(key));
			assertThat((value != null) ? ByteBuffer.wrap(value).getInt() : -1)
				.as("key %d of table %s at position %d", key, table, next)
				.isEqualTo(Math.max(expected, -1));
		}
	}

	private static byte[] key(int number) {
		return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
	}

}
