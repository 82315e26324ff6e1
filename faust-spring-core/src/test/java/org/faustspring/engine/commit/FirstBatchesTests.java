package org.faustspring.engine.commit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.faustspring.engine.table.KeyPartitioner;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When a producer's records wait for each other.
 */
class FirstBatchesTests {

	private static final int PARTITIONS = 3;

	/** Sizes of what was on its way when somebody waited for it. */
	private final List<Integer> flushed = new ArrayList<>();

	private int underWay;

	private final MockProducer<byte[], byte[]> producer = new MockProducer<>(cluster(), false, new ByKey(),
			new ByteArraySerializer(), new ByteArraySerializer()) {

		@Override
		public synchronized void flush() {
			FirstBatchesTests.this.flushed.add(FirstBatchesTests.this.underWay);
			FirstBatchesTests.this.underWay = 0;
			super.flush();
		}

	};

	private final List<Exception> failures = new ArrayList<>();

	private static Cluster cluster() {
		Node node = new Node(1, "localhost", 9092);
		List<PartitionInfo> partitions = new ArrayList<>();
		for (int i = 0; i < PARTITIONS; i++) {
			partitions.add(new PartitionInfo("out", i, node, new Node[] { node }, new Node[] { node }));
		}
		return new Cluster("cluster", List.of(node), partitions, java.util.Set.of(), java.util.Set.of());
	}

	private void send(FirstBatches batches, ProducerRecord<byte[], byte[]> record) {
		this.underWay++;
		batches.send(record, (metadata, exception) -> {
			if (exception != null) {
				this.failures.add(exception);
			}
		});
	}

	@Test
	void firstRecordToAPartitionIsWaitedForAndLaterOnesAreNot() {
		FirstBatches batches = new FirstBatches(this.producer, true);

		for (int i = 0; i < 5; i++) {
			send(batches, new ProducerRecord<>("out", 1, new byte[] { 1 }, new byte[0]));
		}
		assertThat(this.flushed).containsExactly(1);

		send(batches, new ProducerRecord<>("out", 2, new byte[] { 1 }, new byte[0]));
		assertThat(this.flushed).hasSize(2);
		assertThat(this.producer.history()).hasSize(6);
	}

	@Test
	void recordWithAKeyGoesWhereItWouldGoAnyway() {
		FirstBatches batches = new FirstBatches(this.producer, true);
		byte[] key = { 42 };

		send(batches, new ProducerRecord<>("out", key, new byte[0]));
		send(batches, new ProducerRecord<>("out", key, new byte[0]));

		assertThat(this.flushed).containsExactly(1);
		assertThat(this.producer.history().get(0).partition()).isEqualTo(KeyPartitioner.partition(key, PARTITIONS));
		assertThat(this.producer.history().get(1).partition()).isNull();
	}

	@Test
	void recordsWithoutAKeyBeginEachPartitionOnce() {
		FirstBatches batches = new FirstBatches(this.producer, true);

		for (int i = 0; i < PARTITIONS; i++) {
			send(batches, new ProducerRecord<>("out", null, new byte[0]));
		}

		assertThat(this.flushed).containsExactly(1, 1, 1);
		assertThat(this.producer.history()).extracting(ProducerRecord::partition).containsExactly(0, 1, 2);
	}

	@Test
	void recordThatFailedHasNotBegunItsPartition() {
		FirstBatches batches = new FirstBatches(this.producer, true);
		this.producer.sendException = new RecordTooLargeException("too large");
		try {
			send(batches, new ProducerRecord<>("out", 1, new byte[1], new byte[0]));
		}
		catch (RecordTooLargeException ex) {
			// The mock throws what a producer tells the callback
		}
		this.producer.sendException = null;

		send(batches, new ProducerRecord<>("out", 1, new byte[1], new byte[0]));

		assertThat(this.flushed).isNotEmpty();
		assertThat(this.producer.history()).hasSize(1);
	}

	@Test
	void partitionsOfAnotherPartitionerAreLeftToIt() {
		FirstBatches batches = new FirstBatches(this.producer, false);

		send(batches, new ProducerRecord<>("out", new byte[1], new byte[0]));

		assertThat(this.flushed).isEmpty();
		assertThat(this.producer.history().get(0).partition()).isNull();
	}

	private static final class ByKey implements Partitioner {

		@Override
		public int partition(String topic, Object key, byte[] keyBytes, Object value, byte[] valueBytes,
				Cluster cluster) {
			return KeyPartitioner.partition(keyBytes, PARTITIONS);
		}

		@Override
		public void close() {
		}

		@Override
		public void configure(Map<String, ?> configs) {
		}

	}

}
