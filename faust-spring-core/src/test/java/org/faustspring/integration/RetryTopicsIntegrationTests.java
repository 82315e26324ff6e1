package org.faustspring.integration;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.faustspring.annotation.Agent;
import org.faustspring.app.FaustApp;
import org.faustspring.app.ProcessingGuarantee;
import org.faustspring.fixture.SharedBroker;
import org.faustspring.fixture.TestApp;
import org.faustspring.stream.Event;
import org.faustspring.table.Table;
import org.faustspring.table.TableNotReadyException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.retrytopic.RetryTopicHeaders;
import org.springframework.kafka.support.KafkaHeaders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Failed events wait in retry topics, count once, and hold nobody up.
 */
class RetryTopicsIntegrationTests {

	private static final int EVENTS = 40;

	@TempDir
	Path state;

	private final String id = SharedBroker.unique("retries");

	private final String source = SharedBroker.topic("retried", 2);

	private TestApp.Builder builder = TestApp.builder(this.id);

	@BeforeEach
	void prepare() {
		this.builder.state(this.state)
			.attempts(1)
			.property("source", this.source)
			.property("group-by", "")
			.property("delays", "1s,2s")
			.property("lanes", 1)
			.beans(Counting.class);
	}

	@ParameterizedTest
	@EnumSource
	void failedEventIsTriedAgainAfterEachDelayAndCountsOnce(ProcessingGuarantee guarantee) {
		List<RecordMetadata> sent = SharedBroker.sendRecords(events());

		try (TestApp app = this.builder.guarantee(guarantee).start().awaitRunning()) {
			Counting counting = app.bean(Counting.class);
			// 5 fails for ever, 13 once and 27 twice
			await().atMost(Duration.ofSeconds(30)).until(() -> sum(counting) == EVENTS - 3);
			await().atMost(Duration.ofSeconds(30)).until(() -> sum(counting) == EVENTS - 1);
			await().atMost(Duration.ofSeconds(30)).until(() -> SharedBroker.values(this.source + "-dlt").size() == 1);
			await().during(Duration.ofMillis(300)).until(() -> sum(counting) == EVENTS - 1);

			assertAttempts(counting);
			assertThat(counting.pauses(27).get(0)).isBetween(1000L, 4000L);
			assertThat(counting.pauses(27).get(1)).isBetween(2000L, 6000L);
			for (int number : List.of(5, 13, 27)) {
				RecordMetadata original = sent.get(number);
				assertThat(counting.calls(number)).allSatisfy((call) -> {
					assertThat(call.place())
						.isEqualTo("%s-%d@%d".formatted(original.topic(), original.partition(), original.offset()));
					assertThat(call.timestamp()).isEqualTo(original.timestamp());
				});
			}
			assertThat(app.agent("count").figures()).hasSize(1);
		}
		assertLetters(sent);
	}

	private static void assertAttempts(Counting counting) {
		assertThat(counting.calls(5)).extracting(Call::attempt).containsExactly(1, 2, 3);
		assertThat(counting.calls(13)).extracting(Call::attempt).containsExactly(1, 2);
		assertThat(counting.calls(27)).extracting(Call::attempt).containsExactly(1, 2, 3);
	}

	private void assertLetters(List<RecordMetadata> sent) {
		ConsumerRecord<String, byte[]> letter = SharedBroker.readRaw(this.source + "-retry-2000")
			.stream()
			.filter((record) -> record.key().equals("key27"))
			.findFirst()
			.orElseThrow();
		RecordMetadata original = sent.get(27);
		assertThat(letter.partition()).isEqualTo(original.partition());
		assertThat(bytes(letter, RetryTopicHeaders.DEFAULT_HEADER_ATTEMPTS).getInt()).isEqualTo(3);
		assertThat(bytes(letter, KafkaHeaders.ORIGINAL_OFFSET).getLong()).isEqualTo(original.offset());
		assertThat(text(letter, KafkaHeaders.ORIGINAL_TOPIC)).isEqualTo(this.source);
		assertThat(text(letter, KafkaHeaders.EXCEPTION_MESSAGE)).contains("is bad");
		assertThat(letter.headers().headers(KafkaHeaders.ORIGINAL_OFFSET)).hasSize(1);
		ConsumerRecord<String, byte[]> dead = SharedBroker.readRaw(this.source + "-dlt").get(0);
		assertThat(dead.key()).isEqualTo("key5");
		assertThat(bytes(dead, KafkaHeaders.DLT_ORIGINAL_OFFSET).getLong()).isEqualTo(sent.get(5).offset());
		assertThat(text(dead, KafkaHeaders.DLT_ORIGINAL_TOPIC)).isEqualTo(this.source);
	}

	@ParameterizedTest
	@EnumSource
	void groupedEventComesBackToTheTaskOfItsTable(ProcessingGuarantee guarantee) {
		List<RecordMetadata> sent = SharedBroker.sendRecords(events());
		this.builder.property("group-by", "group").property("delays", "300ms,500ms").guarantee(guarantee);

		try (TestApp app = this.builder.start().awaitRunning()) {
			Counting counting = app.bean(Counting.class);
			await().atMost(Duration.ofSeconds(30)).until(() -> sum(counting) == EVENTS - 1);
			await().atMost(Duration.ofSeconds(30)).until(() -> SharedBroker.values(this.source + "-dlt").size() == 1);

			assertThat(counting.calls(27)).hasSize(3).allSatisfy((call) -> {
				assertThat(call.place())
					.isEqualTo("%s-%d@%d".formatted(this.source, sent.get(27).partition(), sent.get(27).offset()));
				assertThat(call.timestamp()).isEqualTo(sent.get(27).timestamp());
			});
		}
	}

	@ParameterizedTest
	@EnumSource
	void eventThatFailsInALaneComesBackToo(ProcessingGuarantee guarantee) {
		// Entries that lanes share would have events processed again
		SharedBroker.sendRecords(events(EVENTS));
		this.builder.property("lanes", 4).property("delays", "300ms,500ms").guarantee(guarantee);

		try (TestApp app = this.builder.start().awaitRunning()) {
			Counting counting = app.bean(Counting.class);
			await().atMost(Duration.ofSeconds(30)).until(() -> sum(counting) == EVENTS - 1);
			await().atMost(Duration.ofSeconds(30)).until(() -> SharedBroker.values(this.source + "-dlt").size() == 1);
			await().during(Duration.ofMillis(300)).until(() -> sum(counting) == EVENTS - 1);

			assertAttempts(counting);
		}
	}

	@ParameterizedTest
	@EnumSource
	void delayGoesOnWhenTheAppRestarts(ProcessingGuarantee guarantee) {
		SharedBroker.sendRecords(events().subList(13, 14));
		this.builder.property("delays", "4s").guarantee(guarantee);
		long failedAt;

		try (TestApp app = this.builder.start().awaitRunning()) {
			Counting counting = app.bean(Counting.class);
			await().atMost(Duration.ofSeconds(30)).until(() -> counting.calls.containsKey(13));
			failedAt = counting.calls(13).get(0).nanos();
		}
		try (TestApp app = this.builder.start().awaitRunning()) {
			Counting counting = app.bean(Counting.class);
			counting.mended = true;
			await().atMost(Duration.ofSeconds(30)).until(() -> sum(counting) == 1);
			Call call = counting.calls(13).get(0);
			assertThat(call.attempt()).isEqualTo(2);
			assertThat(Duration.ofNanos(call.nanos() - failedAt)).isGreaterThanOrEqualTo(Duration.ofSeconds(4));
		}
	}

	@Test
	void letterThatNoCommitHasConfirmedDoesNotCount() {
		SharedBroker.sendRecords(events().subList(13, 14));
		this.builder.property("delays", "2s");

		try (TestApp app = this.builder.start().awaitRunning()) {
			Counting counting = app.bean(Counting.class);
			String retryTopic = this.source + "-retry-2000";
			await().atMost(Duration.ofSeconds(30)).until(() -> SharedBroker.readRaw(retryTopic).size() == 1);
			ConsumerRecord<String, byte[]> letter = SharedBroker.readRaw(retryTopic).get(0);
			// as an earlier owner of the task would have sent it before it died
			RecordHeaders headers = new RecordHeaders(letter.headers().toArray());
			byte[] mark = headers.lastHeader("faust-retry").value().clone();
			mark[8]++;
			headers.remove("faust-retry").add("faust-retry", mark);
			SharedBroker.sendRecords(List.of(
					new ProducerRecord<>(retryTopic, letter.partition(), letter.key().getBytes(), letter.value(),
							headers),
					new ProducerRecord<>(retryTopic, letter.partition(), letter.key().getBytes(), letter.value())));

			await().atMost(Duration.ofSeconds(30)).until(() -> sum(counting) == 1);
			await().during(Duration.ofSeconds(1)).until(() -> sum(counting) == 1);
			assertThat(counting.calls(13)).hasSize(2);
			await().until(() -> app.app()
				.tasks()
				.stream()
				.flatMap((task) -> task.lag().entrySet().stream())
				.filter((lag) -> lag.getKey().startsWith(retryTopic))
				.allMatch((lag) -> lag.getValue() <= 0));
		}
	}

	@ParameterizedTest
	@EnumSource
	void letterOfACommitThatFailedDoesNotCount(ProcessingGuarantee guarantee) {
		String single = SharedBroker.topic("single", 1);
		TestApp.Builder failing = TestApp.builder(this.id)
			.state(this.state)
			.attempts(1)
			.workers(1)
			.guarantee(guarantee)
			.commitInterval(Duration.ofSeconds(2))
			.property("source", single)
			.beans(Breaking.class);

		try (TestApp app = failing.start().awaitRunning()) {
			Breaking breaking = app.bean(Breaking.class);
			// "a" fails once and is sent to the retry topic; the commit fails by "b"
			SharedBroker.send(single, List.of("a:1", "b:unserializable", "c:3"));

			await().atMost(Duration.ofSeconds(30)).until(() -> SharedBroker.values(single + "-dlt").size() == 1);
			await().atMost(Duration.ofSeconds(30))
				.ignoreException(TableNotReadyException.class)
				.until(() -> "1".equals(breaking.value("a")) && "1".equals(breaking.value("c")));
			// processed when "a" came again from the source, not by its letter as well
			await().during(Duration.ofSeconds(3)).until(() -> "1".equals(breaking.value("a")));
			assertThat(breaking.calls.get("a")).isEqualTo(2);
			assertThat(SharedBroker.read(single + "-retry-1500", false)).extracting(ConsumerRecord::key)
				.contains("a", "b");
		}
	}

	private List<ProducerRecord<byte[], byte[]>> events() {
		return events(4);
	}

	private List<ProducerRecord<byte[], byte[]>> events(int groups) {
		List<ProducerRecord<byte[], byte[]>> events = new ArrayList<>();
		for (int i = 0; i < EVENTS; i++) {
			int failures = switch (i) {
				case 5 -> 9;
				case 13 -> 1;
				case 27 -> 2;
				default -> 0;
			};
			events.add(SharedBroker.record(this.source, "key" + i,
					"{\"id\":%d,\"group\":\"g%d\",\"failures\":%d}".formatted(i, i % groups, failures)));
		}
		return events;
	}

	private static long sum(Counting counting) {
		return counting.table.entries().stream().mapToLong((entry) -> entry.value()).sum();
	}

	private static ByteBuffer bytes(ConsumerRecord<?, ?> record, String name) {
		return ByteBuffer.wrap(record.headers().lastHeader(name).value());
	}

	private static String text(ConsumerRecord<?, ?> record, String name) {
		return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
	}

	record Item(int id, String group, int failures) {

	}

	record Call(int attempt, String place, long timestamp, long nanos) {

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

		final Table<String, Long> table;

		final Map<Integer, List<Call>> calls = new ConcurrentHashMap<>();

		volatile boolean mended;

		Counting(Table<String, Long> counts) {
			this.table = counts;
		}

		@Agent(topics = "${source}", groupBy = "${group-by}", retryDelays = "${delays}", concurrencyString = "${lanes}")
		void count(Event<Item> event) {
			Item item = java.util.Objects.requireNonNull(event.value());
			List<Call> own = this.calls.computeIfAbsent(item.id(), (key) -> new CopyOnWriteArrayList<>());
			own.add(new Call(event.attempt(), event.toString(), event.timestamp(), System.nanoTime()));
			this.table.update(item.group(), (count) -> count + 1);
			if (own.size() <= item.failures() && !this.mended) {
				throw new IllegalStateException(item + " is bad");
			}
		}

		List<Call> calls(int number) {
			return java.util.Objects.requireNonNull(this.calls.get(number));
		}

		List<Long> pauses(int number) {
			List<Call> own = calls(number);
			List<Long> pauses = new ArrayList<>();
			for (int i = 1; i < own.size(); i++) {
				pauses.add(Duration.ofNanos(own.get(i).nanos() - own.get(i - 1).nanos()).toMillis());
			}
			return pauses;
		}

	}

	record Count(String text) {

		@Override
		public String text() {
			if (this.text.equals("unserializable")) {
				throw new IllegalStateException("cannot be written");
			}
			return this.text;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CountTables {

		@Bean
		Table<String, Count> texts(FaustApp app) {
			return app.table("texts", String.class, Count.class).defaultValue(new Count("0")).build();
		}

	}

	@Import(CountTables.class)
	static class Breaking {

		final Table<String, Count> table;

		final Map<String, Integer> calls = new ConcurrentHashMap<>();

		Breaking(Table<String, Count> texts) {
			this.table = texts;
		}

		@Agent(topics = "${source}", retryDelays = "1500ms")
		void write(String value, String key) {
			int call = this.calls.merge(key, 1, Integer::sum);
			if (key.equals("b")) {
				this.table.put(key, new Count("unserializable"));
				return;
			}
			this.table.update(key, (count) -> new Count(String.valueOf(Integer.parseInt(count.text()) + 1)));
			if (key.equals("a") && call == 1) {
				throw new IllegalStateException("is bad");
			}
		}

		@Nullable String value(String key) {
			Count count = this.table.get(key);
			return (count != null) ? count.text() : null;
		}

	}

}
