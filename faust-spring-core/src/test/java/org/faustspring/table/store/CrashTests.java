package org.faustspring.table.store;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.faustspring.table.StoreKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is left on disk when a process dies.
 */
class CrashTests {

	private static final int EVERYTHING = Integer.MAX_VALUE;

	private final Path root;

	CrashTests(@TempDir Path root) {
		this.root = root;
	}

	@Test
	void everyAppliedBatchIsThereAfterAKill() throws Exception {
		int last = runAndKill(StoreFixture.MEMORY, 100, 0, 3000);

		assertThat(reopenedPosition()).isBetween(last + 1, last + 2);
	}

	@Test
	void everyAppliedBatchIsThereAfterAKillAmongFlushes() throws Exception {
		int last = runAndKill(0, 20_000, 0, 2000);

		assertThat(reopenedPosition()).isBetween(last + 1, last + 2);
	}

	@Test
	void unfinishedRestoreIsLostAsAWhole() throws Exception {
		runAndKill(StoreFixture.MEMORY, 100, EVERYTHING, 500);

		assertThat(reopenedPosition()).isZero();
	}

	@Test
	void unfinishedRestoreThatFlushedByItselfKeepsPositionsWithTheirData() throws Exception {
		int last = runAndKill(0, 20_000, EVERYTHING, 2000);

		assertThat(reopenedPosition()).isBetween(1, last + 2);
	}

	@Test
	void unfinishedLoadKeepsTablesWithTheirPositionsOrLosesThem() throws Exception {
		// Buffers of 512 KB: killed among files that are written and taken over.
		for (int killAt : List.of(500, 2000, 2010, 2100, 2500)) {
			run(0, 20_000, EVERYTHING, EVERYTHING - 1, killAt, "load");

			assertEachTableIsConsistent();
		}
	}

	@Test
	void commitRightAfterALoadBringsTheLoadedDataToDiskFirst() throws Exception {
		int last = run(StoreFixture.MEMORY, 100, 500, 520, 520, "load");

		assertThat(last).isEqualTo(520);
		assertThat(reopenedPosition()).isEqualTo(521);
	}

	@Test
	void commitRightAfterARestoreBringsTheRestoredDataToDiskFirst() throws Exception {
		// Few logged batches after many restored ones: were more keys written again, the
		// loss of the restored ones would not show.
		int last = run(StoreFixture.MEMORY, 100, 500, 520, 520);

		assertThat(last).isEqualTo(520);
		assertThat(reopenedPosition()).isEqualTo(521);
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void failedWriteIsReportedAndChangesNothing() throws Exception {
		// A limit on the size of files, above that of the native library: as good as a
		// full disk.
		List<String> java = ChildJvm.command(this.root, CrashChild.class, this.root.toString(),
				Long.toString(1024L * 1024 * 1024), "100000", "0", "2000");
		Process child = new ProcessBuilder(List.of("bash", "-c",
				"ulimit -f 24000; exec "
						+ java.stream().map((word) -> "'" + word + "'").collect(Collectors.joining(" "))))
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			// Ends the process after its last batch, should no write ever fail.
			.redirectInput(new File("/dev/null"))
			.start();
		List<String> lines;
		try (BufferedReader output = child.inputReader()) {
			lines = output.lines().toList();
		}
		finally {
			child.destroyForcibly().waitFor();
		}

		assertThat(lines).hasSizeGreaterThan(50);
		assertThat(lines.get(lines.size() - 1)).contains(this.root.toString()).contains("File too large");
		assertThat(reopenedPosition()).isEqualTo(lines.size() - 1);
	}

	@Test
	void fullDiskIsCalledSo() {
		Status status = new Status(Status.Code.IOError, Status.SubCode.NoSpace, null);
		StoreException ex = StoreException.of("Writing", this.root,
				new RocksDBException("While appending to file: No space left on device", status));

		assertThat(ex.reason()).isEqualTo(StoreException.Reason.NO_SPACE);
		assertThat(ex).hasMessageContaining(this.root.toString())
			.hasMessageContaining("No space left on device")
			.hasMessageContaining("Free space");
	}

	private int runAndKill(long memory, int valueBytes, int restored, int killAt) throws Exception {
		return run(memory, valueBytes, restored, EVERYTHING - 1, killAt);
	}

	private int run(long memory, int valueBytes, int restored, int lastBatch, int killAt, String... more)
			throws Exception {
		List<String> arguments = new ArrayList<>(List.of(this.root.toString(), Long.toString(memory),
				Integer.toString(valueBytes), Integer.toString(restored), Integer.toString(lastBatch)));
		arguments.addAll(List.of(more));
		Process child = ChildJvm.start(this.root, CrashChild.class, arguments.toArray(String[]::new));
		try (BufferedReader output = child.inputReader()) {
			String line = output.readLine();
			while (line != null && Integer.parseInt(line) < killAt) {
				line = output.readLine();
			}
			// Unlike Process.destroyForcibly, this leaves the pipe open for what is still
			// in it.
			child.toHandle().destroyForcibly();
			return last(output, line);
		}
		finally {
			child.destroyForcibly().waitFor();
		}
	}

	private static int last(BufferedReader output, String line) throws IOException {
		String last = line;
		for (String next = output.readLine(); next != null; next = output.readLine()) {
			last = next;
		}
		return Integer.parseInt(last);
	}

	private void assertEachTableIsConsistent() {
		try (StoreFixture fixture = new StoreFixture(this.root);
				TaskStore store = fixture.open(StoreKind.ROCKSDB, NumberedBatches.TABLES.toArray(String[]::new))) {
			NumberedBatches.TABLES.forEach((table) -> NumberedBatches.assertConsistent(store, table));
		}
	}

	private int reopenedPosition() {
		try (StoreFixture fixture = new StoreFixture(this.root);
				TaskStore store = fixture.open(StoreKind.ROCKSDB, NumberedBatches.TABLES.toArray(String[]::new))) {
			return NumberedBatches.assertConsistent(store);
		}
	}

}
