package org.faustspring.table.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The tables of a task that are being filled by sorted files. Belongs to the owner of the
 * store, or to whoever is alone in its gate.
 */
final class TaskLoad {

	private static final Log logger = LogFactory.getLog(TaskLoad.class);

	private final RocksDatabase database;

	private final StoreGate gate;

	private final RunWriters writers;

	private final Path directory;

	private final Map<String, TableLoad> tables = new LinkedHashMap<>();

	private int begun;

	private boolean cancelled;

	/**
	 * Begins it.
	 * @param database the database to fill
	 * @param gate keeps it from being closed
	 * @param writers write files
	 * @param directory where they write them; made if need be
	 */
	TaskLoad(RocksDatabase database, StoreGate gate, RunWriters writers, Path directory) {
		this.database = database;
		this.gate = gate;
		this.writers = writers;
		this.directory = directory;
		try {
			Files.createDirectories(directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(
					"Directory %s for restored data cannot be created (%s)".formatted(directory, ex), ex);
		}
		writers.begin();
	}

	/**
	 * Take writes.
	 * @param writes the writes
	 * @param partition the table
	 */
	void add(TableWrites writes, TablePartition partition) {
		if (this.cancelled) {
			return;
		}
		TableLoad load = this.tables.get(writes.table());
		if (load == null) {
			this.database.beginLoad(writes.table());
			load = new TableLoad(writes.table(), this.database, this.writers,
					this.directory.resolve("table-" + this.begun++), partition);
			this.tables.put(writes.table(), load);
		}
		load.add(writes);
	}

	/**
	 * Have the rest written.
	 * @return whether it is, all of it
	 */
	boolean spill() {
		boolean written = true;
		for (TableLoad load : this.tables.values()) {
			written &= load.spill();
		}
		return written;
	}

	/** Bring everything to the database. */
	void finish() {
		if (this.cancelled) {
			return;
		}
		this.tables.values().forEach(TableLoad::finish);
		List<String> loaded = List.copyOf(this.tables.keySet());
		this.writers.afterLoads(() -> merge(loaded));
		end();
	}

	/**
	 * Merging takes the processors and the disk that other tables need that are still
	 * being filled, so it comes after them. In another thread, inside the gate.
	 */
	private void merge(List<String> loaded) {
		try {
			this.gate.enter();
		}
		catch (StoreClosedException ex) {
			// Whoever opens it merges.
			return;
		}
		try {
			loaded.forEach(this.database::endLoad);
		}
		catch (StoreException ex) {
			logger.warn("Restored data of tables %s is merged later than usual, and is slower to read until then"
				.formatted(loaded), ex);
		}
		finally {
			this.gate.leave();
		}
	}

	/**
	 * Give up what a table's files have not got into the database.
	 * @param table the table
	 */
	void cancel(String table) {
		TableLoad load = this.tables.remove(table);
		if (load != null) {
			load.cancel();
		}
	}

	/** Give up what the database has not got; waits for files that are being written. */
	void cancel() {
		this.tables.values().forEach(TableLoad::cancel);
		end();
	}

	private void end() {
		if (!this.cancelled) {
			this.cancelled = true;
			this.tables.clear();
			this.writers.end();
		}
	}

}
