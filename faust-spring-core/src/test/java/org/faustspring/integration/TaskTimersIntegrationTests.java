package org.faustspring.integration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.faustspring.annotation.Agent;
import org.faustspring.annotation.Every;
import org.faustspring.app.FaustApp;
import org.faustspring.app.InvalidTimerException;
import org.faustspring.app.ProcessingGuarantee;
import org.faustspring.app.TimerInfo;
import org.faustspring.fixture.SharedBroker;
import org.faustspring.fixture.TestApp;
import org.faustspring.table.Table;
import org.faustspring.topic.Topic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.kafka.core.KafkaTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/**
 * Timers that each task calls with its partition of tables.
 */
class TaskTimersIntegrationTests {

	private final String source = SharedBroker.topic("source", 2);

	private final String output = SharedBroker.topic("output", 1);

	@TempDir
	Path state;

	@ParameterizedTest
	@CsvSource({ "AT_LEAST_ONCE,1", "EXACTLY_ONCE,1", "AT_LEAST_ONCE,3", "EXACTLY_ONCE,3" })
	void whatATickWritesAndSendsIsCommittedAndThereAfterARestart(ProcessingGuarantee guarantee, int concurrency) {
		TestApp.Builder builder = app(guarantee).property("concurrency", concurrency).beans(Sweeping.class);
		try (TestApp app = builder.start().awaitRunning()) {
			SharedBroker.send(this.source, List.of("a:1", "b:1", "c:1", "d:1", "a:2"));
			// Each entry is moved to the output once, by the task that holds it.
			await().until(() -> SharedBroker.values(this.output).size() == 4);
			assertThat(SharedBroker.values(this.output)).allMatch((value) -> value.matches("[abcd]=[12] of [01]"));
			Sweeping sweeping = app.bean(Sweeping.class);
			await().untilAsserted(() -> assertThat(sweeping.swept.get("a")).isPositive());
			assertThat(sweeping.counts.entries().stream().count()).isZero();
			TimerInfo info = app.app().timers().get(0);
			assertThat(info.kind()).isEqualTo(TimerInfo.Kind.TASK);
			assertThat(info.tables()).containsExactly("counts", "swept");
			assertThat(info.runs()).isPositive();
			assertThat(info.errors()).isZero();
		}
		try (TestApp app = builder.start().awaitRunning()) {
			Sweeping sweeping = app.bean(Sweeping.class);
			assertThat(sweeping.swept.entries().stream().mapToLong((entry) -> entry.value()).sum()).isEqualTo(5);
			SharedBroker.send(this.source, List.of("e:1"));
			await().until(() -> SharedBroker.values(this.output).size() == 5);
			await().untilAsserted(() -> assertThat(sweeping.swept.get("e")).isEqualTo(1));
		}
		assertThat(SharedBroker.values(this.output)).hasSize(5);
	}

	@ParameterizedTest
	@EnumSource
	void tickThatFailsIsUndoneAndTheNextOneRuns(ProcessingGuarantee guarantee) {
		try (TestApp app = app(guarantee).beans(Failing.class).start().awaitRunning()) {
			Failing failing = app.bean(Failing.class);
			await().until(() -> SharedBroker.values(this.output).size() == 2);
			await().untilAsserted(
					() -> assertThat(failing.counts.entries().stream().mapToLong((entry) -> entry.value()).sum())
						.isEqualTo(2));
			assertThat(failing.attempts.get()).isGreaterThanOrEqualTo(6);
			assertThat(app.app().timers().get(0).errors()).isEqualTo(4);
			assertThat(app.app().timers().get(0).lastError()).contains("no good");
		}
		assertThat(SharedBroker.values(this.output)).containsExactlyInAnyOrder("0", "1");
	}

	@Test
	void tickThatOnlySendsIsCommittedWithoutEventsAndAHangingOneIsSeen() {
		try (TestApp app = app(ProcessingGuarantee.EXACTLY_ONCE).beans(Sending.class).start().awaitRunning()) {
			Sending sending = app.bean(Sending.class);
			await().until(() -> SharedBroker.values(this.output).size() == 2);
			await().untilAsserted(() -> assertThat(app.app().timers().get(0).inProgress()).isNotEmpty()
				.allSatisfy((call) -> assertThat(call.event()).startsWith(this.source)));
			sending.hang.countDown();
		}
	}

	@Test
	void timerWhoseTablesNoTaskHoldsFailsTheStart() {
		assertThat(catchThrowable(() -> app(ProcessingGuarantee.AT_LEAST_ONCE).beans(Unknown.class).start()))
			.hasRootCauseInstanceOf(InvalidTimerException.class)
			.hasRootCauseMessage("Timer Unknown.tick(): there is no table 'nowhere' in the App");
		assertThat(catchThrowable(() -> app(ProcessingGuarantee.AT_LEAST_ONCE).beans(Agentless.class).start()))
			.hasRootCauseInstanceOf(InvalidTimerException.class)
			.rootCause()
			.hasMessageContaining("no agent can use it");
	}

	private TestApp.Builder app(ProcessingGuarantee guarantee) {
		return TestApp.builder(SharedBroker.unique("task-timers"))
			.guarantee(guarantee)
			.commitInterval(Duration.ofMillis(200))
			.state(this.state)
			.property("source", this.source)
			.property("output", this.output);
	}

	@Configuration(proxyBeanMethods = false)
	static class Declarations {

		@Bean
		Table<String, Long> counts(FaustApp app) {
			return app.table("counts", String.class, Long.class).defaultValue(0L).build();
		}

		@Bean
		Topic<String, String> results(FaustApp app, Environment environment) {
			return app.topic(environment.getRequiredProperty("output"), String.class, String.class).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SweptTable {

		@Bean
		Table<String, Long> swept(FaustApp app) {
			return app.table("swept", String.class, Long.class).defaultValue(0L).build();
		}

	}

	@Import({ Declarations.class, SweptTable.class })
	static class Sweeping {

		private final Table<String, Long> counts;

		private final Table<String, Long> swept;

		private final Topic<String, String> results;

		private final AtomicInteger seen = new AtomicInteger();

		Sweeping(Table<String, Long> counts, Table<String, Long> swept, Topic<String, String> results) {
			this.counts = counts;
			this.swept = swept;
			this.results = results;
		}

		@Agent(topics = "${source}", concurrencyString = "${concurrency}")
		void count(String value, String key) {
			this.counts.update(key, (count) -> count + 1);
			this.seen.incrementAndGet();
		}

		@Every(value = "150ms", perTask = true)
		void sweep(int partition) {
			// At the first sends, all are there.
			if (this.seen.get() < 5 && this.swept.approximateSize() == 0 && this.seen.get() > 0) {
				return;
			}
			this.counts.entries().forEach((entry) -> {
				this.results.send(entry.key(), "%s=%d of %d".formatted(entry.key(), entry.value(), partition));
				this.swept.update(entry.key(), (count) -> count + entry.value());
				this.counts.remove(entry.key());
			});
		}

	}

	@Import(Declarations.class)
	static class Failing {

		private final Table<String, Long> counts;

		private final Topic<String, String> results;

		private final KafkaTemplate<Object, Object> template;

		private final AtomicInteger attempts = new AtomicInteger();

		Failing(Table<String, Long> counts, Topic<String, String> results, KafkaTemplate<Object, Object> template) {
			this.counts = counts;
			this.results = results;
			this.template = template;
		}

		@Agent(topics = "${source}")
		void read(String value) {
			this.counts.update(value, (count) -> count);
		}

		@Every(value = "100ms", perTask = true)
		void tick(int partition) {
			String key = "p" + partition;
			if (this.counts.getOrDefault(key, 0L) == 1L) {
				return;
			}
			this.counts.put(key, 1L);
			if (this.attempts.incrementAndGet() <= 4) {
				this.results.sendSoon(key, "failed");
				throw new IllegalStateException("no good");
			}
			this.template.send(this.results.name(), key, String.valueOf(partition));
		}

	}

	@Import(Declarations.class)
	static class Sending {

		private final Topic<String, String> results;

		private final ConcurrentLinkedQueue<Integer> sent = new ConcurrentLinkedQueue<>();

		private final CountDownLatch hang = new CountDownLatch(1);

		Sending(Topic<String, String> results, Table<String, Long> counts) {
			this.results = results;
		}

		@Agent(topics = "${source}")
		void read(String value) {
		}

		@Every(value = "1s", initialDelay = "0s", perTask = true)
		void tick(int partition) throws InterruptedException {
			if (this.sent.contains(partition)) {
				this.hang.await();
				return;
			}
			this.sent.add(partition);
			this.results.sendSoon("sent by " + partition);
		}

	}

	@Import(Declarations.class)
	static class Unknown {

		@Agent(topics = "${source}")
		void read(String value) {
		}

		@Every(value = "1s", perTask = true, tables = "nowhere")
		void tick() {
		}

	}

	@Import(Declarations.class)
	static class Agentless {

		Agentless(Table<String, Long> counts) {
		}

		@Every(value = "1s", perTask = true)
		void tick() {
		}

	}

}
