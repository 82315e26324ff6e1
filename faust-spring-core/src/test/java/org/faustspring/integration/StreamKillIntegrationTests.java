package org.faustspring.integration;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.faustspring.annotation.Agent;
import org.faustspring.annotation.Sink;
import org.faustspring.app.FaustApp;
import org.faustspring.app.ProcessingGuarantee;
import org.faustspring.fixture.SharedBroker;
import org.faustspring.fixture.TestApp;
import org.faustspring.stream.EventStream;
import org.faustspring.table.Table;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.core.KafkaTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Processes whose agents iterate streams, or have composed them, and are killed in
 * mid-load. {@code -Dfaults.kills=20} kills more often. Events are named
 * {@code <source key>:<group>:<number>}, results {@code <event>=<count of its key>}.
 */
class StreamKillIntegrationTests {

	private static final int KILLS = Integer.getInteger("faults.kills", 3);

	@TempDir
	Path state;

	@TempDir
	Path empty;

	private final long seed = Long.getLong("faults.seed", System.nanoTime());

	private final List<String> sent = new ArrayList<>();

	@ParameterizedTest
	@EnumSource
	void streamsAreExactAndInOrderAfterKillsInMidLoad(ProcessingGuarantee guarantee) throws Exception {
		String source = SharedBroker.topic("source", 3);
		Run run = new Run(SharedBroker.unique("stream-kill"), guarantee, SharedBroker.bootstrapServers(), source,
				SharedBroker.topic("looped", 2), SharedBroker.topic("listed", 2), SharedBroker.topic("piped", 2));
		Random random = new Random(this.seed);
		try (KafkaProducer<String, String> producer = SharedBroker.producer(); Admin admin = SharedBroker.admin()) {
			for (int i = 0; i < KILLS; i++) {
				long before = committed(admin, run.id());
				Process process = run.start(this.state);
				await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50)).until(() -> {
					send(producer, source);
					return committed(admin, run.id()) > before;
				});
				long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(random.nextInt(700));
				while (System.nanoTime() - end < 0) {
					send(producer, source);
					LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
				}
				process.destroyForcibly().waitFor();
			}
		}

		try (TestApp app = run.builder(this.state).start()) {
			awaitExact(app);
		}
		// What the changelogs tell, and time for the partitions to show the last
		// transaction.
		try (TestApp app = run.builder(this.empty).start()) {
			awaitExact(app);
		}
		assertExact(run.looped(), guarantee, StreamKillIntegrationTests::group);
		assertExact(run.listed(), guarantee, StreamKillIntegrationTests::sourceKey);
		assertExact(run.piped(), guarantee, StreamKillIntegrationTests::group);
	}

	private void send(KafkaProducer<String, String> producer, String topic) {
		for (int i = 0; i < 20; i++) {
			int number = this.sent.size();
			String event = "s%d:g%d:%d".formatted(number % 7, number % 10, number);
			this.sent.add(event);
			producer.send(new ProducerRecord<>(topic, sourceKey(event), event));
		}
	}

	private static long committed(Admin admin, String id) {
		try {
			return admin.listConsumerGroupOffsets(id)
				.partitionsToOffsetAndMetadata()
				.get()
				.values()
				.stream()
				.mapToLong((offset) -> offset.offset())
				.sum();
		}
		catch (Exception ex) {
			// There is no group yet.
			return 0;
		}
	}

	private void awaitExact(TestApp app) {
		Streams streams = app.bean(Streams.class);
		await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
			assertThat(counts(streams.looped)).as("looped, seed %d", this.seed)
				.isEqualTo(expected(StreamKillIntegrationTests::group));
			assertThat(counts(streams.listed)).as("listed, seed %d", this.seed)
				.isEqualTo(expected(StreamKillIntegrationTests::sourceKey));
			assertThat(counts(streams.piped)).as("piped, seed %d", this.seed)
				.isEqualTo(expected(StreamKillIntegrationTests::group));
		});
	}

	private static Map<String, Long> counts(Table<String, Long> table) {
		Map<String, Long> counts = new TreeMap<>();
		table.entries().forEach((entry) -> counts.put(entry.key(), entry.value()));
		return counts;
	}

	private Map<String, Long> expected(UnaryOperator<String> key) {
		Map<String, Long> expected = new TreeMap<>();
		this.sent.forEach((event) -> expected.merge(key.apply(event), 1L, Long::sum));
		return expected;
	}

	/**
	 * Results are there once, or again with the same count; per key their counts have no
	 * gap, and what came by the same partition of the source has kept its order.
	 */
	private void assertExact(String topic, ProcessingGuarantee guarantee, UnaryOperator<String> key) {
		Map<String, List<String>> results = new TreeMap<>();
		List<ConsumerRecord<String, String>> records = SharedBroker.read(topic, true);
		for (ConsumerRecord<String, String> record : records) {
			results.computeIfAbsent(record.key(), (added) -> new ArrayList<>()).add(record.value());
		}
		if (guarantee == ProcessingGuarantee.EXACTLY_ONCE) {
			assertThat(records).as("%s, seed %d", topic, this.seed).hasSameSizeAs(this.sent);
		}
		assertThat(results.keySet()).isEqualTo(expected(key).keySet());
		results.forEach((resultKey, values) -> {
			Set<String> distinct = new LinkedHashSet<>(values);
			List<String> events = distinct.stream().map((value) -> value.substring(0, value.indexOf('='))).toList();
			assertThat(distinct.stream().map((value) -> Integer.valueOf(value.substring(value.indexOf('=') + 1))))
				.as("counts of %s on %s, seed %d", resultKey, topic, this.seed)
				.containsExactlyElementsOf(IntStream.rangeClosed(1, distinct.size()).boxed().toList());
			assertThat(bySourceKey(events))
				.as("events of %s on %s in their order, seed %d", resultKey, topic, this.seed)
				.isEqualTo(
						bySourceKey(this.sent.stream().filter((event) -> key.apply(event).equals(resultKey)).toList()));
		});
	}

	private static Map<String, List<String>> bySourceKey(List<String> events) {
		Map<String, List<String>> byKey = new TreeMap<>();
		events.forEach((event) -> byKey.computeIfAbsent(sourceKey(event), (added) -> new ArrayList<>()).add(event));
		return byKey;
	}

	private static String sourceKey(String event) {
		return event.split(":")[0];
	}

	private static String group(String event) {
		return event.split(":")[1];
	}

	/**
	 * What an App of this test needs to know, in this JVM or another.
	 */
	private record Run(String id, ProcessingGuarantee guarantee, String servers, String source, String looped,
			String listed, String piped) {

		static Run of(String[] args) {
			return new Run(args[0], ProcessingGuarantee.valueOf(args[1]), args[2], args[3], args[4], args[5], args[6]);
		}

		TestApp.Builder builder(Path state) {
			return TestApp.builder(this.id)
				.guarantee(this.guarantee)
				.state(state)
				.bootstrapServers(this.servers)
				.commitInterval(Duration.ofMillis(100))
				.consumer("session.timeout.ms", "2500")
				.consumer("heartbeat.interval.ms", "500")
				.property("source", this.source)
				.property("looped", this.looped)
				.property("listed", this.listed)
				.property("piped", this.piped)
				.beans(Streams.class);
		}

		/** Start the App in a JVM of its own. */
		Process start(Path state) throws IOException {
			String classpath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
			List<String> command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
					"-Xmx192m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Djava.io.tmpdir=" + state, "-cp",
					classpath, Killed.class.getName(), this.id, this.guarantee.name(), this.servers, this.source,
					this.looped, this.listed, this.piped, state.toString());
			return new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.appendTo(state.resolve("process.log").toFile()))
				.start();
		}

	}

	/**
	 * The App in a JVM of its own.
	 */
	static final class Killed {

		private Killed() {
		}

		/**
		 * Run until there is no more input.
		 * @param args the components of a run, and the state directory
		 * @throws IOException if there is no input
		 */
		public static void main(String[] args) throws IOException {
			try (TestApp app = Run.of(args).builder(Path.of(args[7])).start()) {
				while (System.in.read() >= 0) {
					// Nothing is said; only the end counts.
				}
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Tables {

		@Bean
		Table<String, Long> loopedCounts(FaustApp app) {
			return app.table("looped", String.class, Long.class).defaultValue(0L).build();
		}

		@Bean
		Table<String, Long> listedCounts(FaustApp app) {
			return app.table("listed", String.class, Long.class).defaultValue(0L).build();
		}

		@Bean
		Table<String, Long> pipedCounts(FaustApp app) {
			return app.table("piped", String.class, Long.class).defaultValue(0L).build();
		}

	}

	@Import(Tables.class)
	static class Streams {

		private final Table<String, Long> looped;

		private final Table<String, Long> listed;

		private final Table<String, Long> piped;

		private final KafkaTemplate<Object, Object> template;

		@Value("${looped}")
		private String loopedTopic = "";

		@Value("${listed}")
		private String listedTopic = "";

		Streams(Table<String, Long> loopedCounts, Table<String, Long> listedCounts, Table<String, Long> pipedCounts,
				KafkaTemplate<Object, Object> template) {
			this.looped = loopedCounts;
			this.listed = listedCounts;
			this.piped = pipedCounts;
			this.template = template;
		}

		@Agent(topics = "${source}")
		void loop(EventStream<String> events) {
			for (String event : events.groupBy(StreamKillIntegrationTests::group, "group")) {
				this.template.send(this.loopedTopic, group(event), counted(this.looped, group(event), event));
			}
		}

		@Agent(topics = "${source}")
		void lists(EventStream<String> events) {
			for (List<String> list : events.take(20, Duration.ofMillis(50))) {
				for (String event : list) {
					this.template.send(this.listedTopic, sourceKey(event),
							counted(this.listed, sourceKey(event), event));
				}
			}
		}

		@Agent(topics = "${source}")
		@Sink(topic = "${piped}")
		EventStream<String> pipe(EventStream<String> events) {
			return events.groupBy(StreamKillIntegrationTests::group, "group")
				.map((event) -> counted(this.piped, group(event), event));
		}

		private static String counted(Table<String, Long> table, String key, String event) {
			return event + "=" + table.update(key, (count) -> count + 1);
		}

	}

}
