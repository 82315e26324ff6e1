package org.faustspring.table.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.faustspring.table.StoreKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.rocksdb.CompressionType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

@ExtendWith(OutputCaptureExtension.class)
class RocksTaskStoreTests extends TaskStoreContractTests {

	RocksTaskStoreTests() {
		super(StoreKind.ROCKSDB);
	}

	@Test
	void dataAndPositionsSurviveReopening() {
		write(7);
		this.task.finishRestoring();
		reopen("counts", "names");

		assertThat(get("counts", "a")).isEqualTo("7");
		assertThat(this.task.table("counts").position()).isEqualTo(StoreFixture.at(7));
	}

	@Test
	void restoredDataSurvivesACloseWithoutFinish() {
		StoreWrites writes = new StoreWrites();
		writes.put("counts", StoreFixture.bytes("a"), StoreFixture.bytes("1"));
		writes.position("counts", StoreFixture.at(1));
		this.task.restore(writes);
		reopen("counts", "names");

		assertThat(get("counts", "a")).isEqualTo("1");
		assertThat(this.task.table("counts").position()).isEqualTo(StoreFixture.at(1));
	}

	@Test
	void loadThatIsClosedEarlyIsLostAsAWhole() {
		write(3);
		StoreWrites writes = new StoreWrites();
		writes.put("counts", StoreFixture.bytes("a"), StoreFixture.bytes("4"));
		writes.position("counts", StoreFixture.at(4));
		this.task.load(writes);
		reopen("counts", "names");

		assertThat(get("counts", "a")).isEqualTo("3");
		assertThat(this.task.table("counts").position()).isEqualTo(StoreFixture.at(3));
	}

	@Test
	void markersAtTheEndOfALoadMoveThePosition() {
		StoreWrites writes = new StoreWrites();
		writes.put("counts", StoreFixture.bytes("a"), StoreFixture.bytes("4"));
		writes.position("counts", StoreFixture.at(4));
		this.task.load(writes);
		StoreWrites markers = new StoreWrites();
		markers.position("counts", StoreFixture.at(5));
		this.task.load(markers);
		this.task.finishRestoring();
		reopen("counts", "names");

		assertThat(this.task.table("counts").position()).isEqualTo(StoreFixture.at(5));
	}

	@Test
	void loadOfManyTablesAtOnceAndOfHugeValuesEnds() throws IOException {
		List<String> tables = IntStream.range(0, 9).mapToObj((number) -> "table-" + number).toList();
		reopen(tables.toArray(String[]::new));
		byte[] huge = new byte[3_000_000];
		for (int round = 0; round < 5; round++) {
			for (String table : tables) {
				StoreWrites writes = new StoreWrites();
				for (int key = 0; key < 1000; key++) {
					writes.put(table, StoreFixture.bytes(key * 7919 % 1000 + "-" + round), new byte[300]);
				}
				writes.position(table, StoreFixture.at(round + 1));
				this.task.load(writes);
			}
		}
		StoreWrites writes = new StoreWrites();
		writes.put("table-0", StoreFixture.bytes("huge"), huge);
		this.task.load(writes);
		this.task.finishRestoring();
		reopen(tables.toArray(String[]::new));

		for (String table : tables) {
			assertThat(StoreFixture.scan(this.task.table(table), "0", "h")).hasSize(5000);
			assertThat(this.task.table(table).position()).isEqualTo(StoreFixture.at(5));
		}
		assertThat(this.task.table("table-0").get(StoreFixture.bytes("huge"))).hasSize(huge.length);
		try (Stream<Path> files = Files.walk(this.fixture.directory().taskPath("task-0"))) {
			assertThat(files.map(Path::toString)).noneMatch((file) -> file.contains("restoring"));
		}
	}

	@Test
	void filesOfALoadAreMergedWhenNoTableIsLoadedAnyMore() throws IOException {
		TableStores stores = this.fixture.stores();
		stores.beginLoads();
		Random random = new Random(1);
		for (int part = 0; part < 60; part++) {
			StoreWrites writes = new StoreWrites();
			for (int key = 0; key < 1000; key++) {
				byte[] value = new byte[300];
				random.nextBytes(value);
				writes.put("counts", StoreFixture.bytes(String.valueOf(random.nextInt())), value);
			}
			writes.position("counts", StoreFixture.at(part + 1));
			this.task.load(writes);
		}
		this.task.finishRestoring();
		assertThat(files()).isBetween(RocksSettings.MERGED_FILES + 1L, RocksSettings.MERGED_FILES_OF_A_LOAD - 1L);

		stores.endLoads();
		await().untilAsserted(() -> assertThat(files()).isLessThan(RocksSettings.MERGED_FILES));
	}

	private long files() throws IOException {
		try (Stream<Path> files = Files.list(this.fixture.directory().taskPath("task-0"))) {
			return files.filter((file) -> file.toString().endsWith(".sst")).count();
		}
	}

	@Test
	void removedTableKeepsItsDataAndDoesNotStopTheOpen() {
		write(3);
		reopen("names", "added");
		assertThat(this.task.table("added").position()).isNull();
		reopen("counts");

		assertThat(get("counts", "a")).isEqualTo("3");
		assertThat(this.task.table("counts").position()).isEqualTo(StoreFixture.at(3));
	}

	@Test
	void resetSurvivesReopening() {
		write(3);
		this.task.table("counts").reset();
		reopen("counts", "names");

		assertThat(get("counts", "a")).isNull();
		assertThat(this.task.table("counts").position()).isNull();
	}

	@Test
	void tablesOfBothKindsChangeTogether() {
		this.task.close();
		this.task = this.fixture.stores()
			.open("task-0", List.of(new TableStoreSpec("counts", StoreKind.ROCKSDB),
					new TableStoreSpec("names", StoreKind.MEMORY)));
		StoreWrites writes = new StoreWrites();
		writes.put("counts", StoreFixture.bytes("a"), StoreFixture.bytes("1"));
		writes.put("names", StoreFixture.bytes("a"), StoreFixture.bytes("Ann"));
		this.task.apply(writes);

		assertThat(get("counts", "a")).isEqualTo("1");
		assertThat(get("names", "a")).isEqualTo("Ann");
	}

	@Test
	void tableNamedDefaultIsNoTrouble() {
		reopen("default");
		StoreWrites writes = new StoreWrites();
		writes.put("default", StoreFixture.bytes("a"), StoreFixture.bytes("1"));
		this.task.apply(writes);

		assertThat(StoreFixture.scan(this.task.table("default"), null, null)).containsExactly("a=1");
	}

	@Test
	void cursorShowsTheDataAsOfItsScan() {
		applyKeys("a", "b");
		try (StoreCursor cursor = this.task.table("counts").scan(null, null)) {
			applyKeys("c");

			assertThat(cursor.next()).isTrue();
			assertThat(cursor.next()).isTrue();
			assertThat(cursor.next()).isFalse();
		}
	}

	@Test
	void damagedDatabaseIsMovedAsideAndStartsEmpty(CapturedOutput output) throws IOException {
		for (String file : List.of("CURRENT", "MANIFEST-", ".sst")) {
			flushed();
			this.task.close();
			Path directory = this.fixture.directory().taskPath("task-0");
			damage(directory, file);

			this.task = this.fixture.open(StoreKind.ROCKSDB, "counts", "names");

			assertThat(this.task.table("counts").position()).as(file).isNull();
			assertThat(get("counts", "a")).as(file).isNull();
			assertThat(directory.resolveSibling(directory.getFileName() + ".damaged")).as(file).isDirectory();
			write(1);
			assertThat(get("counts", "a")).as(file).isEqualTo("1");
		}
		assertThat(output.getOut().lines().filter((line) -> line.contains("WARN"))).hasSize(3)
			.allSatisfy((line) -> assertThat(line).contains("task-0").contains(".damaged"));
		this.task.close();
		this.fixture.directory().deleteTask("task-0");
		try (Stream<Path> left = Files.list(this.fixture.directory().path().resolve("tasks"))) {
			assertThat(left).isEmpty();
		}
	}

	@Test
	void missingDataFileCountsAsDamage() throws IOException {
		flushed();
		this.task.close();
		try (Stream<Path> files = Files.list(this.fixture.directory().taskPath("task-0"))) {
			for (Path file : files.filter((path) -> path.toString().endsWith(".sst")).toList()) {
				Files.delete(file);
			}
		}

		this.task = this.fixture.open(StoreKind.ROCKSDB, "counts", "names");

		assertThat(this.task.table("counts").position()).isNull();
	}

	@Test
	void directoryThatCannotBeOpenedIsNamedAndKept() throws IOException {
		flushed();
		this.task.close();
		try (StoreFixture ignored = this.fixture) {
			Path database = this.fixture.directory().taskPath("task-0");
			Path lock = database.resolve("LOCK");
			Files.delete(lock);
			Files.createDirectory(lock);

			assertThatExceptionOfType(StoreException.class)
				.isThrownBy(() -> this.fixture.open(StoreKind.ROCKSDB, "counts", "names"))
				.withMessageContaining(database.toString())
				.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(StoreException.Reason.IO));

			Files.delete(lock);
			this.task = this.fixture.open(StoreKind.ROCKSDB, "counts", "names");
			assertThat(get("counts", "a")).isEqualTo("1");
		}
	}

	@Test
	void missingCompressionFallsBackToNone() {
		try (TableStores stores = new TableStores(this.fixture.directory(), StoreFixture.MEMORY,
				CompressionType.XPRESS_COMPRESSION);
				TaskStore store = stores.open("task-1", List.of(new TableStoreSpec("counts", StoreKind.ROCKSDB)))) {
			StoreWrites writes = new StoreWrites();
			writes.put("counts", StoreFixture.bytes("a"), StoreFixture.bytes("1"));
			store.restore(writes);
			store.finishRestoring();

			assertThat(store.table("counts").get(StoreFixture.bytes("a"))).isEqualTo(StoreFixture.bytes("1"));
		}
	}

	private void flushed() {
		StoreWrites writes = new StoreWrites();
		writes.put("counts", StoreFixture.bytes("a"), StoreFixture.bytes("1"));
		writes.position("counts", StoreFixture.at(1));
		this.task.restore(writes);
		this.task.finishRestoring();
	}

	private void write(long number) {
		StoreWrites writes = new StoreWrites();
		writes.put("counts", StoreFixture.bytes("a"), StoreFixture.bytes(Long.toString(number)));
		writes.position("counts", StoreFixture.at(number));
		this.task.apply(writes);
	}

	private void reopen(String... tables) {
		this.task.close();
		this.task = this.fixture.open(StoreKind.ROCKSDB, tables);
	}

	private static void damage(Path directory, String file) throws IOException {
		try (Stream<Path> files = Files.list(directory)) {
			for (Path path : files.filter((candidate) -> candidate.getFileName().toString().contains(file)).toList()) {
				Files.write(path, "not what it was".getBytes(StandardCharsets.UTF_8));
			}
		}
	}

}
