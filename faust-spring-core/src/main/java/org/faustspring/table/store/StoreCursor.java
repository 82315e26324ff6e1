package org.faustspring.table.store;

/**
 * Walks over entries of a store in key order. Belongs to the thread that uses it; it must
 * be closed, since until then it holds on to native memory. When its store is closed or
 * reset, the cursor is closed with it and every further {@link #next()} throws
 * {@link StoreClosedException}.
 */
public interface StoreCursor extends AutoCloseable {

	/**
	 * Moves to the next entry, the first time to the first.
	 * @return whether there is one
	 * @throws StoreClosedException if the cursor, its store or its data is gone
	 * @throws StoreException if the data cannot be read
	 */
	boolean next();

	/**
	 * Returns the key of the current entry.
	 * @return the key; not to be modified
	 * @throws IllegalStateException if there is no current entry
	 */
	byte[] key();

	/**
	 * Returns the value of the current entry.
	 * @return the value; not to be modified
	 * @throws IllegalStateException if there is no current entry
	 */
	byte[] value();

	/**
	 * Releases what the cursor holds. Closing twice, or after the store, does nothing.
	 */
	@Override
	void close();

}
