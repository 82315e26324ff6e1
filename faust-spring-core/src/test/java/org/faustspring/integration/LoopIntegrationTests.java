package org.faustspring.integration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.faustspring.agent.AgentState;
import org.faustspring.annotation.Agent;
import org.faustspring.app.FaustApp;
import org.faustspring.app.InvalidAgentException;
import org.faustspring.app.ProcessingGuarantee;
import org.faustspring.fixture.SharedBroker;
import org.faustspring.fixture.TestApp;
import org.faustspring.stream.EventStream;
import org.faustspring.stream.StreamClosedException;
import org.faustspring.table.Table;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.core.KafkaTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * Agents that iterate their stream.
 */
class LoopIntegrationTests {

	@TempDir
	Path state;

	private final String source = SharedBroker.topic("source", 2);

	private final String output = SharedBroker.topic("output", 1);

	private final TestApp.Builder builder = TestApp.builder(SharedBroker.unique("loop"));

	@BeforeEach
	void prepare() {
		this.builder.state(this.state).property("source", this.source).property("output", this.output);
	}

	@ParameterizedTest
	@EnumSource
	void everyEventIsCountedOnceAcrossARestart(ProcessingGuarantee guarantee) {
		this.builder.guarantee(guarantee).beans(Counting.class);
		SharedBroker.send(this.source, values(0, 3000));
		try (TestApp app = this.builder.start().awaitRunning()) {
			await().untilAsserted(() -> assertThat(total(app)).isEqualTo(3000));
			assertThat(app.agent("count").state()).isEqualTo(AgentState.RUNNING);
		}
		SharedBroker.send(this.source, values(3000, 5000));

		try (TestApp app = this.builder.start().awaitRunning()) {
			await().untilAsserted(() -> assertThat(total(app)).isEqualTo(5000));
			assertThat(counts(app)).hasSize(10).allSatisfy((key, count) -> assertThat(count).isEqualTo(500));
			assertThat(app.bean(Counting.class).seen).hasSize(2000);
		}
		assertThat(SharedBroker.values(this.output)).hasSize(5000).doesNotHaveDuplicates();
	}

	@ParameterizedTest
	@EnumSource
	void failingEventGoesToTheDeadLetterTopicAndTheLoopGoesOn(ProcessingGuarantee guarantee) {
		this.builder.guarantee(guarantee).beans(Counting.class);
		List<String> values = values(0, 100);
		values.set(40, "k1:bad");
		SharedBroker.send(this.source, values);

		try (TestApp app = this.builder.start().awaitRunning()) {
			await().untilAsserted(() -> assertThat(total(app)).isEqualTo(99));
			assertThat(SharedBroker.values(this.source + "-dlt")).containsExactly("k1:bad");
			Counting counting = app.bean(Counting.class);
			assertThat(counting.seen.stream().filter("k1:bad"::equals)).hasSize(3);
			// Once an actor, and again after each attempt.
			assertThat(counting.begun).hasValue(2 + 3);
			assertThat(app.agent("count").state()).isEqualTo(AgentState.RUNNING);
		}
		assertThat(SharedBroker.values(this.output)).hasSize(99).doesNotHaveDuplicates();
	}

	@Test
	void loopThatThrowsWithoutAnEventIsRestartedBySupervisorUntilItGivesUp() {
		this.builder.restarts(2, Duration.ofMillis(10)).beans(Broken.class);
		try (TestApp app = this.builder.start().awaitRunning()) {
			await().until(() -> app.agent("broken").state() == AgentState.FAILED);
			assertThat(app.agent("broken").failure()).hasMessage("not today");
		}
	}

	@Test
	void loopThatReturnsCompletesItsAgentWhichTakesUpWhenStartedAgain() {
		this.builder.beans(Returning.class);
		SharedBroker.createTopic(this.source + "1", 1);
		this.builder.property("source", this.source + "1");
		SharedBroker.send(this.source + "1", values(0, 10));
		try (TestApp app = this.builder.start().awaitRunning()) {
			Returning returning = app.bean(Returning.class);
			await().until(() -> app.agent("returning").state() == AgentState.COMPLETED);
			assertThat(returning.seen).hasSize(3);

			app.agent("returning").start();

			await().until(() -> app.agent("returning").state() == AgentState.COMPLETED && returning.seen.size() == 6);
			assertThat(returning.seen).isEqualTo(values(0, 6));
		}
		try (TestApp app = this.builder.start().awaitRunning()) {
			await().until(() -> app.agent("returning").state() == AgentState.COMPLETED);
			assertThat(app.bean(Returning.class).seen).isEqualTo(values(6, 9));
		}
	}

	@Test
	void eventThatEndsAnIterationIsHandedToTheNext() {
		this.builder.beans(Sections.class);
		SharedBroker.createTopic(this.source + "1", 1);
		this.builder.property("source", this.source + "1");
		SharedBroker.send(this.source + "1", List.of("a1", "a2", "#", "b1", "#", "#", "c1"));
		try (TestApp app = this.builder.start().awaitRunning()) {
			Sections sections = app.bean(Sections.class);
			await().untilAsserted(() -> assertThat(sections.seen).containsExactly("a1", "a2", "|", "#", "b1", "|", "#",
					"|", "#", "c1"));
		}
	}

	@Test
	void stopInterruptsABlockedBodyAndItsEventComesAgain() {
		this.builder.beans(Blocking.class).shutdownTimeout(Duration.ofSeconds(2));
		SharedBroker.send(this.source, values(0, 1));
		try (TestApp app = this.builder.start().awaitRunning()) {
			Blocking blocking = app.bean(Blocking.class);
			await().until(() -> blocking.seen.size() == 1);
			assertThat(app.agent("blocking").inProgress()).singleElement()
				.satisfies((running) -> assertThat(running.stack())
					.anyMatch((line) -> line.contains("Blocking.blocking")));
			assertThat(blocking.ended).hasValue(0);
		}
		try (TestApp app = this.builder.start().awaitRunning()) {
			Blocking blocking = app.bean(Blocking.class);
			await().until(() -> blocking.seen.size() == 1);
			blocking.release.countDown();
			SharedBroker.send(this.source, values(1, 2));
			await().until(() -> blocking.seen.size() == 2);
			app.close();
			assertThat(blocking.ended).hasValue(2);
			assertThat(blocking.closed).hasSize(2).allMatch(StreamClosedException.class::isInstance);
		}
	}

	@Test
	void loopThatDoesNotAskForAnEventFailsTheStart() {
		assertThatThrownBy(() -> this.builder.beans(Deaf.class).start()).rootCause()
			.isInstanceOf(InvalidAgentException.class)
			.hasMessageContaining("without asking its stream");
		assertThatThrownBy(() -> TestApp.builder(SharedBroker.unique("failing"))
			.state(this.state)
			.property("source", this.source)
			.beans(Failing.class)
			.start()).hasRootCauseMessage("no file").hasStackTraceContaining("before its loop");
	}

	@Test
	void tasksMoveBetweenInstancesWithoutLossOrDoubleCounting() {
		this.builder.beans(Counting.class);
		TestApp.Builder other = TestApp.builder(this.builder.settings().id())
			.state(this.state.resolve("other"))
			.property("source", this.source)
			.property("output", this.output)
			.beans(Counting.class);
		SharedBroker.send(this.source, values(0, 1000));
		try (TestApp one = this.builder.state(this.state.resolve("one")).start().awaitRunning()) {
			await().untilAsserted(() -> assertThat(total(one)).isEqualTo(1000));
			try (TestApp two = other.start().awaitRunning()) {
				await().until(() -> one.app().tasks().size() == 1 && two.app().tasks().size() == 1);
				SharedBroker.send(this.source, values(1000, 2000));
				await().untilAsserted(() -> assertThat(total(one) + total(two)).isEqualTo(2000));
			}
			SharedBroker.send(this.source, values(2000, 3000));
			await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(total(one)).isEqualTo(3000));
		}
	}

	private static long total(TestApp app) {
		return counts(app).values().stream().mapToLong(Long::longValue).sum();
	}

	private static Map<String, Long> counts(TestApp app) {
		Map<String, Long> counts = new TreeMap<>();
		app.bean(Counting.class).table.entries().forEach((entry) -> counts.put(entry.key(), entry.value()));
		return counts;
	}

	private static List<String> values(int from, int to) {
		return new ArrayList<>(IntStream.range(from, to).mapToObj((i) -> "k" + i % 10 + ":" + i).toList());
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

		private final List<String> seen = new CopyOnWriteArrayList<>();

		private final AtomicInteger begun = new AtomicInteger();

		@org.springframework.beans.factory.annotation.Value("${output}")
		private String output = "";

		Counting(Table<String, Long> counts, KafkaTemplate<Object, Object> template) {
			this.table = counts;
			this.template = template;
		}

		@Agent(topics = "${source}")
		void count(EventStream<String> values) {
			this.begun.incrementAndGet();
			for (String value : values) {
				this.seen.add(value);
				this.table.update(value.substring(0, value.indexOf(':')), (count) -> count + 1);
				this.template.send(this.output, value);
				if (value.endsWith("bad")) {
					throw new IllegalStateException("no good");
				}
			}
		}

	}

	static class Broken {

		private boolean prepared;

		@Agent(topics = "${source}")
		void broken(EventStream<String> values) {
			if (this.prepared) {
				throw new IllegalStateException("not today");
			}
			this.prepared = true;
			values.iterator().hasNext();
		}

	}

	static class Returning {

		private final List<String> seen = new CopyOnWriteArrayList<>();

		@Agent(topics = "${source}")
		void returning(EventStream<String> values) {
			int count = 0;
			for (String value : values) {
				this.seen.add(value);
				if (++count == 3) {
					return;
				}
			}
		}

	}

	static class Sections {

		private final List<String> seen = new CopyOnWriteArrayList<>();

		@Agent(topics = "${source}")
		void sections(EventStream<String> values) {
			boolean[] first = { true };
			EventStream<String> section = values.takeWhile((value) -> first[0] || !value.equals("#"));
			while (true) {
				for (String value : section) {
					first[0] = false;
					this.seen.add(value);
				}
				this.seen.add("|");
				first[0] = true;
			}
		}

	}

	static class Blocking {

		private final List<String> seen = new CopyOnWriteArrayList<>();

		private final List<Exception> closed = new CopyOnWriteArrayList<>();

		private final AtomicInteger ended = new AtomicInteger();

		private final CountDownLatch release = new CountDownLatch(1);

		@Agent(topics = "${source}")
		void blocking(EventStream<String> values) throws InterruptedException {
			try {
				for (String value : values) {
					this.seen.add(value);
					this.release.await();
				}
			}
			catch (StreamClosedException ex) {
				this.closed.add(ex);
				throw ex;
			}
			finally {
				this.ended.incrementAndGet();
			}
		}

	}

	static class Deaf {

		@Agent(topics = "${source}")
		void deaf(EventStream<String> values) {
			values.filter(String::isEmpty);
		}

	}

	static class Failing {

		@Agent(topics = "${source}")
		void failing(EventStream<String> values) {
			throw new IllegalStateException("no file");
		}

	}

}
