package org.faustspring.wiring;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.faustspring.agent.AgentRef;
import org.faustspring.annotation.Agent;
import org.faustspring.annotation.Sink;
import org.faustspring.app.FaustApp;
import org.faustspring.app.InvalidAgentException;
import org.faustspring.app.InvalidAgentRefException;
import org.faustspring.fixture.TestApp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.ApplicationContextException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * References and sinks to agents that do not fit fail the start, before a broker is
 * asked.
 */
class AgentRefTests {

	@TempDir
	Path state;

	private Throwable start(Class<?>... beans) {
		Throwable failure = catchThrowable(() -> TestApp.builder("refs")
			.state(this.state)
			.bootstrapServers("localhost:1")
			.property("agent-name", "named")
			.beans(Agents.class)
			.beans(beans)
			.start());
		assertThat(failure).isNotNull();
		return rootOf(failure);
	}

	private static Throwable rootOf(Throwable failure) {
		Throwable cause = (failure instanceof ApplicationContextException && failure.getCause() != null)
				? failure.getCause() : failure;
		while (cause.getCause() != null && !cause.getClass().getName().startsWith("org.faustspring")) {
			cause = cause.getCause();
		}
		return cause;
	}

	@Test
	void unknownNameIsRefusedWithThoseThereAre() {
		assertThat(start(UnknownName.class)).isInstanceOfSatisfying(InvalidAgentRefException.class, (ex) -> {
			assertThat(ex).hasMessage("AgentRef 'nope': there is no agent of that name");
			assertThat(ex.remedy()).isEqualTo("Name one of: length, lines, named.");
		});
	}

	@Test
	void otherTypesAreRefused() {
		assertThat(start(OtherValue.class)).isInstanceOf(InvalidAgentRefException.class)
			.hasMessage("AgentRef 'length': it is for Integer and Integer, but the agent takes String and returns int");
		assertThat(start(OtherResult.class)).isInstanceOf(InvalidAgentRefException.class)
			.hasMessage("AgentRef 'length': it is for String and String, but the agent takes String and returns int");
	}

	@Test
	void injectionOfOtherTypesIsRefused() {
		assertThat(start(OtherInjection.class)).isInstanceOf(NoSuchBeanDefinitionException.class);
	}

	@Test
	void sinkToAnAgentIsChecked() {
		assertThat(start(SinkToNobody.class)).isInstanceOf(InvalidAgentException.class)
			.hasMessageContaining("@Sink(agent) = \"nobody\": there is no such agent");
		assertThat(start(SinkOfOtherType.class)).isInstanceOf(InvalidAgentException.class)
			.hasMessageContaining("the results are Long, but that agent takes String and returns int");
	}

	@Test
	void referencesThatFitAreInjectedByTypesByQualifierAndByName() {
		assertThat(start(Injected.class)).hasMessageEndingWith("injected lines, length, named");
	}

	static class Agents {

		@Agent(topics = "words")
		int length(String word) {
			return word.length();
		}

		@Agent(topics = "words", name = "${agent-name}")
		Integer other(String word) {
			return word.length();
		}

		@Agent(topics = "texts")
		List<String> lines(String text) {
			return text.lines().toList();
		}

	}

	static class Injected {

		Injected(AgentRef<String, String> byTypes, @Qualifier("length") AgentRef<String, Integer> byQualifier,
				AgentRef<String, Integer> named) {
			throw new IllegalStateException(
					"injected %s, %s, %s".formatted(byTypes.name(), byQualifier.name(), named.name()));
		}

	}

	static class UnknownName {

		UnknownName(FaustApp app) {
			app.ref("nope", String.class, String.class);
		}

	}

	static class OtherValue {

		OtherValue(FaustApp app) {
			app.ref("length", Integer.class, Integer.class);
		}

	}

	static class OtherResult {

		OtherResult(FaustApp app) {
			app.ref("length", String.class, String.class);
		}

	}

	static class OtherInjection {

		OtherInjection(@Qualifier("length") AgentRef<String, Duration> length) {
			throw new IllegalStateException("injected " + length);
		}

	}

	static class SinkToNobody {

		@Agent(topics = "texts")
		@Sink(agent = "nobody")
		String forward(String text) {
			return text;
		}

	}

	static class SinkOfOtherType {

		@Agent(topics = "texts")
		@Sink(agent = "length")
		Long forward(String text) {
			return 1L;
		}

	}

}
