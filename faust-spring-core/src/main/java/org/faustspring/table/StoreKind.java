package org.faustspring.table;

/**
 * Where an instance keeps its copy of a table.
 */
public enum StoreKind {

	/**
	 * On disk, in RocksDB: survives restarts.
	 */
	ROCKSDB,

	/**
	 * In memory: rebuilt from the changelog at each start.
	 */
	MEMORY

}
