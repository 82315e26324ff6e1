package org.faustspring.benchmarks.harness;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.faustspring.benchmarks.workload.Expected;
import org.faustspring.benchmarks.workload.Load;
import org.faustspring.benchmarks.workload.OrderSource;

/**
 * Fills input topics. One thread.
 */
final class Loader {

	private final Cluster cluster;

	private final Map<String, Expected> loaded = new HashMap<>();

	Loader(Cluster cluster) {
		this.cluster = cluster;
	}

	/** Fill topics with a load each, once. */
	Expected load(Load load, int partitions, List<String> topics) {
		Expected expected = null;
		for (String topic : topics) {
			expected = this.loaded.computeIfAbsent(topic, (missing) -> load(load, partitions, topic));
		}
		return Objects.requireNonNull(expected, "There is nothing to be loaded");
	}

	private Expected load(Load load, int partitions, String topic) {
		this.cluster.createTopic(topic, partitions);
		OrderSource source = new OrderSource(load);
		try (KafkaProducer<String, byte[]> producer = producer(this.cluster.bootstrapServers(), 20)) {
			Sends sends = new Sends();
			while (source.hasNext()) {
				byte[] value = source.next();
				producer.send(new ProducerRecord<>(topic, source.key(), value), sends);
			}
			producer.flush();
			sends.verify();
		}
		return source.expected();
	}

	static KafkaProducer<String, byte[]> producer(String bootstrapServers, int lingerMillis) {
		return new KafkaProducer<>(Map.of("bootstrap.servers", bootstrapServers, "linger.ms", lingerMillis,
				"batch.size", 131072, "compression.type", "lz4"), new StringSerializer(), new ByteArraySerializer());
	}

}
