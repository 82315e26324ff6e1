package org.faustspring.engine.deadletter;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * Estimates what a record takes on the wire, as a producer does before it sends one. Any
 * thread.
 */
final class RecordSize {

	private static final int BATCH_OVERHEAD = 61;

	private static final int RECORD_OVERHEAD = 21;

	private static final int LONGEST_VARINT = 5;

	private RecordSize() {
	}

	/**
	 * Return a size that the record does not exceed, uncompressed and alone in its batch.
	 * @param record the record
	 * @return the size in bytes
	 */
	static long upperBound(ProducerRecord<byte[], byte[]> record) {
		long size = BATCH_OVERHEAD + RECORD_OVERHEAD + field(record.key()) + field(record.value()) + LONGEST_VARINT;
		for (Header header : record.headers()) {
			size += LONGEST_VARINT + Utils.utf8Length(header.key()) + field(header.value());
		}
		return size;
	}

	private static long field(byte @Nullable [] value) {
		return LONGEST_VARINT + ((value != null) ? value.length : 0);
	}

}
