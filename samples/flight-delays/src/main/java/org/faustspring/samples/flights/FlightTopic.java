package org.faustspring.samples.flights;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.stereotype.Component;

/**
 * Tells how much of the flights is in topic {@code flights}. Any thread.
 */
@Component
class FlightTopic {

	private final KafkaAdmin kafkaAdmin;

	FlightTopic(KafkaAdmin kafkaAdmin) {
		this.kafkaAdmin = kafkaAdmin;
	}

	/**
	 * Ask the broker for the end of each partition. It is the number of records ever
	 * written there, as the loader uses no transactions, whose markers take offsets too.
	 * @return end offset by partition
	 * @throws ExecutionException if the broker does not tell
	 * @throws InterruptedException if the thread is interrupted
	 */
	Map<Integer, Long> endOffsets() throws ExecutionException, InterruptedException {
		try (Admin admin = Admin.create(this.kafkaAdmin.getConfigurationProperties())) {
			Map<TopicPartition, OffsetSpec> latest = admin.describeTopics(List.of(Topics.FLIGHTS))
				.allTopicNames()
				.get()
				.values()
				.stream()
				.flatMap((topic) -> topic.partitions().stream())
				.map((partition) -> new TopicPartition(Topics.FLIGHTS, partition.partition()))
				.collect(Collectors.toMap(Function.identity(), (partition) -> OffsetSpec.latest()));
			Map<Integer, Long> ends = new TreeMap<>();
			admin.listOffsets(latest)
				.all()
				.get()
				.forEach((partition, end) -> ends.put(partition.partition(), end.offset()));
			return ends;
		}
	}

}
