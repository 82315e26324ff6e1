package org.faustspring.table.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import org.faustspring.table.StoreKind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What both kinds of store promise.
 */
abstract class TaskStoreContractTests {

	private final StoreKind kind;

	StoreFixture fixture;

	TaskStore task;

	TaskStoreContractTests(StoreKind kind) {
		this.kind = kind;
	}

	@BeforeEach
	void open(@TempDir Path root) {
		this.fixture = new StoreFixture(root);
		this.task = this.fixture.open(this.kind, "counts", "names");
	}

	@AfterEach
	void close() {
		this.fixture.close();
	}

	@Test
	void newStoreIsEmptyAndHasNoPosition() {
		PartitionStore counts = this.task.table("counts");

		assertThat(counts.position()).isNull();
		assertThat(counts.get(StoreFixture.bytes("a"))).isNull();
		assertThat(StoreFixture.scan(counts, null, null)).isEmpty();
		assertThat(counts.approximateSize()).isZero();
	}

	@Test
	void appliedWritesAndPositionsAreRead() {
		StoreWrites writes = new StoreWrites();
		writes.put("counts", StoreFixture.bytes("a"), StoreFixture.bytes("1"));
		writes.put("names", StoreFixture.bytes("a"), StoreFixture.bytes("Ann"));
		writes.position("counts", StoreFixture.at(5));
		this.task.apply(writes);

		assertThat(get("counts", "a")).isEqualTo("1");
		assertThat(get("names", "a")).isEqualTo("Ann");
		assertThat(this.task.table("counts").position()).isEqualTo(StoreFixture.at(5));
		assertThat(this.task.table("names").position()).isNull();
		assertThat(this.task.table("counts").approximateSize()).isEqualTo(1);
	}

	@Test
	void lastWriteToAKeyCounts() {
		StoreWrites writes = new StoreWrites();
		writes.put("counts", StoreFixture.bytes("a"), StoreFixture.bytes("1"));
		writes.put("counts", StoreFixture.bytes("a"), StoreFixture.bytes("2"));
		writes.put("counts", StoreFixture.bytes("b"), StoreFixture.bytes("1"));
		writes.delete("counts", StoreFixture.bytes("b"));
		writes.delete("counts", StoreFixture.bytes("never there"));
		this.task.apply(writes);

		assertThat(StoreFixture.scan(this.task.table("counts"), null, null)).containsExactly("a=2");
	}

	@Test
	void emptyKeysAndValuesAreKept() {
		StoreWrites writes = new StoreWrites();
		writes.put("counts", new byte[0], new byte[0]);
		this.task.restore(writes);

		assertThat(this.task.table("counts").get(new byte[0])).isEmpty();
		assertThat(StoreFixture.scan(this.task.table("counts"), null, null)).containsExactly("=");
	}

	@Test
	void scanIncludesFromAndExcludesTo() {
		applyKeys("a", "b", "ba", "bb", "c");
		PartitionStore counts = this.task.table("counts");

		assertThat(StoreFixture.scan(counts, "b", "c")).containsExactly("b=v", "ba=v", "bb=v");
		assertThat(StoreFixture.scan(counts, "aa", null)).containsExactly("b=v", "ba=v", "bb=v", "c=v");
		assertThat(StoreFixture.scan(counts, null, "b")).containsExactly("a=v");
		assertThat(StoreFixture.scan(counts, "c", "a")).isEmpty();
		assertThat(StoreFixture.scan(counts, null, "")).isEmpty();
		assertThat(StoreFixture.scan(counts, "d", null)).isEmpty();
	}

	@Test
	void keysAreOrderedAsUnsignedBytes() {
		StoreWrites writes = new StoreWrites();
		List<String> ordered = List.of("00", "0000", "01", "7f", "80", "80ff", "ff", "ff00");
		new ArrayList<>(ordered).stream()
			.sorted((a, b) -> b.compareTo(a))
			.forEach((key) -> writes.put("counts", HexFormat.of().parseHex(key), new byte[] { 1 }));
		this.task.apply(writes);

		List<String> scanned = new ArrayList<>();
		try (StoreCursor cursor = this.task.table("counts").scan(null, null)) {
			while (cursor.next()) {
				scanned.add(HexFormat.of().formatHex(cursor.key()));
			}
			assertThat(cursor.next()).isFalse();
			assertThatIllegalStateException().isThrownBy(cursor::key);
		}
		assertThat(scanned).isEqualTo(ordered);
	}

	@Test
	void resetDropsDataAndPositionOfOneTableOnly() {
		StoreWrites writes = new StoreWrites();
		for (String table : List.of("counts", "names")) {
			writes.put(table, StoreFixture.bytes("a"), StoreFixture.bytes("1"));
			writes.position(table, StoreFixture.at(1));
		}
		this.task.apply(writes);
		StoreCursor cursor = this.task.table("counts").scan(null, null);

		this.task.table("counts").reset();

		assertThat(this.task.table("counts").position()).isNull();
		assertThat(StoreFixture.scan(this.task.table("counts"), null, null)).isEmpty();
		assertThat(this.task.table("counts").approximateSize()).isZero();
		assertThat(get("names", "a")).isEqualTo("1");
		assertThat(this.task.table("names").position()).isEqualTo(StoreFixture.at(1));
		assertThatExceptionOfType(StoreClosedException.class).isThrownBy(cursor::next);
		cursor.close();
		applyKeys("b");
		assertThat(StoreFixture.scan(this.task.table("counts"), null, null)).containsExactly("b=v");
	}

	@Test
	void unknownTableIsRefusedBeforeAnythingIsWritten() {
		StoreWrites writes = new StoreWrites();
		writes.put("counts", StoreFixture.bytes("a"), StoreFixture.bytes("1"));
		writes.put("typo", StoreFixture.bytes("a"), StoreFixture.bytes("1"));

		assertThatIllegalArgumentException().isThrownBy(() -> this.task.apply(writes)).withMessageContaining("typo");
		assertThat(get("counts", "a")).isNull();
		assertThatIllegalArgumentException().isThrownBy(() -> this.task.table("typo"));
	}

	@Test
	void loadedRecordsAndPositionsAreReadOnceFinished() {
		applyKeys("a", "gone");
		StoreWrites writes = new StoreWrites();
		writes.put("counts", StoreFixture.bytes("c"), StoreFixture.bytes("1"));
		writes.put("counts", StoreFixture.bytes("b"), StoreFixture.bytes("1"));
		writes.put("counts", StoreFixture.bytes("b"), StoreFixture.bytes("2"));
		writes.put("counts", StoreFixture.bytes(""), StoreFixture.bytes(""));
		writes.delete("counts", StoreFixture.bytes("gone"));
		writes.put("names", StoreFixture.bytes("a"), StoreFixture.bytes("Ann"));
		writes.position("counts", StoreFixture.at(5));
		this.task.load(writes);
		StoreWrites more = new StoreWrites();
		more.put("counts", StoreFixture.bytes("c"), StoreFixture.bytes("2"));
		more.position("counts", StoreFixture.at(6));
		this.task.load(more);
		this.task.finishRestoring();

		assertThat(StoreFixture.scan(this.task.table("counts"), null, null)).containsExactly("=", "a=v", "b=2", "c=2");
		assertThat(get("names", "a")).isEqualTo("Ann");
		assertThat(this.task.table("counts").position()).isEqualTo(StoreFixture.at(6));
		assertThat(this.task.table("names").position()).isNull();
	}

	@Test
	void commitAfterALoadComesAfterIt() {
		StoreWrites writes = new StoreWrites();
		writes.put("counts", StoreFixture.bytes("a"), StoreFixture.bytes("1"));
		this.task.load(writes);
		applyKeys("a");

		assertThat(get("counts", "a")).isEqualTo("v");
		this.task.finishRestoring();
		assertThat(get("counts", "a")).isEqualTo("v");
	}

	@Test
	void resetDropsWhatWasLoadedToo() {
		StoreWrites writes = new StoreWrites();
		for (String table : List.of("counts", "names")) {
			writes.put(table, StoreFixture.bytes("a"), StoreFixture.bytes("1"));
			writes.position(table, StoreFixture.at(1));
		}
		this.task.load(writes);
		this.task.table("counts").reset();
		this.task.finishRestoring();

		assertThat(get("counts", "a")).isNull();
		assertThat(this.task.table("counts").position()).isNull();
		assertThat(get("names", "a")).isEqualTo("1");
	}

	@Test
	void closedStoreRefusesEverything() {
		applyKeys("a", "b");
		PartitionStore counts = this.task.table("counts");
		StoreCursor cursor = counts.scan(null, null);
		cursor.next();

		this.task.close();
		this.task.close();

		assertThatExceptionOfType(StoreClosedException.class).isThrownBy(cursor::next).withMessageContaining("task-0");
		assertThatExceptionOfType(StoreClosedException.class).isThrownBy(() -> counts.get(new byte[0]));
		assertThatExceptionOfType(StoreClosedException.class).isThrownBy(() -> counts.scan(null, null));
		assertThatExceptionOfType(StoreClosedException.class).isThrownBy(counts::position);
		assertThatExceptionOfType(StoreClosedException.class).isThrownBy(counts::approximateSize);
		assertThatExceptionOfType(StoreClosedException.class).isThrownBy(counts::reset);
		assertThatExceptionOfType(StoreClosedException.class).isThrownBy(() -> applyKeys("c"));
		assertThatExceptionOfType(StoreClosedException.class).isThrownBy(this.task::finishRestoring);
		cursor.close();
	}

	@Test
	void storeOfATaskOpensOnceAtATime() {
		assertThatIllegalStateException().isThrownBy(() -> this.fixture.open(this.kind, "counts"))
			.withMessageContaining("task-0");
		assertThatIllegalStateException().isThrownBy(() -> this.fixture.directory().deleteTask("task-0"));

		this.task.close();
		this.task = this.fixture.open(this.kind, "counts");
		assertThat(this.task.table("counts").position()).isNull();
	}

	final void applyKeys(String... keys) {
		StoreWrites writes = new StoreWrites();
		for (String key : keys) {
			writes.put("counts", StoreFixture.bytes(key), StoreFixture.bytes("v"));
		}
		this.task.apply(writes);
	}

	final @Nullable String get(String table, String key) {
		return StoreFixture.text(this.task.table(table).get(StoreFixture.bytes(key)));
	}

}
