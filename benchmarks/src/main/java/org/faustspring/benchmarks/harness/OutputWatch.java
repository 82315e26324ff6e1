package org.faustspring.benchmarks.harness;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Watches, in a thread of its own, when the broker gets outputs: how long each partition
 * is without any. Its topic has the broker's times.
 */
final class OutputWatch implements AutoCloseable {

	/** Between two outputs there always is some time, such as a commit's. */
	private static final long USUAL_MILLIS = 400;

	private final Thread thread;

	private final AtomicLongArray last;

	private final AtomicLongArray without;

	private volatile long from = Long.MAX_VALUE;

	private volatile boolean ended;

	OutputWatch(String bootstrapServers, String topic, int partitions) {
		this.last = new AtomicLongArray(partitions);
		this.without = new AtomicLongArray(partitions);
		this.thread = new Thread(() -> run(bootstrapServers, topic, partitions), "outputs");
		this.thread.start();
	}

	private void run(String bootstrapServers, String topic, int partitions) {
		Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers, "enable.auto.commit", false,
				"auto.offset.reset", "earliest", "isolation.level", "read_committed", "fetch.max.wait.ms", 50);
		List<TopicPartition> all = IntStream.range(0, partitions)
			.mapToObj((number) -> new TopicPartition(topic, number))
			.toList();
		try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(),
				new ByteArrayDeserializer())) {
			consumer.assign(all);
			while (!this.ended) {
				consumer.poll(Duration.ofMillis(50)).forEach(this::take);
			}
		}
	}

	private void take(ConsumerRecord<byte[], byte[]> record) {
		long before = this.last.getAndSet(record.partition(), record.timestamp());
		long gap = record.timestamp() - before;
		if (before >= this.from && gap > USUAL_MILLIS) {
			this.without.addAndGet(record.partition(), gap);
		}
	}

	/** Count from now on. */
	void begin() {
		this.from = System.currentTimeMillis();
	}

	/** When the last output came to a partition. */
	long last(int partition) {
		return this.last.get(partition);
	}

	/** Whether every partition has had an output since a time. */
	boolean allSince(long millis) {
		return IntStream.range(0, this.last.length()).allMatch((partition) -> last(partition) >= millis);
	}

	/** Milliseconds without outputs, of each partition, the least first. */
	long[] without() {
		long[] all = IntStream.range(0, this.without.length()).mapToLong(this.without::get).toArray();
		Arrays.sort(all);
		return all;
	}

	@Override
	public void close() {
		this.ended = true;
		try {
			this.thread.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
