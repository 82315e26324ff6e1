package org.faustspring.samples.flights;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Shows what is in {@code flights-dlt}, for a person without Kafka's command line. Each
 * request reads the whole topic with a consumer of its own that belongs to no group.
 */
@RestController
class DeadLetterController {

	private static final String TOPIC = Topics.FLIGHTS + "-dlt";

	private final ConsumerFactory<?, ?> consumerFactory;

	DeadLetterController(ConsumerFactory<?, ?> consumerFactory) {
		this.consumerFactory = consumerFactory;
	}

	@GetMapping("/dead-letters")
	List<DeadLetter> deadLetters() {
		DefaultKafkaConsumerFactory<byte[], byte[]> raw = new DefaultKafkaConsumerFactory<>(
				this.consumerFactory.getConfigurationProperties(), new ByteArrayDeserializer(),
				new ByteArrayDeserializer());
		raw.updateConfigs(Map.of(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
				ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false, ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
				false));
		try (Consumer<byte[], byte[]> consumer = raw.createConsumer()) {
			return readAll(consumer).stream().map(DeadLetterController::describe).toList();
		}
	}

	private static List<ConsumerRecord<byte[], byte[]>> readAll(Consumer<byte[], byte[]> consumer) {
		List<TopicPartition> partitions = consumer.partitionsFor(TOPIC)
			.stream()
			.map((partition) -> new TopicPartition(partition.topic(), partition.partition()))
			.toList();
		consumer.assign(partitions);
		consumer.seekToBeginning(partitions);
		Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
		List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
		while (ends.entrySet().stream().anyMatch((end) -> consumer.position(end.getKey()) < end.getValue())) {
			consumer.poll(Duration.ofMillis(200)).forEach(records::add);
		}
		return records;
	}

	private static DeadLetter describe(ConsumerRecord<byte[], byte[]> record) {
		byte[] partition = header(record, KafkaHeaders.DLT_ORIGINAL_PARTITION);
		byte[] offset = header(record, KafkaHeaders.DLT_ORIGINAL_OFFSET);
		return new DeadLetter(text(header(record, KafkaHeaders.DLT_ORIGINAL_TOPIC)),
				(partition != null) ? ByteBuffer.wrap(partition).getInt() : null,
				(offset != null) ? ByteBuffer.wrap(offset).getLong() : null, text(record.key()), text(record.value()),
				text(header(record, KafkaHeaders.DLT_EXCEPTION_FQCN)),
				text(header(record, KafkaHeaders.DLT_EXCEPTION_CAUSE_FQCN)),
				text(header(record, KafkaHeaders.DLT_EXCEPTION_MESSAGE)),
				text(header(record, KafkaHeaders.DLT_ORIGINAL_CONSUMER_GROUP)));
	}

	private static byte @Nullable [] header(ConsumerRecord<?, ?> record, String name) {
		Header header = record.headers().lastHeader(name);
		return (header != null) ? header.value() : null;
	}

	private static @Nullable String text(byte @Nullable [] bytes) {
		return (bytes != null) ? new String(bytes, StandardCharsets.UTF_8) : null;
	}

}
