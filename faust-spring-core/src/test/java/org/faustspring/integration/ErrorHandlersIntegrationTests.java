package org.faustspring.integration;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import org.faustspring.agent.AgentErrorHandler;
import org.faustspring.agent.AgentState;
import org.faustspring.agent.ErrorDecision;
import org.faustspring.annotation.Agent;
import org.faustspring.annotation.OnError;
import org.faustspring.app.InvalidAgentException;
import org.faustspring.fixture.SharedBroker;
import org.faustspring.fixture.TestApp;
import org.faustspring.stream.Event;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.context.annotation.Bean;
import org.springframework.core.NestedExceptionUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;

/**
 * Methods and beans decide about failed events by the exception.
 */
class ErrorHandlersIntegrationTests {

	@TempDir
	Path state;

	private final String source = SharedBroker.topic("handled", 1);

	private TestApp.Builder builder = TestApp.builder(SharedBroker.unique("handlers"));

	@BeforeEach
	void prepare() {
		this.builder.state(this.state)
			.commitInterval(Duration.ofMillis(100))
			.property("source", this.source)
			.property("on-error", "escalate");
	}

	@Test
	void mostSpecificMethodDecidesForTheAgentsItNames() {
		SharedBroker.send(this.source, List.of("missing", "io", "wrapped", "slow", "other", "fine"));

		try (TestApp app = this.builder.restarts(0, Duration.ZERO).beans(Methods.class).start()) {
			Methods methods = app.bean(Methods.class);
			await().atMost(Duration.ofSeconds(30)).until(() -> app.agent("first").state() == AgentState.FAILED);
			await().atMost(Duration.ofSeconds(30)).until(() -> methods.calls.containsKey("second fine"));

			// skipped at once, dead-lettered at once, by its cause, after four attempts
			assertThat(methods.calls).containsEntry("first missing", 1)
				.containsEntry("first io", 1)
				.containsEntry("first wrapped", 1)
				.containsEntry("first slow", 4)
				.containsEntry("first other", 3)
				.doesNotContainKey("first fine");
			assertThat(app.agent("first").failure()).hasMessage("other");
			// no method is for it but the one for all
			assertThat(methods.calls).containsEntry("second missing", 1).containsEntry("second other", 1);
			assertThat(methods.asked).contains("FileNotFoundException " + this.source + "@0 1");
			await().until(() -> SharedBroker.values(this.source + "-dlt").size() >= 2);
			assertThat(SharedBroker.values(this.source + "-dlt")).containsExactlyInAnyOrder("io", "wrapped");
		}
	}

	@Test
	void beanDecidesForAgentsThatNameItAndAnotherForThoseThatSayNothing() {
		SharedBroker.send(this.source, List.of("named", "fine"));

		try (TestApp app = this.builder.property("on-error", "patient")
			.handlerBean("strict")
			.beans(Named.class)
			.start()) {
			Named named = app.bean(Named.class);
			await().atMost(Duration.ofSeconds(30)).until(() -> named.calls.containsKey("named fine"));
			await().atMost(Duration.ofSeconds(30)).until(() -> named.calls.containsKey("silent fine"));
			await().atMost(Duration.ofSeconds(30)).until(() -> named.calls.containsKey("policy fine"));

			assertThat(named.calls).containsEntry("named named", 6)
				.containsEntry("silent named", 1)
				.containsEntry("policy named", 3);
		}
	}

	@Test
	void methodThatCannotWorkFailsTheStart() {
		assertInvalid(Ambiguous.class, "is for IllegalStateException of agent \"watch\" as well");
		assertInvalid(Unknown.class, "agents names \"nobody\", which is no agent of its bean");
		assertInvalid(Returning.class, "it returns void");
		assertInvalid(Parameters.class, "it has a parameter of type String");
		assertInvalid(Alone.class, "its bean has no agents");
		assertInvalid(Mismatch.class, "it is for IOException, which its parameter of type IllegalStateException");
	}

	private void assertInvalid(Class<?> bean, String problem) {
		assertThatException().isThrownBy(() -> TestApp.builder("invalid").state(this.state).beans(bean).start().close())
			.satisfies((ex) -> assertThat(NestedExceptionUtils.getMostSpecificCause(ex))
				.isInstanceOf(InvalidAgentException.class)
				.hasMessageContaining(problem));
	}

	static class Methods {

		final Map<String, Integer> calls = new ConcurrentHashMap<>();

		final List<String> asked = new CopyOnWriteArrayList<>();

		@Agent(topics = "${source}", onError = "${on-error}")
		void first(Event<String> event) throws IOException {
			handle("first", event);
		}

		@Agent(topics = "${source}")
		void second(Event<String> event) throws IOException {
			handle("second", event);
		}

		private void handle(String agent, Event<String> event) throws IOException {
			String value = java.util.Objects.requireNonNull(event.value());
			this.calls.put(agent + " " + value, event.attempt());
			switch (value) {
				case "missing" -> throw new FileNotFoundException();
				case "io" -> throw new IOException();
				case "wrapped" -> throw new IllegalArgumentException(new IOException());
				case "slow" -> throw new UnsupportedOperationException();
				case "other" -> throw new IllegalStateException("other");
				default -> {
					// processed
				}
			}
		}

		@OnError(agents = "first")
		ErrorDecision missing(Event<?> event, int attempt, FileNotFoundException ex) {
			this.asked
				.add("%s %s@%d %d".formatted(ex.getClass().getSimpleName(), event.topic(), event.offset(), attempt));
			return ErrorDecision.skip();
		}

		@OnError(agents = "first", exceptions = IOException.class)
		ErrorDecision io() {
			return ErrorDecision.deadLetter();
		}

		@OnError(agents = "first")
		ErrorDecision slow(UnsupportedOperationException ex, int attempt) {
			return (attempt < 4) ? ErrorDecision.retry(Duration.ofMillis(5)) : ErrorDecision.skip();
		}

		@OnError(agents = "second")
		ErrorDecision all() {
			return ErrorDecision.skip();
		}

	}

	static class Named {

		final Map<String, Integer> calls = new ConcurrentHashMap<>();

		@Agent(topics = "${source}", onError = "${on-error}")
		void named(Event<String> event) {
			handle("named", event);
		}

		@Agent(topics = "${source}")
		void silent(Event<String> event) {
			handle("silent", event);
		}

		@Agent(topics = "${source}", onError = "skip")
		void policy(Event<String> event) {
			handle("policy", event);
		}

		private void handle(String agent, Event<String> event) {
			this.calls.put(agent + " " + event.value(), event.attempt());
			if ("named".equals(event.value())) {
				throw new IllegalStateException();
			}
		}

		@Bean
		AgentErrorHandler patient() {
			return (failure) -> (failure.attempt() < 6) ? ErrorDecision.retry(Duration.ofMillis(1))
					: ErrorDecision.skip();
		}

		@Bean
		AgentErrorHandler strict() {
			return (failure) -> ErrorDecision.skip();
		}

	}

	static class Watching {

		@Agent(topics = "unused")
		void watch(String value) {
			// never called
		}

	}

	static class Ambiguous extends Watching {

		@OnError
		ErrorDecision one(IllegalStateException ex) {
			return ErrorDecision.skip();
		}

		@OnError(IllegalStateException.class)
		ErrorDecision other() {
			return ErrorDecision.skip();
		}

	}

	static class Unknown extends Watching {

		@OnError(agents = "nobody")
		ErrorDecision one() {
			return ErrorDecision.skip();
		}

	}

	static class Returning extends Watching {

		@OnError
		void one() {
			// decides nothing
		}

	}

	static class Parameters extends Watching {

		@OnError
		ErrorDecision one(String text) {
			return ErrorDecision.skip();
		}

	}

	static class Mismatch extends Watching {

		@OnError(IOException.class)
		ErrorDecision one(IllegalStateException ex) {
			return ErrorDecision.skip();
		}

	}

	static class Alone {

		@OnError
		ErrorDecision one() {
			return ErrorDecision.skip();
		}

	}

}
