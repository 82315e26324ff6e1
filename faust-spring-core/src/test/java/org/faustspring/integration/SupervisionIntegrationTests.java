package org.faustspring.integration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.faustspring.agent.AgentEvent;
import org.faustspring.agent.AgentForfeited;
import org.faustspring.agent.AgentRestarted;
import org.faustspring.agent.AgentStarted;
import org.faustspring.agent.AgentState;
import org.faustspring.agent.AgentStopped;
import org.faustspring.annotation.Agent;
import org.faustspring.app.AppState;
import org.faustspring.fixture.SharedBroker;
import org.faustspring.fixture.TestApp;
import org.faustspring.stream.Event;
import org.faustspring.supervisor.ActorFailure;
import org.faustspring.supervisor.Supervisor;
import org.faustspring.supervisor.SupervisorDecision;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What supervisors decide is done, and told.
 */
class SupervisionIntegrationTests {

	private static final int PARTITIONS = 3;

	private static final int EVENTS = 30;

	@TempDir
	Path state;

	private final String source = SharedBroker.topic("supervised", PARTITIONS);

	private TestApp.Builder builder = TestApp.builder(SharedBroker.unique("supervision"));

	@BeforeEach
	void prepare() {
		this.builder.state(this.state)
			.attempts(1)
			.commitInterval(Duration.ofMillis(100))
			.property("source", this.source)
			.property("supervisor", "one-for-one")
			.property("lanes", 1)
			.beans(Processing.class);
		List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
		for (int i = 0; i < EVENTS; i++) {
			byte[] value = String.valueOf(i).getBytes();
			records.add(new ProducerRecord<>(this.source, i % PARTITIONS, value, value));
		}
		SharedBroker.sendRecords(records);
	}

	@Test
	void oneForOneRestartsTheActorAndTellsSoInOrder() {
		try (TestApp app = this.builder.restarts(2, Duration.ofMillis(20)).start()) {
			Processing processing = app.bean(Processing.class);
			await().atMost(Duration.ofSeconds(30)).until(() -> app.agent("process").state() == AgentState.FAILED);
			await().until(() -> processing.events.size() == 3);

			assertThat(processing.events).map((event) -> (Object) event.getClass())
				.containsExactly(AgentRestarted.class, AgentRestarted.class, AgentStopped.class);
			AgentRestarted first = (AgentRestarted) processing.events.get(0);
			assertThat(first.agent()).isSameAs(app.agent("process"));
			assertThat(first.task()).isEqualTo(this.source + "-1");
			assertThat(first.event()).isEqualTo(this.source + "-1@3");
			assertThat(first.restarts()).isEqualTo(1);
			assertThat(first.delay()).isEqualTo(Duration.ofMillis(20));
			assertThat(first.cause()).hasMessage("10 is bad");
			assertThat(((AgentRestarted) processing.events.get(1)).restarts()).isEqualTo(2);
			assertThat(((AgentStopped) processing.events.get(2)).cause()).hasMessage("10 is bad");

			processing.mended = true;
			app.agent("process").start();
			processing.awaitAll();
			await().until(() -> processing.events.get(processing.events.size() - 1) instanceof AgentStarted);
		}
	}

	@Test
	void oneForAllHasAllActorsWaitAndCountsRestartsOfTheAgent() {
		this.builder.restarts(3, Duration.ofMillis(20)).property("supervisor", "one-for-all");
		try (TestApp app = this.builder.start()) {
			Processing processing = app.bean(Processing.class);
			await().atMost(Duration.ofSeconds(30)).until(() -> app.agent("process").state() == AgentState.FAILED);
			await().until(() -> processing.events.size() == 4);

			assertThat(processing.events.subList(0, 3)).allSatisfy((event) -> {
				assertThat(event).isInstanceOf(AgentRestarted.class);
				assertThat(((AgentRestarted) event).task()).isNull();
			});
			assertThat(((AgentRestarted) processing.events.get(2)).restarts()).isEqualTo(3);
			assertThat(processing.calls.get("10")).hasSize(4);

			processing.mended = true;
			app.agent("process").start();
			processing.awaitAll();
		}
	}

	@Test
	void allActorsWaitWhileOneForAllRestarts() {
		this.builder.property("supervisor", "resting");
		try (TestApp app = this.builder.beans(Resting.class).start()) {
			Processing processing = app.bean(Processing.class);
			await().atMost(Duration.ofSeconds(30)).until(() -> !processing.events.isEmpty());
			int before = processing.calls.size();
			SharedBroker.send(this.source, List.of("x:1", "y:2", "z:3", "u:4", "v:5", "w:6"));
			await().during(Duration.ofMillis(700)).until(() -> processing.calls.size() <= before + 1);

			processing.mended = true;
			await().atMost(Duration.ofSeconds(20)).until(() -> processing.calls.size() == EVENTS + 6);
			assertThat(app.bean(Resting.class).failures).hasSize(1);
		}
	}

	@Test
	void forfeitLeavesTheOthersAloneUntilTheAgentIsStartedAgain() {
		this.builder.property("supervisor", "forfeit");
		try (TestApp app = this.builder.start()) {
			Processing processing = app.bean(Processing.class);
			// 0, 3, ... and 2, 5, ... are in other partitions than 10; before it are 1,
			// 4, 7
			await().atMost(Duration.ofSeconds(30)).until(() -> processing.calls.size() == 20 + 4);
			await().until(() -> !app.agent("process").forfeitedTasks().isEmpty());
			assertThat(app.agent("process").state()).isEqualTo(AgentState.RUNNING);
			assertThat(app.agent("process").forfeitedTasks()).containsExactly(this.source + "-1");
			await().until(() -> processing.events.size() == 1);
			AgentForfeited forfeited = (AgentForfeited) processing.events.get(0);
			assertThat(forfeited.task()).isEqualTo(this.source + "-1");
			assertThat(forfeited.event()).isEqualTo(this.source + "-1@3");
			assertThat(forfeited.cause()).hasMessage("10 is bad");
			await().during(Duration.ofMillis(500)).until(() -> processing.calls.size() == 24);

			processing.mended = true;
			app.agent("process").start();
			processing.awaitAll();
			assertThat(app.agent("process").forfeitedTasks()).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "one-for-one", "one-for-all", "forfeit" })
	void failureInALaneIsDecidedLikeAnyOther(String supervisor) {
		this.builder.property("supervisor", supervisor).property("lanes", 4);
		try (TestApp app = this.builder.restarts(2, Duration.ofMillis(20)).start()) {
			Processing processing = app.bean(Processing.class);
			await().atMost(Duration.ofSeconds(30))
				.until(() -> processing.events.stream()
					.anyMatch((event) -> event instanceof AgentStopped || event instanceof AgentForfeited));
			boolean forfeited = supervisor.equals("forfeit");
			assertThat(app.agent("process").state()).isEqualTo(forfeited ? AgentState.RUNNING : AgentState.FAILED);
			assertThat(processing.calls.get("10")).hasSize(forfeited ? 1 : 3);
			if (forfeited) {
				await().until(() -> app.agent("process").forfeitedTasks().equals(List.of(this.source + "-1")));
			}

			processing.mended = true;
			app.agent("process").start();
			processing.awaitAll();
			await().until(() -> app.agent("process").state() == AgentState.RUNNING);
			assertThat(app.agent("process").forfeitedTasks()).isEmpty();
		}
	}

	@Test
	void listenerThatThrowsHarmsNobody() {
		try (TestApp app = this.builder.restarts(1, Duration.ofMillis(20)).beans(Throwing.class).start()) {
			Processing processing = app.bean(Processing.class);
			await().atMost(Duration.ofSeconds(30)).until(() -> app.bean(Throwing.class).heard.size() == 2);
			processing.mended = true;
			app.agent("process").start();
			processing.awaitAll();
			assertThat(app.app().state()).isEqualTo(AppState.RUNNING);
		}
	}

	static class Processing {

		final Map<String, List<Integer>> calls = new ConcurrentHashMap<>();

		final List<AgentEvent> events = new CopyOnWriteArrayList<>();

		volatile boolean mended;

		@Agent(topics = "${source}", onError = "escalate", supervisor = "${supervisor}", concurrencyString = "${lanes}")
		void process(Event<String> event) {
			String value = java.util.Objects.requireNonNull(event.value());
			this.calls.computeIfAbsent(value, (key) -> new CopyOnWriteArrayList<>()).add(event.attempt());
			if (value.equals("10") && !this.mended) {
				throw new IllegalStateException("10 is bad");
			}
		}

		@EventListener
		void on(AgentEvent event) {
			this.events.add(event);
		}

		void awaitAll() {
			await().atMost(Duration.ofSeconds(20)).until(() -> this.calls.size() == EVENTS);
		}

	}

	static class Resting {

		final List<ActorFailure> failures = new CopyOnWriteArrayList<>();

		@Bean
		Supervisor resting() {
			return (failure) -> {
				this.failures.add(failure);
				return new SupervisorDecision.RestartAll(Duration.ofSeconds(3));
			};
		}

	}

	static class Throwing {

		final List<AgentEvent> heard = new CopyOnWriteArrayList<>();

		@EventListener
		void on(AgentEvent event) {
			this.heard.add(event);
			throw new IllegalStateException("A listener is bad");
		}

	}

}
