package org.faustspring.benchmarks.jmh;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.faustspring.benchmarks.workload.Load;
import org.faustspring.benchmarks.workload.OrderSource;

/**
 * The records of a load, over and over: only the objects are new. Immutable.
 */
final class LocalEvents {

	private static final int DIFFERENT = 1 << 16;

	/** As many events as a broker's clock gives the same time under load. */
	private static final int EVENTS_A_MILLISECOND = 100;

	private static final long EPOCH_MILLIS = 1_700_000_000_000L;

	private final byte[][] keys = new byte[DIFFERENT][];

	private final byte[][] values = new byte[DIFFERENT][];

	LocalEvents(int keyCount) {
		OrderSource source = new OrderSource(new Load(DIFFERENT, keyCount, 0));
		for (int i = 0; i < DIFFERENT; i++) {
			this.values[i] = source.next();
			this.keys[i] = source.key().getBytes(StandardCharsets.UTF_8);
		}
	}

	ConsumerRecord<byte[], byte[]> record(TopicPartition partition, long offset) {
		int number = (int) offset & (DIFFERENT - 1);
		byte[] key = this.keys[number];
		byte[] value = this.values[number];
		return new ConsumerRecord<>(partition.topic(), partition.partition(), offset,
				EPOCH_MILLIS + offset / EVENTS_A_MILLISECOND, TimestampType.CREATE_TIME, key.length, value.length, key,
				value, new RecordHeaders(), Optional.empty());
	}

}
