package org.faustspring.integration;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.faustspring.agent.AgentFigures;
import org.faustspring.agent.AgentState;
import org.faustspring.annotation.Agent;
import org.faustspring.annotation.Sink;
import org.faustspring.app.AppState;
import org.faustspring.app.FaustApp;
import org.faustspring.app.ProcessingGuarantee;
import org.faustspring.fixture.SharedBroker;
import org.faustspring.fixture.TestApp;
import org.faustspring.table.Table;
import org.faustspring.table.TableNotReadyException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.support.KafkaHeaders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What becomes of events whose handler throws, and of what the handler did before.
 */
class FailingHandlerIntegrationTests {

	private static final int EVENTS = 400;

	private static final int GROUPS = 8;

	@TempDir
	Path state;

	private final String id = SharedBroker.unique("failing");

	private final String source = SharedBroker.topic("source", 4);

	private final String output = SharedBroker.topic("output", 2);

	private final String side = SharedBroker.topic("side", 2);

	private TestApp.Builder builder = TestApp.builder(this.id);

	@BeforeEach
	void prepare() {
		this.builder.state(this.state)
			.property("source", this.source)
			.property("output", this.output)
			.property("side", this.side)
			.property("error-policy", "dead-letter")
			.property("supervisor", "one-for-one");
	}

	@ParameterizedTest
	@EnumSource
	void failedEventIsDeadLetteredAsItWasReadAndLeavesNoTrace(ProcessingGuarantee guarantee) {
		List<RecordMetadata> sent = SharedBroker.sendRecords(events(100, 101));

		try (TestApp app = this.builder.guarantee(guarantee).beans(Counting.class).start().awaitRunning()) {
			awaitCounted(app, EVENTS - 2);
			await().until(() -> SharedBroker.read(this.source + "-dlt", true).size() == 2);

			Counting counting = app.bean(Counting.class);
			assertThat(counts(app)).doesNotContainKey("poison")
				.hasSize(GROUPS)
				.allSatisfy((group, count) -> assertThat(count).isBetween(49L, 50L));
			assertThat(counting.calls.get(100)).containsExactly(1, 2, 3);
			assertThat(counting.calls.get(101)).containsExactly(1, 2, 3);
			assertThat(counting.pauses(100)).allSatisfy((pause) -> assertThat(pause).isGreaterThanOrEqualTo(19));
			AgentFigures figures = app.agent("count").figures().get(0);
			assertThat(figures.deadLettered()).isEqualTo(2);
			assertThat(figures.errors()).isEqualTo(6);
			assertThat(figures.events()).isEqualTo(EVENTS - 2);
			assertThat(figures.topic()).isEqualTo(this.source);
		}
		List<ConsumerRecord<String, byte[]>> letters = SharedBroker.readRaw(this.source + "-dlt");
		letters.forEach((letter) -> {
			int number = letter.key().equals("key100") ? 100 : 101;
			assertThat(letter.key()).isEqualTo("key" + number);
			assertThat(new String(letter.value(), StandardCharsets.UTF_8)).isEqualTo(value(number, "poison"));
			assertOriginal(letter, sent.get(number));
			assertThat(text(letter, KafkaHeaders.DLT_EXCEPTION_MESSAGE)).contains("no good");
			assertThat(text(letter, "trace")).isEqualTo("t" + number);
			assertThat(text(letter, "faust-agent")).isEqualTo("count");
			assertThat(letter.headers()).filteredOn((header) -> header.key().startsWith("faust-")).hasSize(1);
		});
		assertThat(SharedBroker.values(this.output)).hasSize(EVENTS - 2).noneMatch((value) -> value.contains("poison"));
		assertThat(SharedBroker.values(this.side)).hasSize(EVENTS - 2).noneMatch((value) -> value.contains("poison"));
		assertThat(SharedBroker.read(this.id + "-counts-changelog", true))
			.noneMatch((record) -> record.key().contains("poison"));
	}

	private void assertOriginal(ConsumerRecord<String, byte[]> letter, RecordMetadata original) {
		assertThat(text(letter, KafkaHeaders.DLT_ORIGINAL_TOPIC)).isEqualTo(original.topic());
		assertThat(header(letter, KafkaHeaders.DLT_ORIGINAL_PARTITION).getInt()).isEqualTo(original.partition());
		assertThat(header(letter, KafkaHeaders.DLT_ORIGINAL_OFFSET).getLong()).isEqualTo(original.offset());
		assertThat(header(letter, KafkaHeaders.DLT_ORIGINAL_TIMESTAMP).getLong()).isEqualTo(original.timestamp());
		assertThat(text(letter, KafkaHeaders.DLT_ORIGINAL_CONSUMER_GROUP)).isEqualTo(this.id);
		assertThat(letter.partition()).isEqualTo(original.partition());
	}

	private static ByteBuffer header(ConsumerRecord<?, ?> record, String name) {
		return ByteBuffer.wrap(record.headers().lastHeader(name).value());
	}

	private static String text(ConsumerRecord<?, ?> record, String name) {
		return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
	}

	@Test
	void skippedEventIsNowhereAndTheOthersAreCounted() {
		SharedBroker.sendRecords(events(100, 101));

		try (TestApp app = this.builder.property("error-policy", "skip").beans(Counting.class).start().awaitRunning()) {
			awaitCounted(app, EVENTS - 2);
			await().until(() -> app.agent("count").figures().get(0).skipped() == 2);

			assertThat(counts(app)).doesNotContainKey("poison");
		}
		assertThat(SharedBroker.values(this.source + "-dlt")).isEmpty();
		assertThat(SharedBroker.values(this.output)).hasSize(EVENTS - 2);
	}

	@ParameterizedTest
	@EnumSource
	void escalatedEventIsGivenAgainAfterEachRestartUntilTheAgentStopsThere(ProcessingGuarantee guarantee) {
		SharedBroker.sendRecords(events(100));
		this.builder.guarantee(guarantee)
			.property("error-policy", "escalate")
			.restarts(2, Duration.ofMillis(50))
			.beans(Counting.class, Watching.class);

		try (TestApp app = this.builder.start().awaitRunning()) {
			Counting counting = app.bean(Counting.class);
			await().atMost(Duration.ofSeconds(30)).until(() -> app.agent("count").state() == AgentState.FAILED);
			await().atMost(Duration.ofSeconds(30)).until(() -> app.bean(Watching.class).seen.size() == EVENTS);
			assertThat(counting.calls.get(100)).hasSize(5);
			assertThat(app.agent("count").failure()).hasMessageContaining("no good");
			assertThat(app.app().state()).isEqualTo(AppState.RUNNING);

			app.agent("count").start();
			await().atMost(Duration.ofSeconds(10))
				.until(() -> app.agent("count").state() == AgentState.FAILED && counting.calls.get(100).size() > 5);
			assertThat(counting.calls.get(100)).hasSize(10);

			counting.mended = true;
			app.agent("count").start();
			awaitCounted(app, EVENTS);
			assertThat(counts(app)).containsEntry("poison", 1L);
		}
		assertThat(SharedBroker.values(this.output)).hasSize(EVENTS);
		assertThat(SharedBroker.values(this.source + "-dlt")).isEmpty();
	}

	@Test
	void crashSupervisorClosesTheContextAndTheEventIsGivenToTheNextRun() {
		SharedBroker.sendRecords(events(100));
		this.builder.property("error-policy", "escalate").property("supervisor", "crash").beans(Counting.class);

		TestApp app = this.builder.start();
		await().atMost(Duration.ofSeconds(30)).until(app::closed);
		// Waits for the end of what the App has begun.
		app.close();
		assertThat(app.states()).contains(AppState.FAILED);

		try (TestApp next = this.builder.property("error-policy", "skip").start().awaitRunning()) {
			awaitCounted(next, EVENTS - 1);
			await().until(() -> next.agent("count").figures().stream().mapToLong(AgentFigures::skipped).sum() == 1);
		}
		assertThat(SharedBroker.values(this.output)).hasSize(EVENTS - 1);
	}

	@ParameterizedTest
	@EnumSource
	void eventWhoseTableEntryCannotBeWrittenIsDeadLetteredAndHoldsNobodyUp(ProcessingGuarantee guarantee) {
		SharedBroker.send(this.source, List.of("a:1", "b:2", "a:unserializable", "b:large", "c:3", "d:4"));

		try (TestApp app = this.builder.guarantee(guarantee).attempts(2).beans(Writing.class).start().awaitRunning()) {
			Table<String, Entry> entries = app.bean(Writing.class).table;
			// Under at-least-once a failed commit has its tasks taken over again.
			await().atMost(Duration.ofSeconds(30)).ignoreException(TableNotReadyException.class).untilAsserted(() -> {
				assertThat(entries.get("a")).isEqualTo(new Entry("1"));
				assertThat(entries.get("b")).isEqualTo(new Entry("2"));
				assertThat(entries.get("d")).isEqualTo(new Entry("4"));
			});
			await().until(() -> SharedBroker.values(this.source + "-dlt").size() == 2);
		}
		assertThat(SharedBroker.values(this.source + "-dlt")).containsExactlyInAnyOrder("a:unserializable", "b:large");
		if (guarantee == ProcessingGuarantee.EXACTLY_ONCE) {
			assertThat(SharedBroker.values(this.output)).containsExactlyInAnyOrder("a:1", "b:2", "c:3", "d:4");
		}
		else {
			// What the commit that failed had sent is there, too.
			assertThat(SharedBroker.values(this.output)).contains("a:1", "b:2", "c:3", "d:4");
		}
	}

	private List<ProducerRecord<byte[], byte[]>> events(int... poison) {
		List<Integer> bad = java.util.Arrays.stream(poison).boxed().toList();
		List<ProducerRecord<byte[], byte[]>> events = new ArrayList<>();
		for (int i = 0; i < EVENTS; i++) {
			String group = bad.contains(i) ? "poison" : "g" + i % GROUPS;
			ProducerRecord<byte[], byte[]> event = SharedBroker.record(this.source, "key" + i, value(i, group));
			event.headers().add("trace", ("t" + i).getBytes(StandardCharsets.UTF_8));
			events.add(event);
		}
		return events;
	}

	private static String value(int number, String group) {
		return "{\"id\":%d,\"group\":\"%s\"}".formatted(number, group);
	}

	private static void awaitCounted(TestApp app, long total) {
		await().atMost(Duration.ofSeconds(30))
			.untilAsserted(
					() -> assertThat(counts(app).values().stream().mapToLong(Long::longValue).sum()).isEqualTo(total));
	}

	private static Map<String, Long> counts(TestApp app) {
		Map<String, Long> counts = new TreeMap<>();
		app.bean(Counting.class).table.entries().forEach((entry) -> counts.put(entry.key(), entry.value()));
		return counts;
	}

	record Item(int id, String group) {

	}

	@Configuration(proxyBeanMethods = false)
	static class Tables {

		@Bean
		Table<String, Long> counts(FaustApp app) {
			return app.table("counts", String.class, Long.class).defaultValue(0L).build();
		}

	}

	@Import(Tables.class)
	static class Counting {

		private final Table<String, Long> table;

		private final KafkaTemplate<Object, Object> template;

		private final Map<Integer, List<Integer>> calls = new ConcurrentHashMap<>();

		private final Map<Integer, List<Long>> times = new ConcurrentHashMap<>();

		private volatile boolean mended;

		private final String side;

		Counting(Table<String, Long> counts, KafkaTemplate<Object, Object> template, @Value("${side}") String side) {
			this.table = counts;
			this.side = side;
			this.template = template;
		}

		@Agent(topics = "${source}", groupBy = "group", onError = "${error-policy}", supervisor = "${supervisor}")
		@Sink(topic = "${output}")
		Stream<String> count(org.faustspring.stream.Event<Item> event) throws Exception {
			Item item = java.util.Objects.requireNonNull(event.value());
			this.calls.computeIfAbsent(item.id(), (id) -> new CopyOnWriteArrayList<>()).add(event.attempt());
			this.times.computeIfAbsent(item.id(), (id) -> new CopyOnWriteArrayList<>()).add(System.nanoTime());
			long count = this.table.update(item.group(), (value) -> value + 1);
			this.template.send(this.side, item.group(), item.group() + count).get(5, TimeUnit.SECONDS);
			boolean poison = item.group().equals("poison") && !this.mended;
			if (poison && item.id() % 2 == 0) {
				throw new IllegalStateException("no good");
			}
			Stream<String> first = Stream.of(item.group());
			return poison ? Stream.concat(first, Stream.of(1).map((one) -> {
				this.table.put("poison of a lazy result", 1L);
				throw new IllegalStateException("no good when asked for");
			})) : first;
		}

		List<Long> pauses(int number) {
			List<Long> at = this.times.getOrDefault(number, List.of());
			List<Long> pauses = new ArrayList<>();
			for (int i = 1; i < at.size(); i++) {
				pauses.add((at.get(i) - at.get(i - 1)) / 1_000_000);
			}
			return pauses;
		}

	}

	record Entry(String text) {

		@Override
		public String text() {
			if (this.text.equals("unserializable")) {
				throw new IllegalStateException("cannot be written");
			}
			return this.text;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class EntryTables {

		@Bean
		Table<String, Entry> texts(FaustApp app) {
			return app.table("texts", String.class, Entry.class).build();
		}

	}

	@Import(EntryTables.class)
	static class Writing {

		private final Table<String, Entry> table;

		Writing(Table<String, Entry> texts) {
			this.table = texts;
		}

		@Agent(topics = "${source}")
		@Sink(topic = "${output}")
		String write(String value, String key) {
			String text = value.substring(value.indexOf(':') + 1);
			this.table.put(key, new Entry(text.equals("large") ? "x".repeat(3 << 20) : text));
			return value;
		}

	}

	static class Watching {

		private final List<Integer> seen = new CopyOnWriteArrayList<>();

		@Agent(topics = "${source}")
		void watch(Item item) {
			this.seen.add(item.id());
		}

	}

}
