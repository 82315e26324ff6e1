package org.faustspring.table.store;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.apache.kafka.common.Uuid;
import org.faustspring.table.StoreKind;
import org.jspecify.annotations.Nullable;

/**
 * A state directory with task stores in it, as one process would have them.
 */
final class StoreFixture implements AutoCloseable {

	static final Uuid TOPIC = new Uuid(7, 8);

	static final long MEMORY = 16 * 1024 * 1024;

	private final StateDirectory directory;

	private final TableStores stores;

	StoreFixture(Path root) {
		this(root, MEMORY);
	}

	StoreFixture(Path root, long memoryBytes) {
		this.directory = StateDirectory.open(root, "app");
		this.stores = new TableStores(this.directory, memoryBytes);
	}

	TaskStore open(StoreKind kind, String... tables) {
		return this.stores.open("task-0",
				Arrays.stream(tables).map((table) -> new TableStoreSpec(table, kind)).toList());
	}

	StateDirectory directory() {
		return this.directory;
	}

	TableStores stores() {
		return this.stores;
	}

	@Override
	public void close() {
		this.stores.close();
		this.directory.close();
	}

	static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	static @Nullable String text(byte @Nullable [] bytes) {
		return (bytes != null) ? new String(bytes, StandardCharsets.UTF_8) : null;
	}

	static StorePosition at(long offset) {
		return new StorePosition(TOPIC, offset, 1000 + offset);
	}

	static List<String> scan(PartitionStore store, @Nullable String from, @Nullable String to) {
		List<String> entries = new ArrayList<>();
		try (StoreCursor cursor = store.scan((from != null) ? bytes(from) : null, (to != null) ? bytes(to) : null)) {
			while (cursor.next()) {
				entries.add(text(cursor.key()) + "=" + text(cursor.value()));
			}
		}
		return entries;
	}

}
