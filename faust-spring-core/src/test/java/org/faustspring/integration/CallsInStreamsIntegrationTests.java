package org.faustspring.integration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.apache.kafka.common.utils.Utils;
import org.faustspring.agent.AgentCallException;
import org.faustspring.agent.AgentRef;
import org.faustspring.agent.SelfCallException;
import org.faustspring.annotation.Agent;
import org.faustspring.app.FaustApp;
import org.faustspring.app.ProcessingGuarantee;
import org.faustspring.fixture.SharedBroker;
import org.faustspring.fixture.TestApp;
import org.faustspring.stream.Event;
import org.faustspring.stream.EventStream;
import org.faustspring.table.Table;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Loops and pipelines that call agents and are called, all on one worker.
 */
class CallsInStreamsIntegrationTests {

	private static final AtomicBoolean HANGING = new AtomicBoolean();

	private static final AtomicInteger WAITING = new AtomicInteger();

	@TempDir
	Path state;

	private final String topic = SharedBroker.unique("stream-calls");

	@BeforeEach
	void prepare() {
		HANGING.set(false);
		WAITING.set(0);
		for (String name : List.of("double", "loop", "late", "pipeline", "late-pipeline", "lists", "count", "chain",
				"silent")) {
			SharedBroker.createTopic(this.topic + "-" + name, 2);
		}
	}

	private TestApp.Builder builder(ProcessingGuarantee guarantee) {
		return TestApp.builder(this.topic)
			.state(this.state)
			.workers(1)
			.guarantee(guarantee)
			.callTimeout(Duration.ofSeconds(6))
			.property("topic", this.topic)
			.beans(Tables.class, Doubling.class, Streams.class, LateStreams.class, Counting.class);
	}

	@ParameterizedTest
	@EnumSource
	void loopsAndPipelinesAskAndAreAskedOnOneWorker(ProcessingGuarantee guarantee) {
		try (TestApp app = builder(guarantee).start().awaitRunning()) {
			for (String name : List.of("pipeline", "late-pipeline", "lists")) {
				AgentRef<Integer, Integer> ref = app.app().ref(name, Integer.class, Integer.class);
				assertThat(ref.join(IntStream.range(0, 20).boxed().toList()).join()).as(name)
					.hasSize(20)
					.allSatisfy((result) -> assertThat(result).isNotNull());
			}
			assertThat(app.app().ref("pipeline", Integer.class, Integer.class).askAndWait("k", 4)).isEqualTo(9);
			assertThat(app.app().ref("pipeline", Integer.class, Integer.class).askAndWait("k", -4)).isNull();
			assertThat(app.app().ref("late-pipeline", Integer.class, Integer.class).askAndWait("k", 4)).isEqualTo(10);
			for (String name : List.of("loop", "late")) {
				AgentRef<Integer, Void> ref = app.app().ref(name, Integer.class, Void.class);
				assertThat(ref.join(IntStream.range(0, 20).boxed().toList()).join()).as(name)
					.hasSize(20)
					.containsOnlyNulls();
				assertThat(app.agent(name).figures().get(0).errors()).isZero();
				assertThat(app.agent(name).figures().get(0).events()).isEqualTo(20);
			}
			await().until(() -> total(app, "loop") == 380 && total(app, "late") == 380);
		}
	}

	@Test
	void loopAsksItselfOnAnotherTaskButNotOnItsOwn() {
		TestApp.Builder builder = builder(ProcessingGuarantee.AT_LEAST_ONCE).beans(Chain.class);
		try (TestApp app = builder.start().awaitRunning()) {
			AgentRef<Integer, Void> chain = app.app().ref("chain", Integer.class, Void.class);

			assertThat(chain.askAndWait(key(0), 1)).isNull();
			long started = System.nanoTime();
			assertThatExceptionOfType(AgentCallException.class).isThrownBy(() -> chain.askAndWait(key(0), 2))
				.satisfies((ex) -> assertThat(ex.type()).isEqualTo(SelfCallException.class.getName()));
			assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(8));
			assertThat(chain.askAndWait(key(0), 3)).isNull();
		}
	}

	@ParameterizedTest
	@EnumSource
	void commitsGoOnWhileALoopWaitsAndItsEventComesAgainAfterAStop(ProcessingGuarantee guarantee) {
		HANGING.set(true);
		try (TestApp app = builder(guarantee).start().awaitRunning()) {
			app.app().ref("loop", Integer.class, Void.class).cast("k", 5);
			app.app().ref("pipeline", Integer.class, Integer.class).cast("k", 5);
			await().until(() -> WAITING.get() == 2);

			CompletableFuture<Integer> counted = app.app().ref("count", Integer.class, Integer.class).ask("k", 7);

			assertThat(counted.join()).isEqualTo(7);
			// What is read outside of handlers is committed.
			await().until(() -> total(app, "count") == 7);
			assertThat(total(app, "loop")).isZero();
			HANGING.set(false);
		}
		try (TestApp app = builder(guarantee).start().awaitRunning()) {
			await().until(() -> total(app, "loop") == 10);
			assertThat(total(app, "count")).isEqualTo(7);
		}
	}

	@Test
	void waitingEventIsProcessedOnceByTheNextOwnerOfItsTask(@TempDir Path other) {
		HANGING.set(true);
		try (TestApp app = builder(ProcessingGuarantee.AT_LEAST_ONCE).start().awaitRunning()) {
			AgentRef<Integer, Void> loop = app.app().ref("loop", Integer.class, Void.class);
			loop.cast(key(0), 5);
			loop.cast(key(1), 6);
			await().until(() -> WAITING.get() == 2);
			HANGING.set(false);

			try (TestApp second = builder(ProcessingGuarantee.AT_LEAST_ONCE).state(other).start()) {
				await().until(() -> second.bean(Streams.class).looped.get() == 1);
				second.awaitRunning();
			}
		}
		try (TestApp app = builder(ProcessingGuarantee.AT_LEAST_ONCE).start().awaitRunning()) {
			await().until(() -> total(app, "loop") == 22);
		}
	}

	@Test
	void restartedLoopGetsTheEventThatWaitedAgain() {
		HANGING.set(true);
		try (TestApp app = builder(ProcessingGuarantee.AT_LEAST_ONCE).start().awaitRunning()) {
			AgentRef<Integer, Void> loop = app.app().ref("loop", Integer.class, Void.class);
			loop.cast("k", 5);
			await().until(() -> WAITING.get() == 1);
			HANGING.set(false);

			app.agent("loop").restart();
			loop.cast("k", 6);

			await().atMost(Duration.ofSeconds(20)).until(() -> total(app, "loop") == 22);
			assertThat(app.bean(Streams.class).looped).hasValue(2);
		}
	}

	@SuppressWarnings("unchecked")
	private static int total(TestApp app, String name) {
		Table<String, Integer> sums = app.bean(Table.class);
		return IntStream.range(0, 2).map((partition) -> Objects.requireNonNull(sums.get(key(name, partition)))).sum();
	}

	private static String key(int partition) {
		return key("key", partition);
	}

	private static String key(String name, int partition) {
		return IntStream.iterate(0, (i) -> i + 1)
			.mapToObj((i) -> name + i)
			.filter((key) -> Utils.toPositive(Utils.murmur2(key.getBytes())) % 2 == partition)
			.findFirst()
			.orElseThrow();
	}

	private static int result(AgentRef<Integer, Integer> ref, @Nullable Object key, int number) {
		return Objects.requireNonNull(ref.askAndWait(key, number));
	}

	@Configuration(proxyBeanMethods = false)
	static class Tables {

		@Bean
		Table<String, Integer> sums(FaustApp app) {
			return app.table("sums", String.class, Integer.class).defaultValue(0).build();
		}

		@Bean
		AgentRef<Integer, Integer> silent(FaustApp app,
				@org.springframework.beans.factory.annotation.Value("${topic}") String topic) {
			return app.refToTopic(topic + "-silent", Integer.class, Integer.class);
		}

	}

	static class Doubling {

		@Agent(topics = "${topic}-double", name = "double", tables = "none")
		int twice(int number) {
			return 2 * number;
		}

	}

	static class Counting {

		private final Table<String, Integer> sums;

		Counting(Table<String, Integer> sums) {
			this.sums = sums;
		}

		@Agent(topics = "${topic}-count")
		int count(int number, Event<Integer> event) {
			return this.sums.update(key("count", event.partition()), (sum) -> sum + number);
		}

	}

	/**
	 * Ask what was injected.
	 */
	static class Streams {

		final AtomicInteger looped = new AtomicInteger();

		private final AgentRef<Integer, Integer> twice;

		private final AgentRef<Integer, Integer> silent;

		private final Table<String, Integer> sums;

		Streams(@Qualifier("double") AgentRef<Integer, Integer> twice,
				@Qualifier("silent") AgentRef<Integer, Integer> silent, Table<String, Integer> sums) {
			this.twice = twice;
			this.silent = silent;
			this.sums = sums;
		}

		private int ask(int number) {
			if (HANGING.get()) {
				WAITING.incrementAndGet();
				result(this.silent, null, number);
			}
			return result(this.twice, number, number);
		}

		@Agent(topics = "${topic}-loop")
		void loop(EventStream<Integer> numbers) {
			for (Event<Integer> event : numbers.events()) {
				int doubled = ask(Objects.requireNonNull(event.value()));
				this.sums.update(key("loop", event.partition()), (sum) -> sum + doubled);
				this.looped.incrementAndGet();
			}
		}

		@Agent(topics = "${topic}-pipeline", tables = "none")
		EventStream<Integer> pipeline(EventStream<Integer> numbers) {
			return numbers.filter((number) -> number >= 0).map((number) -> ask(number) + 1);
		}

		@Agent(topics = "${topic}-lists", tables = "none")
		EventStream<Integer> lists(EventStream<Integer> numbers) {
			return numbers.map((number) -> this.twice.ask(number, number))
				.take(4, Duration.ofMillis(100))
				.map((asked) -> asked.stream().mapToInt(CompletableFuture::join).sum());
		}

	}

	/**
	 * Ask what they get from the App when they need it.
	 */
	static class LateStreams {

		private final ObjectProvider<FaustApp> app;

		private final Table<String, Integer> sums;

		LateStreams(ObjectProvider<FaustApp> app, Table<String, Integer> sums) {
			this.app = app;
			this.sums = sums;
		}

		private int ask(int number) {
			return result(this.app.getObject().ref("double", Integer.class, Integer.class), number, number);
		}

		@Agent(topics = "${topic}-late")
		void late(EventStream<Integer> numbers) {
			for (Event<Integer> event : numbers.events()) {
				int number = Objects.requireNonNull(event.value());
				String key = key("late", event.partition());
				this.sums.update(key, (sum) -> sum + number);
				int doubled = ask(number);
				this.sums.update(key, (sum) -> sum + doubled - number);
			}
		}

		@Agent(topics = "${topic}-late-pipeline", name = "late-pipeline", tables = "none")
		EventStream<Integer> latePipeline(EventStream<Integer> numbers) {
			return numbers.map((number) -> ask(number) + 2);
		}

	}

	/**
	 * Asks itself.
	 */
	static class Chain {

		private final FaustApp app;

		Chain(FaustApp app) {
			this.app = app;
		}

		@Agent(topics = "${topic}-chain", tables = "none")
		void chain(EventStream<Integer> numbers) {
			for (Event<Integer> event : numbers.events()) {
				AgentRef<Integer, Void> self = this.app.ref("chain", Integer.class, Void.class);
				switch (Objects.requireNonNull(event.value())) {
					case 1 -> self.askAndWait(key(1 - event.partition()), -1);
					case 2 -> self.askAndWait(key(event.partition()), -1);
					default -> {
					}
				}
			}
		}

	}

}
