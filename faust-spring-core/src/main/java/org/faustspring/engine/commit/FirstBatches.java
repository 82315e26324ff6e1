package org.faustspring.engine.commit;

import java.util.BitSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.faustspring.engine.table.KeyPartitioner;
import org.jspecify.annotations.Nullable;

/**
 * Sends what is a producer's first to a partition alone. A broker that has seen nothing
 * of an idempotent producer in a partition takes any of its batches: if two are on their
 * way, and the first is refused since the leader has just changed, it may take the
 * second, and then refuses the first as out of sequence for ever, which the producer
 * never gives up. In transactions brokers look closer, and an abort ends it. One a
 * producer; any thread, but one at a time for each topic.
 */
final class FirstBatches {

	private final Producer<byte[], byte[]> producer;

	/** Whether partitions are chosen as Kafka does by itself. */
	private final boolean ownPartitioner;

	private final Map<String, Begun> topics = new ConcurrentHashMap<>();

	/** What was sent to last, mostly what is sent to next. */
	private @Nullable Begun last;

	FirstBatches(Producer<byte[], byte[]> producer, boolean ownPartitioner) {
		this.producer = producer;
		this.ownPartitioner = ownPartitioner;
	}

	/**
	 * Send a record. If it is the first to its partition, wait until it is there, or has
	 * failed.
	 * @param record the record
	 * @param callback told what becomes of it
	 */
	void send(ProducerRecord<byte[], byte[]> record, Callback callback) {
		Begun begun = begun(record.topic());
		int partition = begun.all ? -1 : partition(record, begun);
		if (partition < 0 || begun.partitions.get(partition)) {
			this.producer.send(record, callback);
			return;
		}
		Future<RecordMetadata> sent = this.producer.send(to(partition, record), callback);
		this.producer.flush();
		try {
			begun.add(sent.get().partition());
		}
		catch (ExecutionException ex) {
			// The callback knows
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new KafkaException("Interrupted while sending", ex);
		}
	}

	private Begun begun(String topic) {
		Begun begun = this.last;
		if (begun != null && begun.topic.equals(topic)) {
			return begun;
		}
		begun = this.topics.get(topic);
		if (begun == null) {
			begun = new Begun(topic, this.producer.partitionsFor(topic).size());
			this.topics.put(topic, begun);
		}
		this.last = begun;
		return begun;
	}

	/** The partition that it goes to; -1 if that cannot be told. */
	private int partition(ProducerRecord<byte[], byte[]> record, Begun begun) {
		Integer given = record.partition();
		if (given != null) {
			return given;
		}
		byte @Nullable [] key = record.key();
		if (!this.ownPartitioner) {
			return -1;
		}
		// Without a key it may go anywhere
		return (key != null) ? KeyPartitioner.partition(key, begun.count) : begun.partitions.nextClearBit(0);
	}

	private static ProducerRecord<byte[], byte[]> to(int partition, ProducerRecord<byte[], byte[]> record) {
		return (record.partition() != null) ? record : new ProducerRecord<>(record.topic(), partition,
				record.timestamp(), record.key(), record.value(), record.headers());
	}

	/** What has begun of a topic. */
	private static final class Begun {

		private final String topic;

		private final int count;

		private final BitSet partitions = new BitSet();

		private boolean all;

		Begun(String topic, int count) {
			this.topic = topic;
			this.count = count;
		}

		void add(int partition) {
			this.partitions.set(partition);
			this.all = this.partitions.cardinality() >= this.count;
		}

	}

}
