package org.faustspring.benchmarks.engine.loop;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.faustspring.benchmarks.engine.EngineSettings;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.FlushOptions;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * The state of a partition: RocksDB holds what is committed, a map what is not. One
 * thread.
 */
final class PartitionState implements AutoCloseable {

	private static final long MEGABYTE = 1024 * 1024;

	private final @Nullable RocksDB store;

	private final Map<String, Object> overlay = new HashMap<>();

	private final List<byte[]> keys = new ArrayList<>();

	private final List<byte[]> values = new ArrayList<>();

	private PartitionState(@Nullable RocksDB store) {
		this.store = store;
	}

	/** Memory as much as this library's tables have by default. */
	static Options options() {
		BlockBasedTableConfig blocks = new BlockBasedTableConfig().setBlockCache(new LRUCache(128 * MEGABYTE))
			.setBlockSize(16 * 1024)
			.setFilterPolicy(new BloomFilter(10, false));
		return new Options().setCreateIfMissing(true).setWriteBufferSize(16 * MEGABYTE).setTableFormatConfig(blocks);
	}

	static PartitionState open(EngineSettings settings, TopicPartition partition, Options options) {
		try {
			return new PartitionState(RocksDB.open(options,
					settings.stateDirectory().resolve("partition-" + partition.partition()).toString()));
		}
		catch (RocksDBException ex) {
			throw new IllegalStateException("The store of %s does not open".formatted(partition), ex);
		}
	}

	static PartitionState none() {
		return new PartitionState(null);
	}

	@Nullable Object get(String key, LoopHandler codec) {
		Object uncommitted = this.overlay.get(key);
		if (uncommitted != null || this.store == null) {
			return uncommitted;
		}
		try {
			byte[] bytes = this.store.get(key.getBytes(StandardCharsets.UTF_8));
			return (bytes != null) ? codec.read(bytes) : null;
		}
		catch (RocksDBException ex) {
			throw new IllegalStateException("The store cannot be read", ex);
		}
	}

	void put(String key, Object value) {
		this.overlay.put(key, value);
	}

	/** Give out what is to be committed, each key once; {@link #apply()} applies it. */
	void changes(BiConsumer<String, byte[]> changelog, LoopHandler codec) {
		this.overlay.forEach((key, value) -> {
			byte[] bytes = codec.write(value);
			this.keys.add(key.getBytes(StandardCharsets.UTF_8));
			this.values.add(bytes);
			changelog.accept(key, bytes);
		});
	}

	void apply() {
		if (this.store == null || this.keys.isEmpty()) {
			return;
		}
		try (WriteBatch batch = new WriteBatch(); WriteOptions options = new WriteOptions()) {
			for (int i = 0; i < this.keys.size(); i++) {
				batch.put(this.keys.get(i), this.values.get(i));
			}
			this.store.write(options, batch);
		}
		catch (RocksDBException ex) {
			throw new IllegalStateException("The store cannot be written", ex);
		}
		this.keys.clear();
		this.values.clear();
		this.overlay.clear();
	}

	void restore(List<ConsumerRecord<byte[], byte[]>> records) {
		RocksDB opened = Objects.requireNonNull(this.store);
		try (WriteBatch batch = new WriteBatch(); WriteOptions options = new WriteOptions().setDisableWAL(true)) {
			for (ConsumerRecord<byte[], byte[]> record : records) {
				if (record.value() != null) {
					batch.put(record.key(), record.value());
				}
				else {
					batch.delete(record.key());
				}
			}
			opened.write(options, batch);
		}
		catch (RocksDBException ex) {
			throw new IllegalStateException("The store cannot be written", ex);
		}
	}

	void flush() {
		try (FlushOptions options = new FlushOptions()) {
			Objects.requireNonNull(this.store).flush(options);
		}
		catch (RocksDBException ex) {
			throw new IllegalStateException("The store cannot be flushed", ex);
		}
	}

	@Override
	public void close() {
		if (this.store != null) {
			this.store.close();
		}
	}

}
