package org.faustspring.integration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.faustspring.agent.AgentEvent;
import org.faustspring.agent.AgentPaused;
import org.faustspring.agent.AgentResumed;
import org.faustspring.agent.AgentState;
import org.faustspring.annotation.Agent;
import org.faustspring.fixture.SharedBroker;
import org.faustspring.fixture.TestApp;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An agent whose events fail one after the other pauses itself and tries one event from
 * time to time.
 */
class CircuitIntegrationTests {

	private static final int EVENTS = 40;

	@TempDir
	Path state;

	private final String source = SharedBroker.topic("circuit", 2);

	@ParameterizedTest
	@ValueSource(ints = { 1, 4 })
	void agentPausesItselfAndResumesWhenATriedEventSucceeds(int lanes) {
		List<String> values = new ArrayList<>();
		for (int i = 0; i < EVENTS; i++) {
			values.add("k%d:%d".formatted(i, i));
		}
		SharedBroker.send(this.source, values);
		TestApp.Builder builder = TestApp.builder(SharedBroker.unique("circuit"))
			.state(this.state)
			.attempts(1)
			.commitInterval(Duration.ofMillis(100))
			.maxConsecutiveFailures(3)
			.property("source", this.source)
			.property("lanes", lanes)
			.beans(Calling.class);

		try (TestApp app = builder.start()) {
			Calling calling = app.bean(Calling.class);
			await().atMost(Duration.ofSeconds(30)).until(() -> app.agent("call").state() == AgentState.PAUSED);
			assertThat(app.agent("call").failure()).hasMessageContaining("is away");
			// one event at a time is tried, later and later
			await().until(() -> calling.calls.get() >= 3 + 2);
			int tried = calling.calls.get();
			await().during(Duration.ofMillis(400)).until(() -> calling.calls.get() <= tried + 1);
			assertThat(app.agent("call").state()).isEqualTo(AgentState.PAUSED);

			calling.back = true;
			await().atMost(Duration.ofSeconds(20)).until(() -> app.agent("call").state() == AgentState.RUNNING);
			await().atMost(Duration.ofSeconds(20)).until(() -> calling.processed.size() == EVENTS - 2);
			await().until(() -> calling.events.size() == 2);
			assertThat(calling.events.get(0)).isInstanceOf(AgentPaused.class);
			assertThat(((AgentPaused) calling.events.get(0)).probeIn()).isEqualTo(Duration.ofMillis(300));
			assertThat(calling.events.get(1)).isInstanceOf(AgentResumed.class);
			assertThat(calling.processed.values()).allMatch((count) -> count == 1);
			await().until(() -> SharedBroker.values(this.source + "-dlt").size() == 2);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void requestEndsTheWait(boolean resume) {
		SharedBroker.send(this.source, List.of("a:1", "a:2", "a:3", "a:4", "a:5"));
		TestApp.Builder builder = TestApp.builder(SharedBroker.unique("circuit"))
			.state(this.state)
			.attempts(1)
			.maxConsecutiveFailures(3)
			.property("source", this.source)
			.property("lanes", 1)
			.beans(Calling.class);

		try (TestApp app = builder.start()) {
			Calling calling = app.bean(Calling.class);
			await().atMost(Duration.ofSeconds(30)).until(() -> app.agent("call").state() == AgentState.PAUSED);
			if (resume) {
				calling.back = true;
				app.agent("call").resume();
				await().until(() -> calling.processed.size() == 3);
			}
			else {
				app.agent("call").pause();
				calling.back = true;
				await().during(Duration.ofSeconds(2)).until(() -> calling.processed.isEmpty());
				assertThat(app.agent("call").failure()).isNull();
			}
		}
	}

	static class Calling {

		final AtomicInteger calls = new AtomicInteger();

		final Map<String, Integer> processed = new ConcurrentHashMap<>();

		final List<AgentEvent> events = new java.util.concurrent.CopyOnWriteArrayList<>();

		volatile boolean back;

		@Agent(topics = "${source}", concurrencyString = "${lanes}")
		void call(String value) {
			this.calls.incrementAndGet();
			if (!this.back) {
				throw new IllegalStateException("The service is away");
			}
			this.processed.merge(value, 1, Integer::sum);
		}

		@EventListener
		void on(AgentEvent event) {
			this.events.add(event);
		}

	}

}
