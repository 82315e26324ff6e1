package org.faustspring.table.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.faustspring.table.StoreKind;
import org.jspecify.annotations.Nullable;
import org.rocksdb.CompressionType;
import org.rocksdb.RocksDBException;

/**
 * Opens task stores; owns the native memory that all of them share. One per App, any
 * thread.
 */
public final class TableStores implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(TableStores.class);

	private static final long LEAST_MEMORY_BYTES = 4 * 1024 * 1024;

	private final StateDirectory directory;

	private final RocksSettings settings;

	private final RunWriters writers;

	private final Set<LocalTaskStore> open = ConcurrentHashMap.newKeySet();

	/** Stores that wait, open, for their next owner. */
	private final Map<String, LocalTaskStore> parked = new ConcurrentHashMap<>();

	/** Read to use the settings, write to close them. */
	private final ReadWriteLock lifecycle = new ReentrantReadWriteLock();

	private boolean closed;

	/**
	 * Reserves nothing yet: memory is taken as it is needed.
	 * @param directory where the stores live; closed by whoever opened it, after this
	 * @param memoryBytes budget for blocks and memtables of all stores, in bytes; less
	 * than 4 MB is raised to that. A large restore takes half as much again
	 */
	public TableStores(StateDirectory directory, long memoryBytes) {
		this(directory, memoryBytes, CompressionType.LZ4_COMPRESSION);
	}

	TableStores(StateDirectory directory, long memoryBytes, CompressionType compression) {
		this.directory = directory;
		long memory = Math.max(memoryBytes, LEAST_MEMORY_BYTES);
		this.settings = new RocksSettings(memory, compression);
		this.writers = new RunWriters(this.settings, memory / 2);
	}

	/**
	 * Returns how many tables should be given to {@link TaskStore#load} at a time: each
	 * holds a buffer until it is finished, and the smaller the buffers, the more files.
	 * @return number of tables
	 */
	public int loadsAtATime() {
		return RunWriters.AT_A_TIME;
	}

	/**
	 * Tells that several tables are going to be loaded, maybe one after the other: until
	 * {@link #endLoads()} those that are loaded are not merged, which would slow down the
	 * others, and memory is kept for them.
	 */
	public void beginLoads() {
		this.writers.begin();
	}

	/**
	 * Tells that no more tables are going to be loaded. Once for each
	 * {@link #beginLoads()}.
	 */
	public void endLoads() {
		this.writers.end();
	}

	/**
	 * Opens the store of a task, with what earlier runs left in it. Data of tables that
	 * are not asked for stays on disk untouched. A damaged database is moved aside and
	 * replaced by an empty one: its tables have no position, so they are restored from
	 * their changelogs.
	 * @param task name of the task
	 * @param tables its tables, names unique
	 * @return the store, to be closed by the caller
	 * @throws IllegalArgumentException if a table is named twice
	 * @throws IllegalStateException if the store of the task is open
	 * @throws StoreClosedException if this object is closed
	 * @throws StoreException if the database cannot be opened
	 * @throws UncheckedIOException if its directory cannot be created or moved aside
	 */
	public TaskStore open(String task, Collection<TableStoreSpec> tables) {
		Map<String, StoreKind> kinds = new LinkedHashMap<>();
		for (TableStoreSpec table : tables) {
			if (kinds.put(table.table(), table.kind()) != null) {
				throw new IllegalArgumentException("Task '%s' names table '%s' twice".formatted(task, table.table()));
			}
		}
		this.lifecycle.readLock().lock();
		try {
			if (this.closed) {
				throw new StoreClosedException(
						"The local stores of this App are closed; task '%s' cannot be opened".formatted(task));
			}
			LocalTaskStore waiting = this.parked.remove(task);
			if (waiting != null) {
				if (waiting.kinds().equals(kinds)) {
					return waiting;
				}
				waiting.close();
			}
			this.directory.claim(task);
			return openClaimed(task, kinds);
		}
		finally {
			this.lifecycle.readLock().unlock();
		}
	}

	/**
	 * Opens the store of a task, as {@link #open} does, unless somebody has it open.
	 * @param task name of the task
	 * @param tables its tables, names unique
	 * @return the store, or {@code null} if it is open
	 */
	public @Nullable TaskStore openIfFree(String task, Collection<TableStoreSpec> tables) {
		return (this.directory.isOpen(task) && !this.parked.containsKey(task)) ? null : open(task, tables);
	}

	/**
	 * Leaves an open store to whoever opens that task next, with what only is in memory.
	 * The caller does not use it any more.
	 * @param store the store
	 */
	public void park(TaskStore store) {
		if (store instanceof LocalTaskStore local) {
			this.parked.put(local.task(), local);
		}
	}

	/**
	 * Returns when earlier runs or owners wrote to stores of tasks that are not open now.
	 * @param tasks names of tasks
	 * @return when each was written last; those are missing of which there is nothing
	 */
	public Map<String, Instant> resting(Collection<String> tasks) {
		return this.directory.resting(tasks);
	}

	private TaskStore openClaimed(String task, Map<String, StoreKind> kinds) {
		boolean opened = false;
		try {
			LocalTaskStore store = opened(task, kinds);
			opened = true;
			return store;
		}
		finally {
			if (!opened) {
				this.directory.release(task);
			}
		}
	}

	private LocalTaskStore opened(String task, Map<String, StoreKind> kinds) {
		try {
			return tryOpen(task, kinds);
		}
		catch (StoreException ex) {
			if (ex.reason() != StoreException.Reason.CORRUPT) {
				throw ex;
			}
			moveAside(task, ex);
			return tryOpen(task, kinds);
		}
	}

	private void moveAside(String task, StoreException cause) {
		try {
			Path damaged = this.directory.moveAside(task);
			logger.warn("Local state of task '%s' is damaged and starts empty, to be restored from its changelogs. The "
				.formatted(task)
					+ "damaged files are now in %s; delete them once you know the cause: %s".formatted(damaged,
							cause.getMessage()));
		}
		catch (IOException ex) {
			ex.addSuppressed(cause);
			throw new UncheckedIOException("Local state of task '%s' in %s is damaged and cannot be moved aside; "
				.formatted(task, this.directory.taskPath(task)) + "stop the application and delete it", ex);
		}
	}

	private LocalTaskStore tryOpen(String task, Map<String, StoreKind> kinds) {
		List<String> onDisk = kinds.keySet().stream().filter((table) -> kinds.get(table) == StoreKind.ROCKSDB).toList();
		RocksDatabase database = onDisk.isEmpty() ? null : database(task, onDisk);
		boolean complete = false;
		try {
			LocalTaskStore store = assemble(task, kinds, database);
			complete = true;
			return store;
		}
		catch (RocksDBException ex) {
			throw StoreException.of("Reading positions", this.directory.taskPath(task), ex);
		}
		finally {
			if (!complete && database != null) {
				database.close();
			}
		}
	}

	private LocalTaskStore assemble(String task, Map<String, StoreKind> kinds, @Nullable RocksDatabase database)
			throws RocksDBException {
		StoreGate gate = new StoreGate(task);
		Map<String, TablePartition> partitions = new LinkedHashMap<>();
		for (String table : kinds.keySet()) {
			partitions.put(table,
					(database != null && kinds.get(table) == StoreKind.ROCKSDB)
							? new RocksPartitionStore(database, table, gate, database.position(table))
							: new MemoryPartitionStore(gate));
		}
		LocalTaskStore store = new LocalTaskStore(task, gate, database, partitions,
				(filled) -> new TaskLoad(filled, gate, this.writers, this.directory.loadPath(task)), (closed) -> {
					this.open.remove(closed);
					this.directory.release(task);
				});
		this.open.add(store);
		return store;
	}

	private RocksDatabase database(String task, List<String> tables) {
		Path path = this.directory.taskPath(task);
		try {
			Files.createDirectories(path);
			this.directory.deleteLoad(task);
			return RocksDatabase.open(path, tables, this.settings);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Directory %s of task '%s' cannot be created (%s)".formatted(path, task, ex),
					ex);
		}
		catch (RocksDBException ex) {
			throw StoreException.of("Opening local state", path, ex);
		}
	}

	/**
	 * Returns how much native memory blocks and memtables take, for a gauge. Cursors that
	 * are open may pin more.
	 * @return size in bytes; 0 once this object is closed
	 */
	public long nativeMemoryBytes() {
		this.lifecycle.readLock().lock();
		try {
			return this.closed ? 0 : this.settings.usedBytes();
		}
		finally {
			this.lifecycle.readLock().unlock();
		}
	}

	/**
	 * Closes the stores that are still open, then frees the shared memory. Closing twice
	 * does nothing.
	 */
	@Override
	public void close() {
		this.lifecycle.writeLock().lock();
		try {
			if (!this.closed) {
				this.closed = true;
				List.copyOf(this.open).forEach(LocalTaskStore::close);
				this.writers.close();
				this.settings.close();
			}
		}
		finally {
			this.lifecycle.writeLock().unlock();
		}
	}

}
