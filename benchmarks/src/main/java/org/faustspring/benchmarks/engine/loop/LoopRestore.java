package org.faustspring.benchmarks.engine.loop;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.faustspring.benchmarks.engine.EngineSettings;

/**
 * Restores the partitions of one thread: what a poll brings goes to RocksDB in one batch
 * without the log, and memtables are flushed at the end. Stateless.
 */
final class LoopRestore {

	private LoopRestore() {
	}

	static void restore(EngineSettings settings, Map<TopicPartition, PartitionState> states) {
		Map<String, Object> properties = new HashMap<>(Map.of("bootstrap.servers", settings.bootstrapServers(),
				"enable.auto.commit", "false", "isolation.level", "read_committed", "max.poll.records", "10000"));
		try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(),
				new ByteArrayDeserializer())) {
			Map<TopicPartition, PartitionState> byChangelog = new HashMap<>();
			states.forEach((partition, state) -> byChangelog
				.put(new TopicPartition(settings.changelog(), partition.partition()), state));
			consumer.assign(byChangelog.keySet());
			consumer.seekToBeginning(byChangelog.keySet());
			Map<TopicPartition, Long> ends = consumer.endOffsets(byChangelog.keySet());
			while (byChangelog.keySet()
				.stream()
				.anyMatch((changelog) -> consumer.position(changelog) < Objects.requireNonNull(ends.get(changelog)))) {
				ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofMillis(100));
				for (TopicPartition changelog : records.partitions()) {
					Objects.requireNonNull(byChangelog.get(changelog)).restore(records.records(changelog));
				}
			}
			byChangelog.values().forEach(PartitionState::flush);
		}
	}

}
