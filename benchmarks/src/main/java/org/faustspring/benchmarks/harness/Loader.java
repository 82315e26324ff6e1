package org.faustspring.benchmarks.harness;

import java.util.HashMap;
import java.util.Map;

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

	private final int partitions;

	private final Map<Load, Expected> loaded = new HashMap<>();

	Loader(Cluster cluster, int partitions) {
		this.cluster = cluster;
		this.partitions = partitions;
	}

	/** Fill the topic of a load, once. */
	Expected load(Load load) {
		return this.loaded.computeIfAbsent(load, (missing) -> load(load, load.topic()));
	}

	/** Fill a topic of another name. */
	Expected load(Load load, String topic) {
		this.cluster.createTopic(topic, this.partitions);
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
