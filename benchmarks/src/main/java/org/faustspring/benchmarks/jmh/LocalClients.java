package org.faustspring.benchmarks.jmh;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.faustspring.engine.client.KafkaClients;
import org.jspecify.annotations.Nullable;

/**
 * Clients of a cluster that is not there: one input partition, and outputs that are
 * counted. Any thread.
 */
final class LocalClients implements KafkaClients {

	static final String INPUT = "in";

	static final String OUTPUT = "out";

	static final String SERVERS = "localhost:9092";

	private final LocalTopics topics = new LocalTopics(INPUT, OUTPUT);

	private final AtomicLong outputs = new AtomicLong();

	private final LocalConsumer reader;

	LocalClients(int keys) {
		this.reader = new LocalConsumer(new TopicPartition(INPUT, 0), new LocalEvents(keys));
	}

	LocalConsumer reader() {
		return this.reader;
	}

	/** How many records the output topic has got. */
	long outputs() {
		return this.outputs.get();
	}

	@Override
	public Consumer<byte[], byte[]> consumer(String name, Map<String, Object> overrides) {
		return switch (name) {
			case "poller" -> new LocalMember(new TopicPartition(INPUT, 0));
			case "reader-0" -> this.reader;
			default -> new MockConsumer<>("none");
		};
	}

	@Override
	public Producer<byte[], byte[]> producer(String name, Map<String, Object> overrides) {
		return new LocalProducer(OUTPUT, this.outputs);
	}

	@Override
	public Admin admin(String name) {
		return this.topics.admin();
	}

	@Override
	public @Nullable Object producerSetting(String setting) {
		return null;
	}

	@Override
	public @Nullable Object consumerSetting(String setting) {
		return null;
	}

	@Override
	public String bootstrapServers() {
		return SERVERS;
	}

}
