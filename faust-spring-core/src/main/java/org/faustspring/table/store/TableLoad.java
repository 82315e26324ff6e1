package org.faustspring.table.store;

import java.nio.file.Path;
import java.util.ArrayDeque;
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
		while (!this.runs.isEmpty() && this.runs.getFirst().file.isDone()) {
			ingest();
		}
	}

	private void spill(RunBuffer buffer) {
		this.buffer = null;
		Path file = this.base.resolveSibling(this.base.getFileName() + "-" + this.files++ + ".sst");
		this.runs.add(new Run(this.writers.write(buffer, file), this.position));
	}

	private void ingest() {
		Run run = this.runs.getFirst();
		Path file;
		try {
			file = run.file.join();
		}
		catch (CompletionException ex) {
			throw (ex.getCause() instanceof StoreException cause) ? cause : ex;
		}
		this.database.ingest(this.table, file, run.position);
		this.partition.moveTo(run.position);
		this.runs.removeFirst();
	}

	/** Bring what is left to RocksDB: the part that takes time. */
	void finish() {
		RunBuffer buffer = this.buffer;
		if (buffer != null) {
			spill(buffer);
		}
		while (!this.runs.isEmpty()) {
			ingest();
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
