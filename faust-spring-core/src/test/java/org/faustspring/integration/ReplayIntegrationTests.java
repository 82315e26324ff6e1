package org.faustspring.integration;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.faustspring.annotation.Agent;
import org.faustspring.app.FaustApp;
import org.faustspring.app.ProcessingGuarantee;
import org.faustspring.deadletter.DeadLetter;
import org.faustspring.deadletter.DeadLetterFilter;
import org.faustspring.deadletter.DeadLetterPage;
import org.faustspring.deadletter.DeadLetterReplay;
import org.faustspring.deadletter.ReplayResult;
import org.faustspring.fixture.SharedBroker;
import org.faustspring.fixture.TestApp;
import org.faustspring.table.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Dead letters are shown, and sent back once each.
 */
class ReplayIntegrationTests {

	private static final int EVENTS = 60;

	@TempDir
	Path state;

	private final String id = SharedBroker.unique("replay");

	private final String source = SharedBroker.topic("replayed", 3);

	private final String letters = this.source + "-dlt";

	private final TestApp.Builder builder = TestApp.builder(this.id)
		.attempts(1)
		.property("source", this.source)
		.beans(Counting.class);

	@ParameterizedTest
	@EnumSource
	void deadLettersAreSentBackOnceAndOnlyToTheAgentThatFailed(ProcessingGuarantee guarantee) {
		List<ProducerRecord<byte[], byte[]>> events = new ArrayList<>();
		for (int i = 0; i < EVENTS; i++) {
			ProducerRecord<byte[], byte[]> event = SharedBroker.record(this.source, "key" + i,
					"{\"group\":\"%s\",\"bad\":%s}".formatted("g" + i % 4, i % 3 == 0));
			event.headers().add("trace", ("t" + i).getBytes(StandardCharsets.UTF_8));
			events.add(event);
		}
		SharedBroker.sendRecords(events);

		try (TestApp app = this.builder.state(this.state).guarantee(guarantee).start().awaitRunning()) {
			Counting counting = app.bean(Counting.class);
			DeadLetterReplay replay = app.bean(DeadLetterReplay.class);
			await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
				assertThat(sum(counting.counts)).isEqualTo(40);
				assertThat(sum(counting.all)).isEqualTo(EVENTS);
			});
			await().until(() -> SharedBroker.values(this.letters).size() == 20);

			DeadLetterPage page = replay.page(this.letters, DeadLetterFilter.all(), 15, null);
			assertThat(page.letters()).hasSize(15);
			DeadLetterPage rest = replay.page(this.letters, DeadLetterFilter.all(), 15, page.next());
			assertThat(rest.letters()).hasSize(5);
			assertThat(rest.next()).isNull();
			DeadLetter first = page.letters().get(0);
			assertThat(first.agent()).isEqualTo("count");
			assertThat(first.group()).isEqualTo(this.id);
			assertThat(first.originalTopic()).isEqualTo(this.source);
			assertThat(first.originalPartition()).isEqualTo(first.partition());
			assertThat(first.exception()).isEqualTo(IllegalStateException.class.getName());
			assertThat(first.message()).isEqualTo("is bad");
			assertThat(first.replayed()).isFalse();

			counting.mended = true;
			DeadLetterFilter key = new DeadLetterFilter("count", this.id, "IllegalStateException", this.source, null,
					null, "key30");
			assertThat(replay.replay(this.letters, key)).isEqualTo(new ReplayResult(this.letters, 1, 0, 19, 0, null));
			assertThat(replay.replay(this.letters, key)).isEqualTo(new ReplayResult(this.letters, 0, 1, 19, 0, null));
			assertThat(replay.page(this.letters, key, 9, null).letters()).singleElement()
				.satisfies((letter) -> assertThat(letter.replayed()).isTrue());
			assertThat(replay.replay(this.letters, DeadLetterFilter.all()))
				.isEqualTo(new ReplayResult(this.letters, 19, 1, 0, 0, null));
			assertThat(replay.replay(this.letters, DeadLetterFilter.all()))
				.isEqualTo(new ReplayResult(this.letters, 0, 20, 0, 0, null));

			await().atMost(Duration.ofSeconds(30))
				.untilAsserted(() -> assertThat(sum(counting.counts)).isEqualTo(EVENTS));
			await().during(Duration.ofMillis(300)).until(() -> sum(counting.all) == EVENTS);
		}
		assertSentBackAsTheyWere();
	}

	private void assertSentBackAsTheyWere() {
		Map<String, List<ConsumerRecord<String, String>>> byKey = new HashMap<>();
		SharedBroker.read(this.source, true)
			.forEach((record) -> byKey.computeIfAbsent(record.key(), (key) -> new ArrayList<>()).add(record));
		assertThat(byKey).hasSize(EVENTS);
		byKey.forEach((key, records) -> {
			assertThat(records).hasSize((Integer.parseInt(key.substring(3)) % 3 == 0) ? 2 : 1);
			ConsumerRecord<String, String> last = records.get(records.size() - 1);
			assertThat(last.value()).isEqualTo(records.get(0).value());
			assertThat(last.partition()).isEqualTo(records.get(0).partition());
			assertThat(last.timestamp()).isEqualTo(records.get(0).timestamp());
			assertThat(last.headers().lastHeader("trace").value()).isEqualTo(("t" + key.substring(3)).getBytes());
			assertThat(last.headers()).noneMatch((header) -> header.key().startsWith("kafka_"));
		});
	}

	@Test
	void replayThatWasKilledHasSentNothingBack() {
		List<ProducerRecord<byte[], byte[]>> events = new ArrayList<>();
		for (int i = 0; i < 6; i++) {
			events.add(SharedBroker.record(this.source, "key" + i, "{\"group\":\"g\",\"bad\":true}"));
		}
		SharedBroker.sendRecords(events);
		try (TestApp app = this.builder.state(this.state)
			.consumer("isolation.level", "read_committed")
			.start()
			.awaitRunning()) {
			Counting counting = app.bean(Counting.class);
			await().atMost(Duration.ofSeconds(30)).until(() -> SharedBroker.values(this.letters).size() == 6);
			counting.mended = true;
			// A process that dies between its records and its commit.
			Map<String, Object> config = new HashMap<>(Map.of("bootstrap.servers", SharedBroker.bootstrapServers(),
					"transactional.id", this.id + "-dead-letters-replay"));
			KafkaProducer<String, String> killed = new KafkaProducer<>(config, new StringSerializer(),
					new StringSerializer());
			killed.initTransactions();
			killed.beginTransaction();
			killed.send(new ProducerRecord<>(this.source, "key0", "{\"group\":\"g\",\"bad\":true}"));
			killed.flush();

			DeadLetterReplay replay = app.bean(DeadLetterReplay.class);
			assertThat(replay.replay(this.letters, DeadLetterFilter.all()).replayed()).isEqualTo(6);
			killed.close(Duration.ZERO);
			await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(sum(counting.counts)).isEqualTo(6));
			await().during(Duration.ofMillis(500)).until(() -> sum(counting.counts) == 6);
		}
	}

	private static long sum(Table<String, Long> table) {
		return table.entries().stream().mapToLong((entry) -> entry.value()).sum();
	}

	record Item(String group, boolean bad) {

	}

	@Configuration(proxyBeanMethods = false)
	static class Tables {

		@Bean
		Table<String, Long> counts(FaustApp app) {
			return app.table("counts", String.class, Long.class).defaultValue(0L).build();
		}

		@Bean
		Table<String, Long> all(FaustApp app) {
			return app.table("all", String.class, Long.class).defaultValue(0L).build();
		}

	}

	@Import(Tables.class)
	static class Counting {

		final Table<String, Long> counts;

		final Table<String, Long> all;

		volatile boolean mended;

		Counting(Table<String, Long> counts, Table<String, Long> all) {
			this.counts = counts;
			this.all = all;
		}

		@Agent(topics = "${source}", groupBy = "group", tables = "counts")
		void count(Item item) {
			this.counts.update(item.group(), (count) -> count + 1);
			if (item.bad() && !this.mended) {
				throw new IllegalStateException("is bad");
			}
		}

		@Agent(topics = "${source}", groupBy = "group", tables = "all")
		void countAll(Item item) {
			this.all.update(item.group(), (count) -> count + 1);
		}

	}

}
