package org.faustspring.benchmarks.engine.consumer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.faustspring.benchmarks.engine.BenchmarkEngine;
import org.faustspring.benchmarks.engine.EngineSettings;
import org.faustspring.benchmarks.workload.Restored;

/**
 * Reads the changelog and forgets it: nobody who reads it by Kafka's consumer restores
 * faster. As many consumers as the engines have processing threads. Used by one thread.
 */
public final class ConsumerEngine implements BenchmarkEngine {

	private static final int POLL_RECORDS = 10_000;

	private final List<Thread> threads = new ArrayList<>();

	private volatile boolean stopping;

	@Override
	public void start(EngineSettings settings) {
		AtomicInteger reading = new AtomicInteger(settings.workers());
		for (int i = 0; i < settings.workers(); i++) {
			List<TopicPartition> changelogs = new ArrayList<>();
			for (int partition = i; partition < settings.partitions(); partition += settings.workers()) {
				changelogs.add(new TopicPartition(settings.changelog(), partition));
			}
			Thread thread = new Thread(() -> {
				read(settings, changelogs);
				if (reading.decrementAndGet() == 0) {
					Restored.end();
				}
			}, "reader-" + i);
			this.threads.add(thread);
			thread.start();
		}
	}

	private void read(EngineSettings settings, List<TopicPartition> changelogs) {
		Map<String, Object> properties = new HashMap<>(Map.of("bootstrap.servers", settings.bootstrapServers(),
				"enable.auto.commit", "false", "max.poll.records", POLL_RECORDS));
		try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(),
				new ByteArrayDeserializer())) {
			consumer.assign(changelogs);
			consumer.seekToBeginning(changelogs);
			long left = consumer.endOffsets(changelogs).values().stream().mapToLong(Long::longValue).sum();
			Restored.begin();
			while (left > 0 && !this.stopping) {
				for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
					left -= (record.value() != null) ? 1 : 0;
				}
			}
		}
	}

	@Override
	public void close() throws InterruptedException {
		this.stopping = true;
		for (Thread thread : this.threads) {
			thread.join();
		}
	}

}
