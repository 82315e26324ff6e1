package org.faustspring.integration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

import org.faustspring.agent.AgentCompleted;
import org.faustspring.agent.AgentState;
import org.faustspring.annotation.Agent;
import org.faustspring.app.ProcessingGuarantee;
import org.faustspring.fixture.SharedBroker;
import org.faustspring.fixture.TestApp;
import org.faustspring.stream.Event;
import org.faustspring.stream.EventStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Failed events of stream agents have the same choices as those of others.
 */
class StreamErrorsIntegrationTests {

	@TempDir
	Path state;

	private final String source = SharedBroker.topic("source", 1);

	private final TestApp.Builder builder = TestApp.builder(SharedBroker.unique("stream-errors"));

	@BeforeEach
	void prepare() {
		this.builder.state(this.state).attempts(1).property("source", this.source);
	}

	@ParameterizedTest
	@EnumSource
	void failedEventOfALoopWaitsInARetryTopicAndOthersGoOn(ProcessingGuarantee guarantee) {
		this.builder.guarantee(guarantee).beans(Retrying.class);
		SharedBroker.send(this.source, List.of("k1:a", "k1:once", "k1:never", "k1:b"));

		try (TestApp app = this.builder.start().awaitRunning()) {
			Retrying retrying = app.bean(Retrying.class);
			await().atMost(Duration.ofSeconds(30))
				.untilAsserted(() -> assertThat(SharedBroker.values(this.source + "-dlt")).containsExactly("k1:never"));
			assertThat(retrying.seen).filteredOn((call) -> call.startsWith("k1:never"))
				.containsExactly("k1:never/1", "k1:never/2");
			assertThat(retrying.seen).contains("k1:once/1", "k1:once/2");
			assertThat(retrying.seen.indexOf("k1:b/1")).isLessThan(retrying.seen.indexOf("k1:once/2"));
		}
	}

	@Test
	void loopWhoseEventsFailPausesItselfAndResumesWhenOneSucceeds() {
		this.builder.maxConsecutiveFailures(2).beans(Away.class);
		SharedBroker.send(this.source, values(20));

		try (TestApp app = this.builder.start().awaitRunning()) {
			Away away = app.bean(Away.class);
			await().atMost(Duration.ofSeconds(30)).until(() -> app.agent("away").state() == AgentState.PAUSED);
			away.back.set(true);
			await().atMost(Duration.ofSeconds(30)).until(() -> app.agent("away").state() == AgentState.RUNNING);
			await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(away.done).hasSize(19));
		}
		assertThat(SharedBroker.values(this.source + "-dlt")).containsExactly("k1:0");
	}

	@Test
	void listenersHearOnceThatAnAgentHasCompleted() {
		this.builder.beans(Ending.class);
		SharedBroker.send(this.source, values(10));

		try (TestApp app = this.builder.start().awaitRunning()) {
			Ending ending = app.bean(Ending.class);
			await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(ending.heard).containsExactly("end"));
			assertThat(app.agent("end").state()).isEqualTo(AgentState.COMPLETED);
		}
	}

	private static List<String> values(int count) {
		List<String> values = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			values.add("k1:" + i);
		}
		return values;
	}

	@Configuration(proxyBeanMethods = false)
	static class Retrying {

		final List<String> seen = new CopyOnWriteArrayList<>();

		@Agent(topics = "${source}", retryDelays = "1s")
		void retried(EventStream<String> stream) {
			for (Event<String> event : stream.events()) {
				this.seen.add(event.value() + "/" + event.attempt());
				if ("k1:never".equals(event.value()) || ("k1:once".equals(event.value()) && event.attempt() == 1)) {
					throw new IllegalStateException(event.value() + " fails");
				}
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Away {

		final AtomicBoolean back = new AtomicBoolean();

		final List<String> done = new CopyOnWriteArrayList<>();

		@Agent(topics = "${source}")
		void away(EventStream<String> stream) {
			for (String value : stream) {
				if (!this.back.get()) {
					throw new IllegalStateException("The service is away");
				}
				this.done.add(value);
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Ending {

		final List<String> heard = new CopyOnWriteArrayList<>();

		@Agent(topics = "${source}")
		void end(EventStream<String> stream) {
			int count = 0;
			for (String value : stream) {
				if (++count == 3) {
					return;
				}
			}
		}

		@EventListener
		void onCompleted(AgentCompleted event) {
			this.heard.add(event.agent().name());
		}

	}

}
