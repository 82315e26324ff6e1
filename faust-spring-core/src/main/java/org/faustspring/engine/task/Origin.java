package org.faustspring.engine.task;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.TimestampType;
import org.faustspring.engine.progress.CommitMetadata.Upstream;
import org.faustspring.engine.progress.NameHash;
import org.jspecify.annotations.Nullable;

/**
 * Where a record of a repartition topic was first read from; travels in a header.
 * Immutable.
 *
 * @param topic the source topic
 * @param partition the source partition
 * @param offset the source offset
 * @param incarnation when the source partition was begun anew, in milliseconds since the
 * epoch
 * @param timestampType the kind of the source's timestamp
 * @param key the source record's key, or {@code null}
 * @param hop where a stream has sent it on, or {@code null} if it came right from the
 * source
 */
public record Origin(String topic, int partition, long offset, long incarnation, TimestampType timestampType,
		byte @Nullable [] key, @Nullable Hop hop) {

	/** Name of the header. */
	public static final String HEADER = "faust-origin";

	private static final byte VERSION = 1;

	private static final byte VERSION_WITH_HOP = 2;

	static Origin of(ConsumerRecord<byte[], byte[]> source, long incarnation) {
		return new Origin(source.topic(), source.partition(), source.offset(), incarnation, source.timestampType(),
				source.key(), null);
	}

	/** The place that the record was sent on from. */
	Upstream upstream() {
		Hop from = this.hop;
		return (from != null) ? new Upstream(from.id(), from.partition())
				: new Upstream(NameHash.of(this.topic), this.partition);
	}

	/** Grows with each record of {@link #upstream()}. */
	long sequence() {
		Hop from = this.hop;
		return (from != null) ? from.sequence() : this.offset;
	}

	byte[] encode() {
		byte[] topicBytes = this.topic.getBytes(StandardCharsets.UTF_8);
		int keyLength = (this.key != null) ? this.key.length : 0;
		Hop from = this.hop;
		ByteBuffer buffer = ByteBuffer
			.allocate(((from != null) ? Hop.LENGTH : 0) + 1 + 4 + 8 + 8 + 1 + 2 + topicBytes.length + 1 + keyLength);
		buffer.put((from != null) ? VERSION_WITH_HOP : VERSION);
		if (from != null) {
			buffer.putInt(from.id()).putInt(from.partition()).putLong(from.sequence());
		}
		buffer.putInt(this.partition)
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
		if (header == null || header.value() == null || header.value().length < 25) {
			return null;
		}
		ByteBuffer buffer = ByteBuffer.wrap(header.value());
		byte version = buffer.get();
		if (version != VERSION && version != VERSION_WITH_HOP) {
			return null;
		}
		Hop hop = (version == VERSION_WITH_HOP) ? new Hop(buffer.getInt(), buffer.getInt(), buffer.getLong()) : null;
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
		return new Origin(new String(topic, StandardCharsets.UTF_8), partition, offset, incarnation, timestampType, key,
				hop);
	}

	/**
	 * A stream's way from one topic to the next.
	 *
	 * @param id hash of the stage that has sent the record, and of the topic it reads
	 * @param partition the partition that it reads
	 * @param sequence grows with each record
	 */
	record Hop(int id, int partition, long sequence) {

		static final int LENGTH = 4 + 4 + 8;

		/** Values that one event can become. */
		static final int VALUES = 1 << 16;

		/**
		 * Return the hop of one of the values that an event has become.
		 */
		static Hop of(int id, int partition, long offset, int index) {
			return new Hop(id, partition, offset * VALUES + index);
		}

	}

}
