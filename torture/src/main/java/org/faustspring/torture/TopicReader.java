package org.faustspring.torture;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads all committed records of a topic.
 */
final class TopicReader {

	private static final long MOST_NANOS = 120_000_000_000L;

	private final String servers;

	TopicReader(String servers) {
		this.servers = servers;
	}

	/** Each partition in order. */
	void read(String topic, Consumer<ConsumerRecord<String, String>> each) {
		read(topic, Map.of(), each);
	}

	/** As {@link #read}, but each partition from an offset on, if one is given. */
	void read(String topic, Map<TopicPartition, Long> from, Consumer<ConsumerRecord<String, String>> each) {
		Map<String, Object> config = new HashMap<>(Map.of("bootstrap.servers", this.servers, "enable.auto.commit",
				false, "isolation.level", "read_committed", "auto.offset.reset", "earliest", "max.poll.records", 5000));
		try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(config, new StringDeserializer(),
				new StringDeserializer())) {
			List<TopicPartition> partitions = consumer.partitionsFor(topic)
				.stream()
				.map((info) -> new TopicPartition(topic, info.partition()))
				.toList();
			consumer.assign(partitions);
			consumer.seekToBeginning(partitions);
			from.forEach((partition, offset) -> {
				if (partition.topic().equals(topic)) {
					consumer.seek(partition, offset);
				}
			});
			Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
			long until = System.nanoTime() + MOST_NANOS;
			while (!partitions.stream()
				.allMatch((partition) -> consumer.position(partition) >= ends.getOrDefault(partition, 0L))) {
				if (System.nanoTime() > until) {
					throw new IllegalStateException("Topic %s could not be read to its end".formatted(topic));
				}
				consumer.poll(Duration.ofMillis(100)).forEach(each);
			}
		}
	}

}
