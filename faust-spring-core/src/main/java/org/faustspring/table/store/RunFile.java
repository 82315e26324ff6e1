package org.faustspring.table.store;

import java.nio.ByteBuffer;
import java.nio.file.Path;

import org.rocksdb.CompressionOptions;
import org.rocksdb.EnvOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileWriter;

/**
 * Writes the records of a buffer to a file that RocksDB can take as it is. Stateless, any
 * thread.
 */
final class RunFile {

	/** As much as the smallest cache holds, with large records too. */
	private static final int FETCHED_AT_ONCE = 16;

	/**
	 * LZ4 looks at fewer places for what it has seen before. Most files of a load are
	 * merged after it and compressed as all others then; the rest stay somewhat larger.
	 */
	private static final int FASTER_COMPRESSION = -2;

	private RunFile() {
	}

	/**
	 * Write a file, to the disk.
	 * @param buffer the records, at least one; of several with the same key the last one
	 * counts
	 * @param file the file
	 * @param settings options of the tables
	 * @throws RocksDBException if it cannot be written
	 */
	static void write(RunBuffer buffer, Path file, RocksSettings settings) throws RocksDBException {
		int[] order = RunOrder.of(buffer);
		try (EnvOptions environment = new EnvOptions();
				CompressionOptions compression = new CompressionOptions();
				Options options = new Options(settings.databaseOptions(), settings.tableOptions())
					.setCompressionOptions(compression.setLevel(FASTER_COMPRESSION));
				SstFileWriter writer = new SstFileWriter(environment, options)) {
			writer.open(file.toString());
			ByteBuffer key = buffer.view();
			ByteBuffer value = buffer.view();
			for (int i = 0; i < order.length; i++) {
				if (i % FETCHED_AT_ONCE == 0) {
					buffer.fetch(order, i, Math.min(order.length, i + FETCHED_AT_ONCE));
				}
				int record = order[i];
				buffer.showKey(record, key);
				if (buffer.showValue(record, value)) {
					writer.put(key, value);
				}
				else {
					byte[] removed = new byte[key.remaining()];
					key.get(removed);
					writer.delete(removed);
				}
			}
			writer.finish();
		}
	}

}
