package org.faustspring.table.store;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

import org.faustspring.table.StoreKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class NativeMemoryTests {

	private static final long BUDGET = 16 * 1024 * 1024;

	private static final String[] TABLES = { "one", "two", "three" };

	@Test
	void memoryOfAllTasksStaysNearTheBudgetHoweverMuchIsWrittenAndRead(@TempDir Path root) {
		long most = 0;
		long written = 0;
		Random random = new Random(1);
		try (StoreFixture fixture = new StoreFixture(root, BUDGET)) {
			List<TableStoreSpec> tables = List.of(TABLES)
				.stream()
				.map((table) -> new TableStoreSpec(table, StoreKind.ROCKSDB))
				.toList();
			List<TaskStore> tasks = List.of(fixture.stores().open("a", tables), fixture.stores().open("b", tables));
			for (int batch = 0; batch < 400; batch++) {
				TaskStore task = tasks.get(batch % tasks.size());
				StoreWrites writes = writes(random);
				written += writes.bytes();
				if (batch < 200) {
					task.restore(writes);
				}
				else {
					task.apply(writes);
				}
				task.table("one").get(writes.tables().iterator().next().key(0));
				most = Math.max(most, fixture.stores().nativeMemoryBytes());
			}
			for (TaskStore task : tasks) {
				StoreFixture.scan(task.table("two"), "", "~");
				most = Math.max(most, fixture.stores().nativeMemoryBytes());
			}
		}
		assertThat(written).isGreaterThan(10 * BUDGET);
		assertThat(most).isBetween(BUDGET / 2, BUDGET + BUDGET / 2);
	}

	private static StoreWrites writes(Random random) {
		StoreWrites writes = new StoreWrites();
		for (int i = 0; i < 500; i++) {
			byte[] value = new byte[1000];
			random.nextBytes(value);
			writes.put(TABLES[i % TABLES.length], ByteBuffer.allocate(Long.BYTES).putLong(random.nextLong()).array(),
					value);
		}
		return writes;
	}

}
