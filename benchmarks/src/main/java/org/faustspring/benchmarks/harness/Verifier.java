package org.faustspring.benchmarks.harness;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.faustspring.benchmarks.workload.OutputCheck;
import org.jspecify.annotations.Nullable;

/**
 * Reads what an engine has committed, and checks it. One thread.
 */
final class Verifier {

	private final Cluster cluster;

	Verifier(Cluster cluster) {
		this.cluster = cluster;
	}

	/** Check all records of a topic. */
	@Nullable String problem(String topic, OutputCheck check) {
		int partitions = this.cluster.partitions(topic);
		List<TopicPartition> all = IntStream.range(0, partitions)
			.mapToObj((number) -> new TopicPartition(topic, number))
			.toList();
		try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(Map.of("bootstrap.servers",
				this.cluster.bootstrapServers(), "isolation.level", "read_committed", "max.poll.records", 20000),
				new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
			consumer.assign(all);
			consumer.seekToBeginning(all);
			Map<TopicPartition, Long> ends = consumer.endOffsets(all);
			while (all.stream()
				.anyMatch((partition) -> consumer.position(partition) < Objects.requireNonNull(ends.get(partition)))) {
				for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
					check.accept(record.key(), record.value());
				}
			}
		}
		String problem = check.problem();
		return (problem != null) ? topic + ": " + problem : null;
	}

}
