package org.faustspring.table.store;

import org.faustspring.table.StoreKind;
import org.jspecify.annotations.Nullable;

/**
 * One table's data in one task, and its position in the changelog. Reads are allowed from
 * any thread at any time; {@link #reset()} belongs to the owner of the {@link TaskStore}.
 * Every method throws {@link StoreClosedException} once the task store is closed.
 */
public interface PartitionStore {

	/**
	 * Returns the value of a key.
	 * @param key the key
	 * @return its value, not to be modified, or null if there is none
	 * @throws StoreException if the data cannot be read
	 */
	byte @Nullable [] get(byte[] key);

	/**
	 * Opens a cursor over a range of keys, in unsigned lexicographic order. A
	 * {@link StoreKind#ROCKSDB} cursor shows the data as of this call, a
	 * {@link StoreKind#MEMORY} one may show later writes too.
	 * @param from first key, or null for the first there is
	 * @param toExclusive end of the range, or null for all that follow
	 * @return the cursor, to be closed by the caller; empty if the range is
	 * @throws StoreException if the data cannot be read
	 */
	StoreCursor scan(byte @Nullable [] from, byte @Nullable [] toExclusive);

	/**
	 * Estimates the number of keys. Exact for {@link StoreKind#MEMORY}; RocksDB counts
	 * overwritten and deleted keys until they are compacted.
	 * @return the number of keys
	 */
	long approximateSize();

	/**
	 * Returns how far the data follows the changelog.
	 * @return the position, or null if none was ever written
	 */
	@Nullable StorePosition position();

	/**
	 * Drops all data and the position of this table and no other; cursors over it are
	 * closed. An interrupted reset is completed at the next open.
	 * @throws StoreException if the disk fails
	 */
	void reset();

}
