package org.faustspring.samples.flights;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads topics from outside, with {@code read_committed}.
 */
final class TopicReader implements AutoCloseable {

	private final KafkaConsumer<String, byte[]> consumer;

	TopicReader(String bootstrapServers) {
		this.consumer = new KafkaConsumer<>(
				Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed",
						"allow.auto.create.topics", false, "enable.auto.commit", false),
				new StringDeserializer(), new ByteArrayDeserializer());
	}

	/**
	 * Return the number of offsets in a topic, markers of transactions included.
	 * @param topic its name
	 * @return sum of its end offsets
	 */
	long size(String topic) {
		List<TopicPartition> partitions = partitions(topic);
		this.consumer.assign(partitions);
		return this.consumer.endOffsets(partitions).values().stream().mapToLong(Long::longValue).sum();
	}

	List<ConsumerRecord<String, byte[]>> read(String topic) {
		List<TopicPartition> partitions = partitions(topic);
		this.consumer.assign(partitions);
		this.consumer.seekToBeginning(partitions);
		Map<TopicPartition, Long> ends = this.consumer.endOffsets(partitions);
		List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
		while (ends.entrySet().stream().anyMatch((end) -> this.consumer.position(end.getKey()) < end.getValue())) {
			this.consumer.poll(Duration.ofMillis(100)).forEach(records::add);
		}
		return records;
	}

	List<AirportDelay> readUpdates() {
		return read(Topics.UPDATES).stream()
			.map((record) -> JsonMapper.shared().readValue(record.value(), AirportDelay.class))
			.toList();
	}

	private List<TopicPartition> partitions(String topic) {
		return this.consumer.partitionsFor(topic)
			.stream()
			.map((partition) -> new TopicPartition(partition.topic(), partition.partition()))
			.toList();
	}

	@Override
	public void close() {
		this.consumer.close();
	}

}
