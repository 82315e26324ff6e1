package org.faustspring.integration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.faustspring.agent.AgentState;
import org.faustspring.annotation.Agent;
import org.faustspring.annotation.Sink;
import org.faustspring.app.CopartitioningException;
import org.faustspring.app.FaustApp;
import org.faustspring.app.ProcessingGuarantee;
import org.faustspring.fixture.SharedBroker;
import org.faustspring.fixture.TestApp;
import org.faustspring.stream.Event;
import org.faustspring.stream.EventStream;
import org.faustspring.table.Table;
import org.faustspring.topic.Topic;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * What streams are made of, on a broker.
 */
class StreamOperatorsIntegrationTests {

	@TempDir
	Path state;

	private final String source = SharedBroker.topic("source", 2);

	private final String other = SharedBroker.topic("other", 2);

	private final String output = SharedBroker.topic("output", 1);

	private final TestApp.Builder builder = TestApp.builder(SharedBroker.unique("streams"));

	@BeforeEach
	void prepare() {
		this.builder.state(this.state)
			.property("source", this.source)
			.property("other", this.other)
			.property("output", this.output)
			.property("within", "300");
	}

	@ParameterizedTest
	@EnumSource
	void groupedPipelineCountsEveryValueOnceAcrossARestart(ProcessingGuarantee guarantee) {
		this.builder.guarantee(guarantee).beans(Words.class);
		SharedBroker.send(this.source, sentences(0, 500));
		try (TestApp app = this.builder.start().awaitRunning()) {
			await().untilAsserted(() -> assertThat(total(app)).isEqualTo(1500));
		}
		SharedBroker.send(this.source, sentences(500, 1000));
		try (TestApp app = this.builder.start().awaitRunning()) {
			await().untilAsserted(() -> assertThat(total(app)).isEqualTo(3000));
			assertThat(counts(app)).containsEntry("all", 1000L).containsEntry("w0", 200L).hasSize(1 + 5 + 7);
			await().untilAsserted(
					() -> assertThat(SharedBroker.values(this.output)).hasSize(3000).doesNotHaveDuplicates());
		}
	}

	@ParameterizedTest
	@EnumSource
	void groupedAndRoutedLoopCountsEveryValueOnce(ProcessingGuarantee guarantee) {
		this.builder.guarantee(guarantee).beans(Routed.class);
		SharedBroker.send(this.source, sentences(0, 500));
		try (TestApp app = this.builder.start().awaitRunning()) {
			await().untilAsserted(() -> assertThat(total(app)).isEqualTo(500));
			assertThat(app.bean(Routed.class).places).hasSize(500)
				.doesNotHaveDuplicates()
				.allMatch((place) -> place.startsWith(this.source));
			assertThat(SharedBroker.values(this.other)).hasSize(500).allMatch((value) -> value.startsWith("{"));
		}
	}

	@Test
	void listIsFullOrItsTimeIsOverAndItComesAgainAsAWhole() {
		this.builder.beans(Lists.class);
		SharedBroker.createTopic(this.source + "1", 1);
		this.builder.property("source", this.source + "1");
		SharedBroker.send(this.source + "1", values(0, 7));
		try (TestApp app = this.builder.start().awaitRunning()) {
			Lists lists = app.bean(Lists.class);
			await().until(() -> lists.seen.size() == 2);
			assertThat(lists.seen).containsExactly(values(0, 5), values(5, 7));
			List<String> bad = values(10, 15);
			bad.set(2, "k:bad");
			SharedBroker.send(this.source + "1", bad);
			await().until(() -> SharedBroker.values(this.output).size() == 11);
			assertThat(lists.seen.subList(2, 5)).containsExactly(bad, bad, bad);
			assertThat(lists.seen.subList(5, 10)).allMatch((list) -> list.size() == 1);
			// Others see the table as of the last commit, which comes after the output.
			await().untilAsserted(() -> assertThat(total(app)).isEqualTo(11));
			assertThat(SharedBroker.values(this.source + "1-dlt")).containsExactly("k:bad");
			assertThat(SharedBroker.values(this.output)).doesNotHaveDuplicates();
		}
	}

	@Test
	void openListHoldsNothingOfOthersBackAndIsReadAgain() {
		this.builder.beans(Sides.class).property("within", "600000");
		SharedBroker.send(this.source, values(0, 100));
		try (TestApp app = this.builder.start().awaitRunning()) {
			await().until(() -> SharedBroker.values(this.output).size() == 90);
			assertThat(app.bean(Sides.class).lists).isEmpty();
		}
		try (TestApp app = this.builder.property("within", "200").start().awaitRunning()) {
			Sides sides = app.bean(Sides.class);
			await().until(() -> sides.lists.size() == 10);
			assertThat(SharedBroker.values(this.output)).hasSize(90);
		}
	}

	@Test
	void unacknowledgedEventsComeAgain() {
		this.builder.beans(Acknowledging.class);
		SharedBroker.createTopic(this.source + "1", 1);
		this.builder.property("source", this.source + "1");
		SharedBroker.send(this.source + "1", values(0, 10));
		try (TestApp app = this.builder.start().awaitRunning()) {
			Acknowledging agent = app.bean(Acknowledging.class);
			await().until(() -> agent.events.size() == 10);
			IntStream.of(0, 2, 5).forEach((i) -> agent.events.get(i).ack());
			await().untilAsserted(() -> assertThat(total(app)).isEqualTo(3));
		}
		try (TestApp app = this.builder.start().awaitRunning()) {
			Acknowledging agent = app.bean(Acknowledging.class);
			await().until(() -> agent.events.size() == 7);
			assertThat(agent.events.stream().map(Event::offset)).containsExactly(1L, 3L, 4L, 6L, 7L, 8L, 9L);
			agent.events.forEach(Event::ack);
			await().untilAsserted(() -> assertThat(total(app)).isEqualTo(10));
		}
	}

	@Test
	void pipelineThatEndsTakesUpAtTheEventItEndedAt() {
		this.builder.beans(Ending.class);
		SharedBroker.createTopic(this.source + "1", 1);
		this.builder.property("source", this.source + "1");
		SharedBroker.send(this.source + "1", List.of("a", "b", "end", "c"));
		try (TestApp app = this.builder.start().awaitRunning()) {
			await().until(() -> app.agent("ending").state() == AgentState.COMPLETED);
			await().untilAsserted(() -> assertThat(SharedBroker.values(this.output)).containsExactly("a", "b"));
			app.bean(Ending.class).end = "none";
			app.agent("ending").start();
			await().untilAsserted(
					() -> assertThat(SharedBroker.values(this.output)).containsExactly("a", "b", "end", "c"));
			assertThat(app.agent("ending").state()).isEqualTo(AgentState.RUNNING);
		}
	}

	@Test
	void topicsAreMergedInTheOrderOfTime() {
		this.builder.beans(Merging.class);
		sendAt(this.source, 10, 30, 50);
		sendAt(this.other, 20, 40);
		try (TestApp app = this.builder.start().awaitRunning()) {
			Merging merging = app.bean(Merging.class);
			await().until(() -> merging.seen.size() == 5);
			assertThat(merging.seen).containsExactly("10", "other 20", "30", "other 40", "50");
		}
	}

	@Test
	void mergedTopicsHaveAsManyPartitions() {
		SharedBroker.createTopic(this.other + "3", 3);
		this.builder.beans(Merging.class).property("other", this.other + "3");
		assertThatThrownBy(() -> this.builder.start()).hasRootCauseInstanceOf(CopartitioningException.class)
			.hasStackTraceContaining("merges them");
	}

	@ParameterizedTest
	@EnumSource
	void valuesAreDistinctAcrossARestart(ProcessingGuarantee guarantee) {
		this.builder.guarantee(guarantee).beans(Once.class);
		sendAt(this.source, 1000, 1000, 2000);
		try (TestApp app = this.builder.start().awaitRunning()) {
			await().untilAsserted(() -> assertThat(SharedBroker.values(this.output)).containsExactly("1000", "2000"));
		}
		sendAt(this.source, 1000, 2000, 3000);
		try (TestApp app = this.builder.start().awaitRunning()) {
			await().untilAsserted(
					() -> assertThat(SharedBroker.values(this.output)).containsExactly("1000", "2000", "3000"));
			// Later than it is remembered.
			SharedBroker
				.sendRecords(List.of(new ProducerRecord<>(this.source, 0, 3_700_000L, null, "1000".getBytes())));
			await().untilAsserted(() -> assertThat(SharedBroker.values(this.output)).endsWith("1000"));
		}
	}

	@Test
	void eventsAreSlowedDownWithoutHoldingUpOthers() {
		this.builder.beans(Slow.class);
		SharedBroker.createTopic(this.source + "1", 1);
		this.builder.property("source", this.source + "1");
		SharedBroker.send(this.source + "1", values(0, 15));
		try (TestApp app = this.builder.start().awaitRunning()) {
			await().until(() -> SharedBroker.values(this.output).size() == 15);
			List<Long> times = app.bean(Slow.class).times;
			assertThat(Duration.ofNanos(times.get(14) - times.get(0))).isBetween(Duration.ofMillis(990),
					Duration.ofMillis(3000));
			assertThat(Duration.ofNanos(times.get(4) - times.get(0))).isLessThan(Duration.ofMillis(900));
		}
	}

	private static void sendAt(String topic, long... times) {
		List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
		for (long time : times) {
			records.add(new ProducerRecord<>(topic, 0, time, null, String.valueOf(time).getBytes()));
		}
		SharedBroker.sendRecords(records);
	}

	private static long total(TestApp app) {
		return counts(app).values().stream().mapToLong(Long::longValue).sum();
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Long> counts(TestApp app) {
		Map<String, Long> counts = new TreeMap<>();
		((Table<String, Long>) app.bean(Table.class)).entries()
			.forEach((entry) -> counts.put(entry.key(), entry.value()));
		return counts;
	}

	private static List<String> values(int from, int to) {
		return new ArrayList<>(IntStream.range(from, to).mapToObj((i) -> "k" + i % 5 + ":" + i).toList());
	}

	/** Three words each: one that all have, one of five, one of seven. */
	private static List<String> sentences(int from, int to) {
		return IntStream.range(from, to)
			.mapToObj((i) -> "{\"id\":%d,\"text\":\"all w%d v%d\"}".formatted(i, i % 5, i % 7))
			.toList();
	}

	record Sentence(int id, String text) {

		List<Word> words() {
			return java.util.Arrays.stream(this.text.split(" ")).map((word) -> new Word(this.id, word)).toList();
		}

	}

	record Word(int id, String word) {

	}

	@Configuration(proxyBeanMethods = false)
	static class Tables {

		@Bean
		Table<String, Long> counts(FaustApp app) {
			return app.table("counts", String.class, Long.class).defaultValue(0L).build();
		}

	}

	@Import(Tables.class)
	static class Words {

		private final Table<String, Long> table;

		Words(Table<String, Long> counts) {
			this.table = counts;
		}

		@Agent(topics = "${source}")
		@Sink(topic = "${output}")
		EventStream<String> words(EventStream<Sentence> sentences) {
			return sentences.flatMap(Sentence::words)
				.groupBy(Word::word, "word", String.class, Word.class)
				.peek((word) -> this.table.update(word.word(), (count) -> count + 1))
				.map((word) -> word.word() + " " + word.id());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Others {

		@Bean
		Topic<String, Sentence> others(FaustApp app, @Value("${other}") String name) {
			return app.topic(name, String.class, Sentence.class).build();
		}

	}

	@Import({ Tables.class, Others.class })
	static class Routed {

		private final Table<String, Long> table;

		private final Topic<String, Sentence> topic;

		private final List<String> places = new CopyOnWriteArrayList<>();

		Routed(Table<String, Long> counts, Topic<String, Sentence> others) {
			this.table = counts;
			this.topic = others;
		}

		@Agent(topics = "${source}")
		void routed(EventStream<Sentence> sentences) {
			EventStream<Sentence> grouped = sentences.filter((sentence) -> sentence.id() >= 0)
				.groupBy((sentence) -> sentence.id() % 10, "tens", Integer.class, Sentence.class)
				.through(this.topic);
			for (Sentence sentence : grouped) {
				this.table.update(String.valueOf(sentence.id() % 10), (count) -> count + 1);
				this.places.add(grouped.currentEvent().toString());
			}
		}

	}

	@Import(Tables.class)
	static class Lists {

		private final Table<String, Long> table;

		private final List<List<String>> seen = new CopyOnWriteArrayList<>();

		private final Topic<String, String> topic;

		Lists(Table<String, Long> counts, FaustApp app, @Value("${output}") String output) {
			this.table = counts;
			this.topic = app.topic(output, String.class, String.class).build();
		}

		@Agent(topics = "${source}")
		void lists(EventStream<String> values) {
			EventStream<String> counted = values
				.peek((value) -> this.table.update(value.substring(0, value.indexOf(':')), (count) -> count + 1));
			for (List<String> list : counted.take(5, Duration.ofMillis(500))) {
				this.seen.add(list);
				list.forEach((value) -> this.topic.sendSoon(value));
				if (list.contains("k:bad")) {
					throw new IllegalStateException("no good");
				}
			}
		}

	}

	@Import(Tables.class)
	static class Sides {

		private final Table<String, Long> table;

		private final Duration within;

		private final List<List<String>> lists = new CopyOnWriteArrayList<>();

		Sides(Table<String, Long> counts, @Value("${within}") long within) {
			this.table = counts;
			this.within = Duration.ofMillis(within);
		}

		@Agent(topics = "${source}")
		@Sink(topic = "${output}")
		EventStream<String> sides(EventStream<String> values) {
			return values.branch((value) -> value.endsWith("0"),
					(tens) -> tens.map((value) -> value + "!").take(1000, this.within).sink((list, event) -> {
						list.forEach((value) -> this.lists.add(List.of(value)));
						this.table.update("lists", (count) -> count + 1);
					}));
		}

	}

	@Import(Tables.class)
	static class Acknowledging {

		private final Table<String, Long> table;

		private final List<Event<String>> events = new CopyOnWriteArrayList<>();

		Acknowledging(Table<String, Long> counts) {
			this.table = counts;
		}

		@Agent(topics = "${source}")
		void acknowledging(EventStream<String> values) {
			for (Event<String> event : values.noAck().events()) {
				this.table.put(String.valueOf(event.value()), 1L);
				this.events.add(event);
			}
		}

	}

	static class Ending {

		private volatile String end = "end";

		@Agent(topics = "${source}")
		@Sink(topic = "${output}")
		EventStream<String> ending(EventStream<String> values) {
			return values.takeWhile((value) -> !value.equals(this.end));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OtherTexts {

		@Bean
		Topic<String, String> others(FaustApp app, @Value("${other}") String name) {
			return app.topic(name, String.class, String.class).build();
		}

	}

	@Import(OtherTexts.class)
	static class Merging {

		private final Topic<String, String> topic;

		private final List<String> seen = new CopyOnWriteArrayList<>();

		Merging(Topic<String, String> others) {
			this.topic = others;
		}

		@Agent(topics = "${source}", tables = "none")
		@SuppressWarnings("unchecked")
		void merging(EventStream<String> values) {
			for (String value : values.mergeByTime(Duration.ofSeconds(2),
					this.topic.stream().map((text) -> "other " + text))) {
				this.seen.add(value);
			}
		}

	}

	static class Once {

		@Agent(topics = "${source}")
		@Sink(topic = "${output}")
		EventStream<String> once(EventStream<String> values) {
			return values.distinct((value) -> value, Duration.ofMinutes(10)).filter(Objects::nonNull);
		}

	}

	static class Slow {

		private final List<Long> times = new CopyOnWriteArrayList<>();

		@Agent(topics = "${source}")
		@Sink(topic = "${output}")
		EventStream<String> slow(EventStream<String> values) {
			return values.rateLimit(5, Duration.ofMillis(500)).peek((value) -> this.times.add(System.nanoTime()));
		}

	}

}
