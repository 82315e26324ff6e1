package org.faustspring.integration;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.faustspring.agent.AgentCallException;
import org.faustspring.agent.AgentCallTimeoutException;
import org.faustspring.agent.AgentRef;
import org.faustspring.annotation.Agent;
import org.faustspring.annotation.Sink;
import org.faustspring.app.DeserializationErrorPolicy;
import org.faustspring.app.HandlerErrorPolicy;
import org.faustspring.app.ProcessingGuarantee;
import org.faustspring.fixture.SharedBroker;
import org.faustspring.fixture.TestApp;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.kafka.support.KafkaHeaders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Agents that are called from outside of handlers: every way to ask, and every end.
 */
class CallsIntegrationTests {

	@TempDir
	Path state;

	@TempDir
	Path other;

	private final String source = SharedBroker.topic("words", 4);

	private final String id = SharedBroker.unique("calls");

	private TestApp.Builder builder = TestApp.builder(this.id);

	@BeforeEach
	void prepare() {
		this.builder = builder(this.state);
	}

	private TestApp.Builder builder(Path directory) {
		return TestApp.builder(this.id)
			.state(directory)
			.property("words", this.source)
			.property("lists", this.source + "-lists")
			.property("stuck", this.source + "-stuck")
			.handlerErrors(HandlerErrorPolicy.SKIP)
			.deserializationErrors(DeserializationErrorPolicy.SKIP)
			.beans(Words.class, Controller.class);
	}

	@ParameterizedTest
	@EnumSource
	void everyWayToAskIsAnswered(ProcessingGuarantee guarantee) {
		try (TestApp app = this.builder.guarantee(guarantee).beans(Length.class).start().awaitRunning()) {
			AgentRef<String, String> upper = app.bean(Controller.class).upper;

			assertThat(upper.askAndWait("k", "word")).isEqualTo("WORD");
			assertThat(upper.ask(null, "later").join()).isEqualTo("LATER");
			assertThat(upper.askAndWait("k", "none", Duration.ofSeconds(20))).isNull();
			assertThat(upper.join(List.of("b", "a", "c")).join()).containsExactly("B", "A", "C");
			assertThat(upper.kvjoin(Map.of("k", "v").entrySet()).join()).containsExactly("V");
			try (Stream<String> results = upper.map(List.of("x", "y"))) {
				assertThat(results).containsExactlyInAnyOrder("X", "Y");
			}
			assertThat(upper.kvmap(List.of(Map.entry("k", "1"), Map.entry("k", "2")))).containsExactlyInAnyOrder("1",
					"2");
			assertThat(app.app().ref("length", String.class, Integer.class).askAndWait("k", "again")).isEqualTo(5);
			assertThat(app.app().ref("last", String.class, Void.class).askAndWait("k", "nothing")).isNull();
			assertNothingLeft(app);
		}
		assertGone();
	}

	@Test
	void castIsProcessedAndSinkForwardsToAnAgent() {
		try (TestApp app = this.builder.start().awaitRunning()) {
			app.bean(Controller.class).upper.cast("k", "to be forwarded").join();

			await().until(() -> app.bean(Words.class).forwarded.contains("TO BE FORWARDED"));
		}
	}

	@Test
	void failureOfTheAgentIsTold() {
		try (TestApp app = this.builder.start().awaitRunning()) {
			AgentRef<String, String> upper = app.bean(Controller.class).upper;

			assertThatExceptionOfType(AgentCallException.class).isThrownBy(() -> upper.askAndWait("k", "fail"))
				.satisfies((ex) -> {
					assertThat(ex.type()).isEqualTo(IllegalArgumentException.class.getName());
					assertThat(ex.remoteMessage()).isEqualTo("cannot do fail");
					assertThat(ex.place()).matches(this.source + "-\\d@0");
				});
			assertThat(app.bean(Words.class).failures).hasSize(3);
			assertThatExceptionOfType(CompletionException.class)
				.isThrownBy(() -> upper.join(List.of("good", "fail")).join())
				.withCauseInstanceOf(AgentCallException.class);
			assertThatExceptionOfType(AgentCallException.class).isThrownBy(() -> upper.map(List.of("fail")).toList());
			assertNothingLeft(app);
		}
	}

	@Test
	void whatTheAgentCannotReadIsTold() {
		try (TestApp app = this.builder.beans(Numbers.class).start().awaitRunning()) {
			AgentRef<String, Integer> number = app.app()
				.refToTopic(this.source + "-numbers", String.class, Integer.class);

			assertThatExceptionOfType(AgentCallException.class).isThrownBy(() -> number.askAndWait("k", "no number"))
				.satisfies((ex) -> assertThat(ex.type()).endsWith("SerializationException"));
		}
	}

	@Test
	void timeoutAndCancellationLeaveNothingBehind() {
		try (TestApp app = this.builder.beans(Stuck.class).start().awaitRunning()) {
			AgentRef<String, String> stuck = app.app().ref("stuck", String.class, String.class);
			CompletableFuture<String> late = stuck.ask("k", "a", Duration.ofMillis(300));
			CompletableFuture<String> cancelled = stuck.ask("k", "b");
			Stream<String> abandoned = stuck.map(List.of("c", "d"));
			CompletableFuture<List<String>> all = stuck.join(List.of("e", "f"));

			cancelled.cancel(true);
			abandoned.close();
			all.cancel(true);

			assertThatExceptionOfType(CompletionException.class).isThrownBy(late::join)
				.withCauseInstanceOf(AgentCallTimeoutException.class);
			assertNothingLeft(app);
			app.bean(Stuck.class).release.countDown();
			await().until(() -> TestCalls.of(app).unknownReplies() == 6);
		}
	}

	@Test
	void appThatStopsEndsItsCalls() {
		CompletableFuture<String> answer;
		TestApp app = this.builder.beans(Stuck.class).start().awaitRunning();
		AgentRef<String, String> stuck = app.app().ref("stuck", String.class, String.class);
		answer = stuck.ask("k", "a");
		app.close();

		assertThatExceptionOfType(CompletionException.class).isThrownBy(answer::join)
			.withCauseInstanceOf(IllegalStateException.class);
		assertThatIllegalStateException().isThrownBy(() -> stuck.ask("k", "b")).withMessageContaining("does not run");
		assertNoThreads();
	}

	@Test
	void listsAreNotAsked() {
		try (TestApp app = this.builder.beans(Lists.class).start().awaitRunning()) {
			AgentRef<String, Void> lists = app.app().ref("lists", String.class, Void.class);

			assertThatIllegalStateException().isThrownBy(() -> lists.ask("k", "v")).withMessageContaining("in lists");
			assertThatExceptionOfType(AgentCallException.class).isThrownBy(
					() -> app.app().refToTopic(this.source + "-lists", String.class, String.class).askAndWait("k", "v"))
				.withMessageContaining("takes its events in lists");
		}
	}

	@ParameterizedTest
	@EnumSource
	void whoAskedAndIsGoneHoldsNobodyUp(ProcessingGuarantee guarantee) {
		try (TestApp app = this.builder.guarantee(guarantee).start().awaitRunning()) {
			ProducerRecord<byte[], byte[]> orphan = SharedBroker.record(this.source, "k", "orphan");
			orphan.headers()
				.add(KafkaHeaders.REPLY_TOPIC, (this.source + "-gone").getBytes(StandardCharsets.UTF_8))
				.add(KafkaHeaders.CORRELATION_ID, new byte[16]);
			SharedBroker.sendRecords(List.of(orphan));

			assertThat(app.bean(Controller.class).upper.askAndWait("k", "word", Duration.ofSeconds(20)))
				.isEqualTo("WORD");
			assertThat(app.bean(Words.class).seen).containsExactly("orphan", "word");
		}
	}

	@ParameterizedTest
	@EnumSource
	void instancesAnswerEachOther(ProcessingGuarantee guarantee) {
		try (TestApp first = this.builder.guarantee(guarantee).start().awaitRunning();
				TestApp second = builder(this.other).guarantee(guarantee).start().awaitRunning()) {
			await().atMost(Duration.ofSeconds(30))
				.until(() -> RebalanceIntegrationTests.runningTasks(first) > 0
						&& RebalanceIntegrationTests.runningTasks(second) > 0);
			List<String> keys = IntStream.range(0, 200).mapToObj(Integer::toString).toList();

			for (TestApp app : List.of(first, second)) {
				List<CompletableFuture<String>> answers = new ArrayList<>();
				keys.forEach((key) -> answers.add(app.bean(Controller.class).upper.ask(key, "v" + key)));
				for (int i = 0; i < answers.size(); i++) {
					assertThat(answers.get(i).join()).isEqualTo("V" + i);
				}
			}
			assertThat(first.bean(Words.class).seen).isNotEmpty();
			assertThat(second.bean(Words.class).seen).isNotEmpty();
		}
		assertGone();
	}

	private static void assertNothingLeft(TestApp app) {
		await().until(() -> TestCalls.of(app).pending() == 0);
	}

	private void assertGone() {
		assertNoThreads();
		await().until(() -> SharedBroker.admin()
			.listTopics()
			.names()
			.get()
			.stream()
			.noneMatch((topic) -> topic.startsWith(this.id) && topic.endsWith("-reply")));
	}

	private static void assertNoThreads() {
		await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
			.noneMatch((name) -> name.startsWith("faust-calls") || name.startsWith("faust-replies")));
	}

	/**
	 * Agents to be called.
	 */
	static class Words {

		final List<String> seen = new CopyOnWriteArrayList<>();

		final List<String> failures = new CopyOnWriteArrayList<>();

		final List<String> forwarded = new CopyOnWriteArrayList<>();

		@Agent(topics = "${words}")
		@Sink(agent = "last")
		@Nullable String upper(String word) {
			this.seen.add(word);
			if (word.equals("fail")) {
				this.failures.add(word);
				throw new IllegalArgumentException("cannot do " + word);
			}
			return (word.equals("none")) ? null : word.toUpperCase();
		}

		@Agent(topics = "${words}-last")
		void last(String word) {
			this.forwarded.add(word);
		}

	}

	static class Length {

		@Agent(topics = "${words}-length", groupBy = "#{#root}")
		int length(String word) {
			return word.length();
		}

	}

	static class Numbers {

		@Agent(topics = "${words}-numbers")
		int numbers(Integer number) {
			return number;
		}

	}

	static class Lists {

		@Agent(topics = "${lists}", batch = 10, within = "50ms")
		void lists(List<String> words) {
			// Nobody asks.
		}

	}

	static class Stuck {

		final CountDownLatch release = new CountDownLatch(1);

		@Agent(topics = "${stuck}", concurrency = 8)
		String stuck(String word) throws InterruptedException {
			this.release.await();
			return word;
		}

	}

	/**
	 * Calls agents that are injected.
	 */
	static class Controller {

		final AgentRef<String, String> upper;

		Controller(AgentRef<String, String> upper) {
			this.upper = upper;
		}

	}

}
