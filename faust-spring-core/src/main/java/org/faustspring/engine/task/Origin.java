package org.faustspring.engine.task;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * Where a record of a repartition topic was first read from; travels in a header.
 * Immutable.
 *
 * @param topic the source topic
 * @param partition the source partition
 * @param offset the source offset
 * @param incarnation when the source partition was begun anew, in seconds since the epoch
 * @param timestampType the kind of the source's timestamp
 * @param key the source record's key, or {@code null}
 */
public record Origin(String topic, int partition, long offset, long incarnation, TimestampType timestampType,
		byte @Nullable [] key) {

	/** Name of the header. */
	public static final String HEADER = "faust-origin";

	private static final byte VERSION = 1;

	static Origin of(ConsumerRecord<byte[], byte[]> source, long incarnation) {
		return new Origin(source.topic(), source.partition(), source.offset(), incarnation, source.timestampType(),
				source.key());
	}

	byte[] encode() {
		byte[] topicBytes = this.topic.getBytes(StandardCharsets.UTF_8);
		int keyLength = (this.key != null) ? this.key.length : 0;
		ByteBuffer buffer = ByteBuffer.allocate(1 + 4 + 8 + 8 + 1 + 2 + topicBytes.length + 1 + keyLength);
		buffer.put(VERSION)
			.putInt(this.partition)
			.putLong(this.offset)
			.putLong(this.incarnation)
			.put((byte) this.timestampType.ordinal());
		buffer.putShort((short) topicBytes.length).put(topicBytes);
		buffer.put((byte) ((this.key != null) ? 1 : 0));
		if (this.key != null) {
			buffer.put(this.key);
		}
		return buffer.array();
	}

	/**
	 * Read the origin of a repartition topic's record.
	 * @param record the record
	 * @return the origin, or {@code null} if the record was not written by a grouping
	 */
	static @Nullable Origin read(ConsumerRecord<byte[], byte[]> record) {
		Header header = record.headers().lastHeader(HEADER);
		if (header == null || header.value() == null || header.value().length < 25 || header.value()[0] != VERSION) {
			return null;
		}
		ByteBuffer buffer = ByteBuffer.wrap(header.value(), 1, header.value().length - 1);
		int partition = buffer.getInt();
		long offset = buffer.getLong();
		long incarnation = buffer.getLong();
		TimestampType timestampType = TimestampType.values()[buffer.get()];
		byte[] topic = new byte[buffer.getShort()];
		buffer.get(topic);
		byte[] key = null;
		if (buffer.get() == 1) {
			key = new byte[buffer.remaining()];
			buffer.get(key);
		}
		return new Origin(new String(topic, StandardCharsets.UTF_8), partition, offset, incarnation, timestampType,
				key);
	}

}
