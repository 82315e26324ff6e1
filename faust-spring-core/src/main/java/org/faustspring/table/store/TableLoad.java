package org.faustspring.table.store;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.jspecify.annotations.Nullable;

/**
 * A table that is being filled by sorted files: collects records, has them written in
 * another thread, and hands the files to RocksDB in order. Belongs to the owner of the
 * store.
 */
final class TableLoad {

	private static final int INGESTED_AT_ONCE = 8;

	private final String table;

	private final RocksDatabase database;

	private final RunWriters writers;

	private final Path base;

	private final TablePartition partition;

	private final Deque<Run> runs = new ArrayDeque<>();

	private @Nullable RunBuffer buffer;

	private @Nullable StorePosition position;

	private int files;

	TableLoad(String table, RocksDatabase database, RunWriters writers, Path base, TablePartition partition) {
		this.table = table;
		this.database = database;
		this.writers = writers;
		this.base = base;
		this.partition = partition;
	}

	void add(TableWrites writes) {
		long needed = RunBuffer.needed(writes);
		RunBuffer buffer = this.buffer;
		if (buffer != null && !buffer.fits(needed)) {
			spill(buffer);
			buffer = null;
		}
		if (writes.size() > 0) {
			if (buffer == null) {
				buffer = this.writers.take(needed);
				this.buffer = buffer;
			}
			buffer.add(writes);
		}
		StorePosition position = writes.position();
		if (position != null) {
			this.position = position;
		}
		if (written() >= INGESTED_AT_ONCE) {
			ingest(INGESTED_AT_ONCE);
		}
	}

	/** How many of the oldest files are written. */
	private int written() {
		int written = 0;
		for (Run run : this.runs) {
			if (!run.file.isDone()) {
				break;
			}
			written++;
		}
		return written;
	}

	/**
	 * Have the rest written.
	 * @return whether it is, all of it
	 */
	boolean spill() {
		RunBuffer buffer = this.buffer;
		if (buffer != null) {
			spill(buffer);
		}
		return written() == this.runs.size();
	}

	private void spill(RunBuffer buffer) {
		this.buffer = null;
		Path file = this.base.resolveSibling(this.base.getFileName() + "-" + this.files++ + ".sst");
		this.runs.add(new Run(this.writers.write(buffer, file), this.position));
	}

	/** Several at once, since each time costs some writes that wait for the disk. */
	private void ingest(int count) {
		List<Path> files = new ArrayList<>(count);
		StorePosition position = null;
		for (Run run : this.runs) {
			if (files.size() == count) {
				break;
			}
			files.add(file(run));
			position = run.position;
		}
		this.database.ingest(this.table, files, position);
		this.partition.moveTo(position);
		for (int i = 0; i < count; i++) {
			this.runs.removeFirst();
		}
	}

	private static Path file(Run run) {
		try {
			return run.file.join();
		}
		catch (CompletionException ex) {
			throw (ex.getCause() instanceof StoreException cause) ? cause : ex;
		}
	}

	/** Bring what is left to RocksDB: the part that takes time. */
	void finish() {
		spill();
		if (!this.runs.isEmpty()) {
			ingest(this.runs.size());
		}
		StorePosition position = this.position;
		if (position != null && !position.equals(this.partition.position())) {
			// Markers only followed the last record.
			TableWrites move = new TableWrites(this.table);
			move.position(position);
			this.database.write(List.of(move), true);
			this.partition.moveTo(position);
		}
	}

	/** Give up what RocksDB has not got. */
	void cancel() {
		RunBuffer buffer = this.buffer;
		this.buffer = null;
		if (buffer != null) {
			this.writers.giveBack(buffer);
		}
		for (Run run : this.runs) {
			Path file = run.file.handle((written, ex) -> written).join();
			if (file != null) {
				RunWriters.discard(file);
			}
		}
		this.runs.clear();
	}

	private record Run(CompletableFuture<Path> file, @Nullable StorePosition position) {

	}

}
