package org.faustspring.table.store;

import org.faustspring.table.StoreKind;

/**
 * Local state of one task: one key/value space a table, and each table's position in its
 * changelog. Writes, resets and close belong to one owner thread at a time; tables may be
 * read from any thread.
 */
public interface TaskStore extends AutoCloseable {

	/**
	 * Returns the store of one table.
	 * @param table name of a table this task store was opened with
	 * @return the same store each time
	 * @throws IllegalArgumentException if there is no such table
	 */
	PartitionStore table(String table);

	/**
	 * Writes data and positions of a commit. All {@link StoreKind#ROCKSDB} tables change
	 * in one atomic write which a killed process does not lose (a machine that loses
	 * power may lose the latest, never a part of one); {@link StoreKind#MEMORY} tables
	 * follow at once.
	 * @param writes what to write; an empty one does nothing
	 * @throws StoreException if it cannot be written: then nothing has changed, and the
	 * store has to be closed and opened again before it takes writes
	 * @throws StoreClosedException if the store is closed
	 * @throws IllegalArgumentException if a table is not in this task store
	 */
	void apply(StoreWrites writes);

	/**
	 * Writes a chunk of a bulk restore: atomic like {@link #apply}, but what was written
	 * since the last flush is lost, data and positions together, if the process is killed
	 * before {@link #finishRestoring()}.
	 * @param writes what to write; an empty one does nothing
	 * @throws StoreException as for {@link #apply}
	 * @throws StoreClosedException if the store is closed
	 * @throws IllegalArgumentException if a table is not in this task store
	 */
	void restore(StoreWrites writes);

	/**
	 * Writes a chunk of a large restore: faster than {@link #restore}, but data and
	 * position can be read only when {@link #finishRestoring()} has returned, and what is
	 * not in a file yet is lost, data and position together, if the store is closed or
	 * the process is killed before that. Chunks of one table should follow each other:
	 * each table that is not finished holds a buffer. {@link StoreKind#MEMORY} tables are
	 * written at once. Waits while all buffers are being written.
	 * @param writes what to write; an empty one does nothing
	 * @throws StoreException if the disk fails: then the store has to be closed
	 * @throws StoreClosedException if the store is closed
	 * @throws IllegalArgumentException if a table is not in this task store
	 */
	void load(StoreWrites writes);

	/**
	 * Tells whether {@link #finishRestoring} can do without waiting for buffers to be
	 * written. If it cannot, their writing is begun; nothing should be loaded after that.
	 * @return whether it can
	 * @throws StoreClosedException if the store is closed
	 */
	boolean readyToFinish();

	/**
	 * Makes everything that {@link #restore} and {@link #load} wrote durable. Does
	 * nothing if there is nothing to flush; takes as long as the disk needs for the
	 * memtables otherwise.
	 * @throws StoreException if the disk fails
	 * @throws StoreClosedException if the store is closed
	 */
	void finishRestoring();

	/**
	 * Closes cursors and the database once the single reads in progress have returned.
	 * Closing twice does nothing.
	 */
	@Override
	void close();

}
