package org.faustspring.table.store;

import java.util.Locale;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompactionStyle;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.Env;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Priority;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBufferManager;
import org.rocksdb.util.SizeUnit;

/**
 * RocksDB options and the native memory that all databases of an App share. Created and
 * closed once; databases must be closed before. Any thread.
 */
final class RocksSettings implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(RocksSettings.class);

	private static final double HIGH_PRIORITY_SHARE = 0.3;

	private static final int DEFAULT_SHARDS = -1;

	private static final int BLOOM_BITS_PER_KEY = 10;

	/** RocksDB's default. */
	static final int MERGED_FILES = 4;

	/**
	 * Merging is work that readers need and a restore does not. More files would be many
	 * to look into right after a restore.
	 */
	static final int MERGED_FILES_OF_A_LOAD = 32;

	/** From the number that is merged; as RocksDB's defaults. */
	static final int FILES_UNTIL_SLOW = 16;

	/** From the number that is merged; as RocksDB's defaults. */
	static final int FILES_UNTIL_STOP = 32;

	private static final int MAX_OPEN_FILES = 256;

	static {
		RocksDB.loadLibrary();
	}

	private final Cache cache;

	private final WriteBufferManager writeBuffers;

	private final BloomFilter filter;

	private final DBOptions databaseOptions;

	private final ColumnFamilyOptions tableOptions;

	RocksSettings(long memoryBytes, CompressionType compression) {
		this.cache = new LRUCache(memoryBytes, DEFAULT_SHARDS, false, HIGH_PRIORITY_SHARE);
		// Memtables are charged to the cache, which makes room for them. Stalling writers
		// at the limit is off: a cursor that an application forgot to close pins
		// memtables, and would then stop every task's writes for good.
		this.writeBuffers = new WriteBufferManager(memoryBytes / 2, this.cache, false);
		this.filter = new BloomFilter(BLOOM_BITS_PER_KEY, false);
		this.databaseOptions = newDatabaseOptions();
		this.tableOptions = newTableOptions(memoryBytes, compression);
	}

	private DBOptions newDatabaseOptions() {
		int threads = Math.max(2, Runtime.getRuntime().availableProcessors() / 2);
		// The pool belongs to the process: it is grown if need be, never shrunk under
		// another library's feet.
		Env env = Env.getDefault();
		env.incBackgroundThreadsIfNeeded(threads, Priority.LOW);
		env.incBackgroundThreadsIfNeeded(1, Priority.HIGH);
		return new DBOptions().setEnv(env)
			.setCreateIfMissing(true)
			.setCreateMissingColumnFamilies(true)
			.setMaxBackgroundJobs(threads + 1)
			.setWriteBufferManager(this.writeBuffers)
			.setMaxTotalWalSize(128 * SizeUnit.MB)
			.setMaxOpenFiles(MAX_OPEN_FILES)
			// Positions live in another column family than the data they speak of, and
			// writes of a restore are in no log: without this a flush of one column
			// family alone could leave, after a crash, a position ahead of its data.
			.setAtomicFlush(true)
			// After a power loss the log ends somewhere: keep what is whole before it.
			.setWalRecoveryMode(WALRecoveryMode.PointInTimeRecovery)
			.setInfoLogLevel(InfoLogLevel.ERROR_LEVEL)
			.setKeepLogFileNum(1)
			.setMaxLogFileSize(SizeUnit.MB)
			.setStatsDumpPeriodSec(0)
			.setStatsPersistPeriodSec(0);
	}

	private ColumnFamilyOptions newTableOptions(long memoryBytes, CompressionType compression) {
		long memtable = Math.min(Math.max(memoryBytes / 8, SizeUnit.MB), 64 * SizeUnit.MB);
		BlockBasedTableConfig blocks = new BlockBasedTableConfig().setBlockCache(this.cache)
			.setBlockSize(16 * SizeUnit.KB)
			.setFilterPolicy(this.filter)
			.setCacheIndexAndFilterBlocks(true)
			.setCacheIndexAndFilterBlocksWithHighPriority(true);
		return new ColumnFamilyOptions().setTableFormatConfig(blocks)
			.setCompressionType(compression)
			.setCompactionStyle(CompactionStyle.LEVEL)
			.setLevelCompactionDynamicLevelBytes(true)
			.setWriteBufferSize(memtable)
			.setMaxWriteBufferNumber(3)
			.setLevel0FileNumCompactionTrigger(MERGED_FILES)
			// Each table that was ever written takes one arena block at least; the
			// default of up to 1 MB adds up with many tasks.
			.setArenaBlockSize(Math.min(memtable / 8, 256 * SizeUnit.KB));
	}

	DBOptions databaseOptions() {
		return this.databaseOptions;
	}

	/**
	 * Falls back to no compression if that is what an open failed for.
	 * @param failure why a database did not open
	 * @return whether opening again may succeed
	 */
	synchronized boolean giveUpCompression(RocksDBException failure) {
		Status status = failure.getStatus();
		boolean unsupported = status != null && status.getCode() == Status.Code.InvalidArgument
				&& String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT).contains("not linked");
		if (unsupported && this.tableOptions.compressionType() != CompressionType.NO_COMPRESSION) {
			logger.info("Tables are stored uncompressed: RocksDB's native library here lacks %s"
				.formatted(this.tableOptions.compressionType()));
			this.tableOptions.setCompressionType(CompressionType.NO_COMPRESSION);
			return true;
		}
		return unsupported;
	}

	ColumnFamilyOptions tableOptions() {
		return this.tableOptions;
	}

	/**
	 * Returns the native memory in use: blocks, and the memtables charged to the cache.
	 * @return size in bytes
	 */
	long usedBytes() {
		return this.cache.getUsage();
	}

	@Override
	public void close() {
		this.tableOptions.close();
		this.databaseOptions.close();
		this.filter.close();
		this.writeBuffers.close();
		this.cache.close();
	}

}
