package org.faustspring.benchmarks.jmh;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's mock of a consumer that makes the records of one partition as they are polled,
 * as many as it is allowed to. A poll that waits comes back much sooner than a real one,
 * so that the engine is not measured waiting. Belongs to whoever polls it, but for
 * {@link #release}.
 */
final class LocalConsumer extends MockConsumer<byte[], byte[]> {

	private static final int MOST = 1000;

	private static final long IDLE_NANOS = 50_000;

	private final TopicPartition partition;

	private final LocalEvents events;

	private long position;

	private volatile long released;

	private volatile @Nullable Thread reader;

	LocalConsumer(TopicPartition partition, LocalEvents events) {
		super("none");
		this.partition = partition;
		this.events = events;
	}

	/** Allow more records to be polled; any thread. */
	void release(int count) {
		this.released += count;
		LockSupport.unpark(this.reader);
	}

	@Override
	public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
		this.reader = Thread.currentThread();
		int count = (int) Math.min(MOST, this.released - this.position);
		if (count <= 0 || paused().contains(this.partition)) {
			if (!timeout.isZero()) {
				LockSupport.parkNanos(IDLE_NANOS);
			}
			return ConsumerRecords.empty();
		}
		List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>(count);
		for (int i = 0; i < count; i++) {
			records.add(this.events.record(this.partition, this.position++));
		}
		return new ConsumerRecords<>(Map.of(this.partition, records),
				Map.of(this.partition, new OffsetAndMetadata(this.position)));
	}

	@Override
	public void wakeup() {
		LockSupport.unpark(this.reader);
	}

	@Override
	public synchronized void seek(TopicPartition sought, long offset) {
		super.seek(sought, offset);
		this.position = offset;
	}

}
