package org.faustspring.engine.task;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Estimates what a record takes. Any thread.
 */
public final class RecordSize {

	/** Kafka's own bytes around a record's key, value and headers, generously. */
	private static final int RECORD_OVERHEAD = 128;

	private RecordSize() {
	}

	/**
	 * Return the size of a record.
	 * @param record the record
	 * @return its size in bytes, rather more than less
	 */
	public static int of(ProducerRecord<byte[], byte[]> record) {
		int size = RECORD_OVERHEAD + length(record.key()) + length(record.value());
		// An array of none is always the same one, an iterator never is.
		for (Header header : record.headers().toArray()) {
			size += header.key().length() + length(header.value()) + 8;
		}
		return size;
	}

	private static int length(byte @Nullable [] bytes) {
		return (bytes != null) ? bytes.length : 0;
	}

}
