package org.faustspring.integration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
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
import org.faustspring.table.Table;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Handlers that call agents and wait, all on one worker.
 */
class CallsInHandlersIntegrationTests {

	@TempDir
	Path state;

	private final String topic = SharedBroker.unique("calls");

	private TestApp.Builder builder(ProcessingGuarantee guarantee) {
		for (String name : List.of("double", "caller", "list", "chain", "one", "two")) {
			SharedBroker.createTopic(this.topic + "-" + name, 2);
		}
		// Its table has one key, which must not be written by two partitions.
		SharedBroker.createTopic(this.topic + "-late", 1);
		return TestApp.builder(this.topic)
			.state(this.state)
			.workers(1)
			.guarantee(guarantee)
			.callTimeout(Duration.ofSeconds(10))
			.property("topic", this.topic)
			.beans(Tables.class, Doubling.class, Callers.class, LateCallers.class, Chains.class);
	}

	@ParameterizedTest
	@EnumSource
	void handlersAskAndWaitOnOneWorker(ProcessingGuarantee guarantee) {
		try (TestApp app = builder(guarantee).start().awaitRunning()) {
			AgentRef<Integer, Integer> caller = app.app().ref("caller", Integer.class, Integer.class);
			AgentRef<Integer, Integer> late = app.app().ref("late", Integer.class, Integer.class);
			AgentRef<Integer, Integer> stage = app.app().ref("stage", Integer.class, Integer.class);

			assertThat(caller.join(IntStream.range(0, 20).boxed().toList()).join())
				.containsExactlyElementsOf(IntStream.range(0, 20).map((i) -> 2 * i + 1).boxed().toList());
			assertThat(late.join(IntStream.range(0, 20).boxed().toList()).join())
				.containsExactlyElementsOf(IntStream.range(0, 20).map((i) -> 2 * i + 2).boxed().toList());
			assertThat(stage.join(List.of(1, 2)).join()).containsExactly(2, 4);
			assertThat(app.agent("late").figures().get(0).errors()).isZero();
			assertThat(app.agent("late").figures().get(0).events()).isEqualTo(20);

			AgentRef<Integer, Void> list = app.app().ref("list", Integer.class, Void.class);
			IntStream.range(0, 10).forEach((i) -> list.cast("k", i));
			Callers callers = app.bean(Callers.class);
			await().until(() -> callers.sums.stream().mapToInt(Integer::intValue).sum() == 90);
			@SuppressWarnings("unchecked")
			Table<String, Integer> seen = app.bean(Table.class);
			await().until(() -> Objects.equals(seen.get("late"), 20));
		}
	}

	@Test
	void agentAsksItselfOnAnotherTaskButNotOnItsOwn() {
		try (TestApp app = builder(ProcessingGuarantee.AT_LEAST_ONCE).start().awaitRunning()) {
			AgentRef<Integer, Integer> chain = app.app().ref("chain", Integer.class, Integer.class);

			assertThat(chain.askAndWait(key(0), 1)).isEqualTo(1);
			assertThat(chain.askAndWait("any", 10)).isEqualTo(10);
			long started = System.nanoTime();
			assertThatExceptionOfType(AgentCallException.class).isThrownBy(() -> chain.askAndWait(key(0), 2))
				.satisfies((ex) -> {
					assertThat(ex.type()).isEqualTo(SelfCallException.class.getName());
					assertThat(ex.remoteMessage()).contains("agent 'chain'", "who waits for whom", "cast");
				});
			assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(8));
		}
	}

	@Test
	void circleOfCallsFailsAtOnce() {
		try (TestApp app = builder(ProcessingGuarantee.AT_LEAST_ONCE).start().awaitRunning()) {
			AgentRef<Integer, Integer> one = app.app().ref("one", Integer.class, Integer.class);
			long started = System.nanoTime();

			assertThatExceptionOfType(AgentCallException.class).isThrownBy(() -> one.askAndWait("k", 1));

			assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(8));
			assertThat(app.bean(Chains.class).failures).isNotEmpty()
				.allSatisfy((failure) -> assertThat(failure).contains("who waits for whom", "/one@", " -> ", "/two@"));
		}
	}

	private static String key(int partition) {
		return IntStream.iterate(0, (i) -> i + 1)
			.mapToObj((i) -> "key" + i)
			.filter((key) -> Utils.toPositive(Utils.murmur2(key.getBytes())) % 2 == partition)
			.findFirst()
			.orElseThrow();
	}

	@Configuration(proxyBeanMethods = false)
	static class Tables {

		@Bean
		Table<String, Integer> seen(FaustApp app) {
			return app.table("seen", String.class, Integer.class).defaultValue(0).build();
		}

	}

	static class Doubling {

		@Agent(topics = "${topic}-double", name = "double", tables = "none")
		int twice(int number) {
			return 2 * number;
		}

	}

	/**
	 * Ask what was injected.
	 */
	static class Callers {

		final Queue<Integer> sums = new ConcurrentLinkedQueue<>();

		private final AgentRef<Integer, Integer> twice;

		Callers(@org.springframework.beans.factory.annotation.Qualifier("double") AgentRef<Integer, Integer> twice) {
			this.twice = twice;
		}

		@Agent(topics = "${topic}-caller", tables = "none")
		int caller(int number) {
			return result(this.twice, number) + 1;
		}

		@Agent(topics = "${topic}-caller-stage", tables = "none")
		CompletionStage<Integer> stage(int number) {
			return this.twice.ask(number, number);
		}

		@Agent(topics = "${topic}-list", batch = 4, within = "100ms", tables = "none")
		void list(List<Integer> numbers) {
			this.sums.add(this.twice.join(numbers).join().stream().mapToInt(Integer::intValue).sum());
		}

	}

	/**
	 * Asks what it gets from the App when it needs it, and keeps a table.
	 */
	static class LateCallers {

		private final ObjectProvider<FaustApp> app;

		private final Table<String, Integer> seen;

		LateCallers(ObjectProvider<FaustApp> app, Table<String, Integer> seen) {
			this.app = app;
			this.seen = seen;
		}

		@Agent(topics = "${topic}-late")
		int late(int number) {
			this.seen.update("late", (count) -> count + 1);
			return result(this.app.getObject().ref("double", Integer.class, Integer.class), number) + 2;
		}

	}

	/**
	 * Ask themselves and each other.
	 */
	static class Chains {

		final Map<Integer, String> keys = new ConcurrentHashMap<>();

		final Queue<String> failures = new ConcurrentLinkedQueue<>();

		private final FaustApp app;

		Chains(FaustApp app) {
			this.app = app;
		}

		@Agent(topics = "${topic}-chain", tables = "none")
		int chain(int number, Event<Integer> event) {
			AgentRef<Integer, Integer> self = this.app.ref("chain", Integer.class, Integer.class);
			return switch (number) {
				case 1 -> result(self, key(1 - event.partition()), -1) + 2;
				case 2 -> result(self, key(event.partition()), -1);
				case 10 -> result(self, null, -1) + 11;
				default -> number;
			};
		}

		@Agent(topics = "${topic}-one", tables = "none")
		int one(int number) {
			return result(this.app.ref("two", Integer.class, Integer.class), "k", number);
		}

		@Agent(topics = "${topic}-two", tables = "none")
		int two(int number) {
			try {
				return result(this.app.ref("one", Integer.class, Integer.class), "k", number);
			}
			catch (SelfCallException ex) {
				this.failures.add(String.valueOf(ex.getMessage()));
				throw ex;
			}
		}

	}

	private static int result(AgentRef<Integer, Integer> ref, int number) {
		return result(ref, number, number);
	}

	private static int result(AgentRef<Integer, Integer> ref, @Nullable Object key, int number) {
		return Objects.requireNonNull(ref.askAndWait(key, number));
	}

}
