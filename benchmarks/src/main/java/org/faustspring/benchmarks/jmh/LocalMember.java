package org.faustspring.benchmarks.jmh;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Kafka's mock of a consumer that is the only member of a group, which has one partition.
 * It reads nothing. Belongs to whoever polls it.
 */
final class LocalMember extends MockConsumer<byte[], byte[]> {

	private final TopicPartition partition;

	private boolean assigned;

	LocalMember(TopicPartition partition) {
		super("none");
		this.partition = partition;
	}

	@Override
	public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
		if (!this.assigned) {
			this.assigned = true;
			rebalance(List.of(this.partition));
		}
		LockSupport.parkNanos(timeout.toNanos());
		return ConsumerRecords.empty();
	}

}
