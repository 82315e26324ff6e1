package org.faustspring.engine.task;

import java.util.Optional;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record on its way through one actor. Belongs to the task's worker.
 */
final class Delivery {

	final Cursor cursor;

	final ConsumerRecord<byte[], byte[]> record;

	final @Nullable Origin origin;

	/** Failed attempts so far. */
	int failures;

	/** When to try again, in {@link System#nanoTime()}; 0 for at once. */
	long notBefore;

	boolean done;

	Delivery(Cursor cursor, ConsumerRecord<byte[], byte[]> record, @Nullable Origin origin) {
		this.cursor = cursor;
		this.record = record;
		this.origin = origin;
	}

	String sourceTopic() {
		return (this.origin != null) ? this.origin.topic() : this.record.topic();
	}

	int sourcePartition() {
		return (this.origin != null) ? this.origin.partition() : this.record.partition();
	}

	long sourceOffset() {
		return (this.origin != null) ? this.origin.offset() : this.record.offset();
	}

	/** The record as it was first read. */
	ConsumerRecord<byte[], byte[]> sourceRecord() {
		Origin from = this.origin;
		if (from == null) {
			return this.record;
		}
		byte[] key = from.key();
		return new ConsumerRecord<>(from.topic(), from.partition(), from.offset(), this.record.timestamp(),
				from.timestampType(), (key != null) ? key.length : ConsumerRecord.NULL_SIZE,
				this.record.serializedValueSize(), key, this.record.value(), this.record.headers(), Optional.empty());
	}

	/** Topic-partition-offset, as a person looks it up. */
	String place() {
		return sourceTopic() + "-" + sourcePartition() + "@" + sourceOffset();
	}

}
