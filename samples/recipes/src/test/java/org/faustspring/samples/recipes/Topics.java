package org.faustspring.samples.recipes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;

/**
 * What tests send to topics and find in them: text keys, JSON values. For one thread.
 */
public final class Topics implements AutoCloseable {

	private final JsonMapper json;

	private final Map<String, Object> connection;

	private final DefaultKafkaProducerFactory<String, String> producers;

	private final KafkaTemplate<String, String> template;

	public Topics(KafkaConnectionDetails kafka, JsonMapper json) {
		this.json = json;
		this.connection = Map.of("bootstrap.servers", String.join(",", kafka.getBootstrapServers()));
		this.producers = new DefaultKafkaProducerFactory<>(this.connection, new StringSerializer(),
				new StringSerializer());
		this.template = new KafkaTemplate<>(this.producers);
	}

	public void send(String topic, String key, Object value) {
		String text = (value instanceof String line) ? line : this.json.writeValueAsString(value);
		this.template.send(topic, key, text).join();
	}

	/**
	 * Return the records that are in a topic now, in the order of each partition.
	 */
	public List<ConsumerRecord<String, String>> records(String topic) {
		List<ConsumerRecord<String, String>> records = new ArrayList<>();
		try (Consumer<String, String> consumer = new DefaultKafkaConsumerFactory<>(this.connection,
				new StringDeserializer(), new StringDeserializer())
			.createConsumer(UUID.randomUUID().toString(), "")) {
			List<TopicPartition> partitions = consumer.partitionsFor(topic)
				.stream()
				.map((info) -> new TopicPartition(topic, info.partition()))
				.toList();
			consumer.assign(partitions);
			consumer.seekToBeginning(partitions);
			Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
			while (partitions.stream()
				.anyMatch((partition) -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
				consumer.poll(Duration.ofMillis(200)).forEach(records::add);
			}
		}
		return records;
	}

	/**
	 * Return the values that are in a topic now.
	 */
	public <T> List<T> values(String topic, Class<T> type) {
		return records(topic).stream().map((record) -> this.json.readValue(record.value(), type)).toList();
	}

	@Override
	public void close() {
		this.producers.destroy();
	}

}
