package org.faustspring.table.store;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.FlushOptions;
import org.rocksdb.IngestExternalFileOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * The RocksDB of one task: a column family a table, and the default one for positions.
 * Knows the order of writes that keeps positions from ever being ahead of data. Writes
 * belong to the owner; whoever calls holds the task's {@link StoreGate}.
 * <p>
 * The trap this class is built around: {@code atomic_flush} makes flushes atomic over
 * column families, but not the replay of the log. Say a restore wrote records 1 to 100
 * without the log, then a commit wrote record 101 with it, and the process is killed. The
 * memtables are gone, the log replays 101 alone, and the position says 102. So whatever
 * was written without the log is flushed, all column families together, before anything
 * is written with it; {@link #write} sees to that itself.
 */
final class RocksDatabase implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(RocksDatabase.class);

	private static final String POSITION_PREFIX = "p/";

	/** Key of the note that a table's reset has begun. */
	private static final String RESET_PREFIX = "r/";

	/** A batch that grew beyond this is not kept: every task has one. */
	private static final long KEPT_BATCH_BYTES = 1024 * 1024;

	private final Path directory;

	private final RocksDB db;

	private final ColumnFamilyHandle positions;

	private final RocksFamilies families;

	private final WriteOptions logged = new WriteOptions();

	private final WriteOptions synced = new WriteOptions().setSync(true);

	private final WriteOptions unlogged = new WriteOptions().setDisableWAL(true);

	private WriteBatch batch = new WriteBatch();

	private boolean unflushed;

	private RocksDatabase(Path directory, RocksDB db, RocksFamilies families) {
		this.directory = directory;
		this.db = db;
		this.families = families;
		this.positions = families.positions();
	}

	/**
	 * Opens a database, creates it and column families of new tables. RocksDB opens all
	 * column families or none, so those of tables that are no longer known are opened
	 * too; nobody asks for them.
	 * @param directory directory of the database, existing
	 * @param tables names of the tables
	 * @param settings options and memory to use
	 * @return the database
	 * @throws RocksDBException if it cannot be opened
	 */
	static RocksDatabase open(Path directory, Collection<String> tables, RocksSettings settings)
			throws RocksDBException {
		List<ColumnFamilyDescriptor> descriptors = RocksFamilies.toOpen(directory, tables, settings);
		List<ColumnFamilyHandle> handles = new ArrayList<>();
		RocksDB db;
		try {
			db = RocksDB.open(settings.databaseOptions(), directory.toString(), descriptors, handles);
		}
		catch (RocksDBException ex) {
			if (!settings.giveUpCompression(ex)) {
				throw ex;
			}
			db = RocksDB.open(settings.databaseOptions(), directory.toString(), descriptors, handles);
		}
		return started(new RocksDatabase(directory, db, new RocksFamilies(directory, settings, db, handles)));
	}

	private static RocksDatabase started(RocksDatabase database) throws RocksDBException {
		boolean complete = false;
		try {
			database.completeResets();
			complete = true;
			return database;
		}
		finally {
			if (!complete) {
				database.close();
			}
		}
	}

	private void completeResets() throws RocksDBException {
		List<String> interrupted = new ArrayList<>();
		try (RocksIterator notes = this.db.newIterator(this.positions)) {
			for (notes.seek(bytes(RESET_PREFIX)); notes.isValid(); notes.next()) {
				String note = new String(notes.key(), StandardCharsets.UTF_8);
				if (!note.startsWith(RESET_PREFIX)) {
					break;
				}
				interrupted.add(note.substring(RESET_PREFIX.length()));
			}
			notes.status();
		}
		for (String table : interrupted) {
			recreate(table);
		}
	}

	/**
	 * Reads the stored position of a table.
	 * @param table name of the table
	 * @return its position, or null if it has none
	 * @throws RocksDBException if it cannot be read
	 * @throws StoreException if there is one, but not in a form this version knows
	 */
	@Nullable StorePosition position(String table) throws RocksDBException {
		byte[] stored = this.db.get(this.positions, bytes(POSITION_PREFIX + table));
		if (stored == null) {
			return null;
		}
		StorePosition position = PositionCodec.decode(stored);
		if (position == null) {
			throw new StoreException("The position of table '%s' in %s is not in a form this version can read"
				.formatted(table, this.directory), StoreException.Reason.CORRUPT, null);
		}
		return position;
	}

	/**
	 * Returns where a table's data is until its next reset.
	 * @param table name of the table
	 * @return its column family
	 * @throws StoreException if a reset has dropped it and failed then
	 */
	ColumnFamilyHandle family(String table) {
		return this.families.of(table);
	}

	byte @Nullable [] get(String table, ColumnFamilyHandle family, byte[] key) {
		try {
			return this.db.get(family, key);
		}
		catch (RocksDBException ex) {
			throw StoreException.of("Reading table '%s'".formatted(table), this.directory, ex);
		}
	}

	RocksCursor scan(String table, StoreGate gate, byte @Nullable [] from, byte @Nullable [] toExclusive) {
		return new RocksCursor(this.db, this.families.of(table), gate, "Scanning table '%s'".formatted(table),
				this.directory, from, toExclusive);
	}

	long estimatedKeys(String table) {
		try {
			return this.db.getLongProperty(this.families.of(table), "rocksdb.estimate-num-keys");
		}
		catch (RocksDBException ex) {
			throw StoreException.of("Asking for the size of table '%s'".formatted(table), this.directory, ex);
		}
	}

	/**
	 * Writes data and positions in one atomic batch.
	 * @param tables what to write
	 * @param log whether the write goes through the log
	 * @throws StoreException if it cannot be written; then nothing is
	 */
	void write(List<TableWrites> tables, boolean log) {
		if (log) {
			flush();
		}
		try {
			for (TableWrites table : tables) {
				stage(table);
			}
			// Set first: a write that fails half-way must not pass for flushed.
			this.unflushed = this.unflushed || !log;
			this.db.write(log ? this.logged : this.unlogged, this.batch);
		}
		catch (RocksDBException ex) {
			throw StoreException.of("Writing %d tables".formatted(tables.size()), this.directory, ex);
		}
		finally {
			emptyBatch();
		}
	}

	private void stage(TableWrites writes) throws RocksDBException {
		ColumnFamilyHandle family = this.families.of(writes.table());
		for (int i = 0; i < writes.size(); i++) {
			byte[] value = writes.value(i);
			if (value != null) {
				this.batch.put(family, writes.key(i), value);
			}
			else {
				this.batch.delete(family, writes.key(i));
			}
		}
		StorePosition position = writes.position();
		if (position != null) {
			this.batch.put(this.positions, bytes(POSITION_PREFIX + writes.table()), PositionCodec.encode(position));
		}
	}

	private void emptyBatch() {
		if (this.batch.getDataSize() <= KEPT_BATCH_BYTES) {
			this.batch.clear();
		}
		else {
			this.batch.close();
			this.batch = new WriteBatch();
		}
	}

	/**
	 * Flushes what was written without the log, all column families atomically; does
	 * nothing if there is none.
	 * @throws StoreException if the disk fails
	 */
	void flush() {
		if (!this.unflushed) {
			return;
		}
		try (FlushOptions options = new FlushOptions().setWaitForFlush(true).setAllowWriteStall(true)) {
			this.db.flush(options, this.families.all());
		}
		catch (RocksDBException ex) {
			throw StoreException.of("Flushing restored data", this.directory, ex);
		}
		this.unflushed = false;
	}

	/**
	 * Lets files gather before they are merged, while many are to come.
	 * @param table name of the table
	 */
	void beginLoad(String table) {
		this.families.mergeFrom(table, RocksSettings.MERGED_FILES_OF_A_LOAD);
	}

	/**
	 * Ends what {@link #beginLoad} began; RocksDB merges beside reads from here on.
	 * @param table name of the table
	 */
	void endLoad(String table) {
		this.families.mergeFrom(table, RocksSettings.MERGED_FILES);
	}

	/**
	 * Takes sorted files and moves the position. RocksDB has no way to do both at once,
	 * and a file that was taken is on disk whatever becomes of the log. So a note is
	 * there meanwhile, as of a reset: whoever dies in between has lost the table, but
	 * never has data without its position.
	 * @param table name of the table
	 * @param files the files, each with newer records than the one before and the table;
	 * RocksDB owns them afterwards
	 * @param position the position after their records, or null if not known
	 * @throws StoreException if the disk fails: the table is lost when the database is
	 * opened again
	 */
	void ingest(String table, List<Path> files, @Nullable StorePosition position) {
		flush();
		try (IngestExternalFileOptions options = new IngestExternalFileOptions().setMoveFiles(true)) {
			noteReset(table);
			this.db.ingestExternalFile(this.families.of(table), files.stream().map(Path::toString).toList(), options);
			this.batch.delete(this.positions, bytes(RESET_PREFIX + table));
			if (position != null) {
				this.batch.put(this.positions, bytes(POSITION_PREFIX + table), PositionCodec.encode(position));
			}
			this.db.write(this.logged, this.batch);
		}
		catch (RocksDBException ex) {
			throw StoreException.of("Adding restored data to table '%s'".formatted(table), this.directory, ex);
		}
		finally {
			emptyBatch();
		}
	}

	private void noteReset(String table) throws RocksDBException {
		this.batch.delete(this.positions, bytes(POSITION_PREFIX + table));
		this.batch.put(this.positions, bytes(RESET_PREFIX + table), new byte[0]);
		this.db.write(this.synced, this.batch);
		this.batch.clear();
	}

	/**
	 * Drops data and position of a table. Dropping a column family reaches the disk at
	 * once and by another way than the log, so the loss of the position has to be on disk
	 * before it, together with a note to complete what a crash interrupts.
	 * @param table name of the table
	 * @throws StoreException if the disk fails
	 */
	void reset(String table) {
		flush();
		try {
			noteReset(table);
			recreate(table);
		}
		catch (RocksDBException ex) {
			throw StoreException.of("Resetting table '%s'".formatted(table), this.directory, ex);
		}
		finally {
			emptyBatch();
		}
	}

	private void recreate(String table) throws RocksDBException {
		this.families.recreate(table);
		this.db.delete(this.positions, this.logged, bytes(RESET_PREFIX + table));
	}

	/**
	 * Closes the database; cursors must be closed before. Restored data that is not
	 * flushed yet is flushed, since reading it from Kafka again would cost more.
	 */
	@Override
	public void close() {
		try {
			flush();
		}
		catch (StoreException ex) {
			logger.warn("The latest restored data is lost and will be restored again", ex);
		}
		this.families.close();
		try {
			this.db.closeE();
		}
		catch (RocksDBException ex) {
			logger.warn("RocksDB in %s reported a failure while closing; committed data is in its log"
				.formatted(this.directory), ex);
		}
		this.db.close();
		this.batch.close();
		this.logged.close();
		this.synced.close();
		this.unlogged.close();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
