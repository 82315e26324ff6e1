package org.faustspring.integration;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.faustspring.annotation.Agent;
import org.faustspring.annotation.Sink;
import org.faustspring.app.FaustApp;
import org.faustspring.app.ProcessingGuarantee;
import org.faustspring.fixture.SharedBroker;
import org.faustspring.fixture.TestApp;
import org.faustspring.table.Table;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An App that counts items by group, with a repartition, a table and a sink; what goes in
 * and what has to come out of it, whatever is broken on the way. One at a time in a JVM.
 */
final class Tally {

	private static final int GROUPS = 20;

	/** Microseconds that each item keeps a worker busy for. */
	static final String WORK = "tally.work-micros";

	final String id = SharedBroker.unique("tally");

	final String source = SharedBroker.unique("source");

	final String output = SharedBroker.unique("output");

	final String changelog = this.id + "-tally-changelog";

	final ProcessingGuarantee guarantee;

	final String servers;

	private final AtomicInteger sent = new AtomicInteger();

	Tally(ProcessingGuarantee guarantee) {
		this(guarantee, SharedBroker.bootstrapServers(), 4);
	}

	Tally(ProcessingGuarantee guarantee, String servers, int partitions) {
		this.guarantee = guarantee;
		this.servers = servers;
		try (Admin admin = admin()) {
			admin
				.createTopics(List.of(new NewTopic(this.source, partitions, (short) 1),
						new NewTopic(this.output, 2, (short) 1)))
				.all()
				.get();
			await().until(() -> admin.listTopics().names().get().containsAll(List.of(this.source, this.output)));
			SharedBroker.awaitOnline(admin, this.source, partitions);
			SharedBroker.awaitOnline(admin, this.output, 2);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
		configure(this.source, this.output);
	}

	static void configure(String source, String output) {
		System.setProperty("tally.source", source);
		System.setProperty("tally.output", output);
	}

	/** Have items keep workers busy, in processes that start from now on, too. */
	static void work(int micros) {
		System.setProperty(WORK, String.valueOf(micros));
	}

	private static void work() {
		int micros = Integer.getInteger(WORK, 0);
		long until = System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(micros);
		while (micros > 0 && System.nanoTime() - until < 0) {
			Thread.onSpinWait();
		}
	}

	Admin admin() {
		return Admin.create(Map.of("bootstrap.servers", this.servers));
	}

	TestApp.Builder app(Path state) {
		return builder(this.id, this.guarantee, state, this.servers);
	}

	static TestApp.Builder builder(String id, ProcessingGuarantee guarantee, Path state, String servers) {
		return TestApp.builder(id)
			.guarantee(guarantee)
			.state(state)
			.bootstrapServers(servers)
			.commitInterval(Duration.ofMillis(100))
			.consumer("session.timeout.ms", "2500")
			.consumer("heartbeat.interval.ms", "500")
			.beans(Counting.class);
	}

	KafkaProducer<String, String> producer(Map<String, Object> settings) {
		Map<String, Object> config = new HashMap<>(settings);
		config.put("bootstrap.servers", this.servers);
		return new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
	}

	/** Send more items. */
	void send(int count) {
		try (KafkaProducer<String, String> producer = producer(Map.of("linger.ms", "5"))) {
			for (int i = 0; i < count; i++) {
				send(producer);
			}
		}
	}

	private void send(KafkaProducer<String, String> producer) {
		int item = this.sent.getAndIncrement();
		producer.send(new ProducerRecord<>(this.source, String.valueOf(item),
				"{\"id\":%d,\"group\":\"g%d\"}".formatted(item, item % GROUPS)));
	}

	/** Send items at a steady rate until closed. */
	Load load(int perSecond) {
		return new Load(perSecond);
	}

	int sent() {
		return this.sent.get();
	}

	private Map<String, Long> expected() {
		Map<String, Long> expected = new TreeMap<>();
		for (int i = 0; i < sent(); i++) {
			expected.merge("g" + i % GROUPS, 1L, Long::sum);
		}
		return expected;
	}

	/** What an instance's partitions of the table hold. */
	static Map<String, Long> counts(TestApp app) {
		Map<String, Long> counts = new TreeMap<>();
		app.bean(Counting.class).table.entries().forEach((entry) -> counts.put(entry.key(), entry.value()));
		return counts;
	}

	/** Wait until everything is counted, and check that it is exact. */
	void awaitExact(TestApp... apps) {
		await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50)).untilAsserted(() -> {
			Map<String, Long> all = new TreeMap<>();
			for (TestApp app : apps) {
				all.putAll(counts(app));
			}
			assertThat(all.values().stream().mapToLong(Long::longValue).sum()).isGreaterThanOrEqualTo(sent());
			assertThat(all).isEqualTo(expected());
		});
	}

	/** Check what the changelog holds. */
	void assertChangelogExact() {
		assertThat(replayed()).as("changelog replayed").isEqualTo(expected());
	}

	/**
	 * Check what the changelog and the output hold. A transaction is committed before all
	 * of its partitions show it.
	 */
	void assertTopicsExact() {
		await().untilAsserted(this::assertTopicsNowExact);
	}

	private void assertTopicsNowExact() {
		assertChangelogExact();
		Map<Integer, Integer> times = new TreeMap<>();
		read(this.output).forEach((record) -> times.merge(idOf(record.value()), 1, Integer::sum));
		assertThat(times).as("items on the output").hasSize(sent());
		if (this.guarantee == ProcessingGuarantee.EXACTLY_ONCE) {
			assertThat(times.values()).as("how often an item is on the output").allMatch((count) -> count == 1);
		}
	}

	private static int idOf(String json) {
		String rest = json.substring(json.indexOf("\"id\":") + 5);
		return Integer.parseInt(rest.replaceAll("[^0-9].*", ""));
	}

	/** The table as the changelog alone tells it. */
	Map<String, Long> replayed() {
		Map<String, Long> replayed = new TreeMap<>();
		read(this.changelog).forEach((record) -> {
			if (record.value() != null) {
				replayed.put(record.key(), Long.valueOf(record.value()));
			}
			else {
				replayed.remove(record.key());
			}
		});
		return replayed;
	}

	/** The committed records of a topic. */
	List<ConsumerRecord<String, String>> read(String topic) {
		Map<String, Object> config = new HashMap<>();
		config.put("bootstrap.servers", this.servers);
		config.put("enable.auto.commit", "false");
		config.put("isolation.level", "read_committed");
		List<ConsumerRecord<String, String>> records = new ArrayList<>();
		try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(config, new StringDeserializer(),
				deserializer())) {
			List<TopicPartition> partitions = consumer.partitionsFor(topic)
				.stream()
				.map((info) -> new TopicPartition(topic, info.partition()))
				.toList();
			consumer.assign(partitions);
			consumer.seekToBeginning(partitions);
			Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
			while (!partitions.stream()
				.allMatch((partition) -> consumer.position(partition) >= ends.getOrDefault(partition, 0L))) {
				consumer.poll(Duration.ofMillis(100)).forEach(records::add);
			}
		}
		return records;
	}

	/** Table values are kept in eight bytes; everything else here is text. */
	private static org.apache.kafka.common.serialization.Deserializer<String> deserializer() {
		return (topic, bytes) -> {
			if (bytes == null) {
				return null;
			}
			return topic.endsWith("-changelog") ? String.valueOf(java.nio.ByteBuffer.wrap(bytes).getLong())
					: new String(bytes, StandardCharsets.UTF_8);
		};
	}

	/** Write to the changelog as somebody who must not. */
	void writeToChangelog(int partition, String key, Long... values) {
		Map<String, Object> config = Map.of("bootstrap.servers", this.servers);
		try (KafkaProducer<String, Long> producer = new KafkaProducer<>(config, new StringSerializer(),
				new org.apache.kafka.common.serialization.LongSerializer())) {
			for (Long value : values) {
				producer.send(new ProducerRecord<>(this.changelog, partition, key, value));
			}
		}
	}

	/** The changelog partition that a key is in. */
	int partitionOf(String key) {
		return read(this.changelog).stream()
			.filter((record) -> record.key().equals(key))
			.findFirst()
			.orElseThrow()
			.partition();
	}

	/**
	 * Items arriving while a test does something else.
	 */
	final class Load implements AutoCloseable {

		private volatile boolean ended;

		private final Thread thread;

		private Load(int perSecond) {
			this.thread = new Thread(() -> run(perSecond), "load");
			this.thread.start();
		}

		private void run(int perSecond) {
			try (KafkaProducer<String, String> producer = producer(
					Map.of("linger.ms", "2", "delivery.timeout.ms", "300000"))) {
				while (!this.ended) {
					for (int i = 0; i < perSecond / 100; i++) {
						send(producer);
					}
					LockSupport.parkNanos(10_000_000);
				}
			}
		}

		@Override
		public void close() {
			this.ended = true;
			try {
				this.thread.join();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

	}

	record Item(int id, String group) {

	}

	record Counted(int id, String group, long count) {

	}

	@Configuration(proxyBeanMethods = false)
	static class Tables {

		@Bean
		Table<String, Long> tally(FaustApp app) {
			return app.table("tally", String.class, Long.class).defaultValue(0L).build();
		}

	}

	@Import(Tables.class)
	static class Counting {

		final Table<String, Long> table;

		Counting(Table<String, Long> tally) {
			this.table = tally;
		}

		@Agent(topics = "${tally.source}", groupBy = "#{group}")
		@Sink(topic = "${tally.output}")
		Counted count(Item item) {
			work();
			return new Counted(item.id(), item.group(), this.table.update(item.group(), (count) -> count + 1));
		}

	}

}
