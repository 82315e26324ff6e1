package org.faustspring.boot.diagnostics;

import java.lang.reflect.Constructor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.faustspring.agent.AgentRef;
import org.faustspring.app.BrokerUnreachableException;
import org.faustspring.app.CopartitioningException;
import org.faustspring.app.InstanceReplacedException;
import org.faustspring.app.InternalTopicException;
import org.faustspring.app.InvalidAgentException;
import org.faustspring.app.InvalidAgentRefException;
import org.faustspring.app.InvalidTableException;
import org.faustspring.app.InvalidTimerException;
import org.faustspring.app.InvalidTopicException;
import org.faustspring.app.TopicMismatchException;
import org.faustspring.app.TopicMissingException;
import org.faustspring.app.TransactionalIdNotAuthorizedException;
import org.faustspring.boot.autoconfigure.AmbiguousKafkaBeanException;
import org.faustspring.boot.autoconfigure.MissingAppIdException;
import org.faustspring.boot.autoconfigure.UnknownPropertyException;
import org.faustspring.boot.autoconfigure.UnknownPropertyException.UnknownProperty;
import org.faustspring.table.DuplicateTableException;
import org.faustspring.table.store.StateDirectoryLockedException;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.context.ApplicationContextException;
import org.springframework.core.ResolvableType;
import org.springframework.core.io.support.SpringFactoriesLoader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the failure analyzers, found the way Spring Boot finds them.
 */
class FailureAnalyzersTests {

	@Test
	void missingId() {
		FailureAnalysis analysis = analyze(new MissingAppIdException());

		assertThat(analysis.getDescription())
			.isEqualTo("The App has no id: neither 'faust.id' nor 'spring.application.name' is set.");
		assertThat(analysis.getAction()).startsWith("Set 'faust.id', or 'spring.application.name'");
	}

	@Test
	void brokerUnreachable() {
		FailureAnalysis analysis = analyze(
				new BrokerUnreachableException("localhost:9092", Duration.ofSeconds(30), null));

		assertThat(analysis.getDescription()).contains("localhost:9092");
		assertThat(analysis.getAction()).contains("at localhost:9092")
			.contains("'spring.kafka.bootstrap-servers'")
			.contains("'faust.startup-timeout', now 30s")
			.contains("'faust-spring-boot-embedded-kafka'");
	}

	@Test
	void instanceReplaced() {
		FailureAnalysis analysis = analyze(new InstanceReplacedException("flights", "a1", null));

		assertThat(analysis.getDescription()).contains("group 'flights'").contains("instance 'a1'");
		assertThat(analysis.getAction()).contains("'faust.instance-id', now 'a1'").contains("'faust.state-directory'");
	}

	@Test
	void topicMissing() {
		FailureAnalysis analysis = analyze(new TopicMissingException("flights", "agent Agents.onFlight(Flight)"));

		assertThat(analysis.getDescription()).contains("'flights'").contains("Agents.onFlight(Flight)");
		assertThat(analysis.getAction()).contains("'faust.topics.create=true'").contains("'faust.topics.partitions'");
	}

	@Test
	void topicMismatch() {
		FailureAnalysis analysis = analyze(
				new TopicMismatchException("flights", "partitions", "8", "4", "Declare partitions(4)"));

		assertThat(analysis.getDescription())
			.isEqualTo("Topic 'flights' is declared with partitions=8, but it exists with partitions=4.");
		assertThat(analysis.getAction()).isEqualTo("Declare partitions(4). What is not declared is not checked.");
	}

	@Test
	void invalidTimer() {
		FailureAnalysis analysis = analyze(
				new InvalidTimerException("A.tick()", "it returns int", "Return void.", null));

		assertThat(analysis.getDescription()).isEqualTo("Timer A.tick(): it returns int.");
		assertThat(analysis.getAction()).isEqualTo("Return void.");
	}

	@Test
	void invalidTopic() {
		FailureAnalysis analysis = analyze(new InvalidTopicException("a/b", "its name has a slash", "Rename it", null));

		assertThat(analysis.getDescription()).isEqualTo("Topic 'a/b': its name has a slash.");
		assertThat(analysis.getAction()).isEqualTo("Rename it.");
	}

	@Test
	void copartitioning() {
		FailureAnalysis analysis = analyze(
				new CopartitioningException(Map.of("b", 2, "a", 4), "agents x and y use table 'counts'"));

		assertThat(analysis.getDescription().lines().map(String::trim)).containsExactly(
				"Topics have different numbers of partitions:", "a: 4", "b: 2", "",
				"but agents x and y use table 'counts'.");
		assertThat(analysis.getAction()).contains("'groupBy'");
	}

	@Test
	void invalidAgent() {
		FailureAnalysis analysis = analyze(
				new InvalidAgentException("A.b(int)", "takes a number", "Take an Event<T> or a value.", null));

		assertThat(analysis.getDescription()).isEqualTo("Agent A.b(int): takes a number.");
		assertThat(analysis.getAction()).isEqualTo("Take an Event<T> or a value.");
	}

	@Test
	void invalidAgentRef() {
		FailureAnalysis analysis = analyze(
				new InvalidAgentRefException("quote", "there is no agent of that name", "Name one of: bill."));

		assertThat(analysis.getDescription()).isEqualTo("AgentRef 'quote': there is no agent of that name.");
		assertThat(analysis.getAction()).isEqualTo("Name one of: bill.");
	}

	@Test
	void noAgentFitsAnInjectionPoint() {
		RootBeanDefinition ref = new RootBeanDefinition();
		ref.setTargetType(ResolvableType.forClassWithGenerics(AgentRef.class, String.class, Integer.class));
		this.beanFactory.registerBeanDefinition("length", ref);

		FailureAnalysis analysis = analyze(new NoSuchBeanDefinitionException(
				ResolvableType.forClassWithGenerics(AgentRef.class, String.class, Long.class)));

		assertThat(analysis.getDescription()).contains("No agent fits AgentRef<String, Long>")
			.contains("- length: AgentRef<String, Integer>");
		assertThat(analysis.getAction()).contains("types of the agent's values and results");
	}

	@Test
	void invalidTable() {
		FailureAnalysis analysis = analyze(new InvalidTableException("a/b", "its name has a slash", "Rename it"));

		assertThat(analysis.getDescription()).isEqualTo("Table 'a/b': its name has a slash.");
		assertThat(analysis.getAction()).isEqualTo("Rename it.");
	}

	@Test
	void duplicateTable() {
		FailureAnalysis analysis = analyze(new DuplicateTableException("counts"));

		assertThat(analysis.getDescription()).isEqualTo("There are two tables named 'counts'.");
		assertThat(analysis.getAction()).contains("FaustApp.table(\"counts\", ...)");
	}

	@Test
	void internalTopic() {
		FailureAnalysis analysis = analyze(new InternalTopicException("f-counts-changelog", "it has 3 partitions"));

		assertThat(analysis.getDescription()).contains("'f-counts-changelog'").contains("it has 3 partitions");
		assertThat(analysis.getAction()).contains("'f-counts-changelog'").contains("'faust.id'");
	}

	@Test
	void transactionalIdNotAuthorized() {
		FailureAnalysis analysis = analyze(new TransactionalIdNotAuthorizedException("f-i-0", null));

		assertThat(analysis.getDescription()).contains("'f-i-0'");
		assertThat(analysis.getAction()).contains("--transactional-id f-i-0")
			.contains("'faust.processing-guarantee=at-least-once'");
	}

	@Test
	void stateDirectoryLocked() throws ReflectiveOperationException {
		Constructor<StateDirectoryLockedException> constructor = StateDirectoryLockedException.class
			.getDeclaredConstructor(Path.class, String.class);
		constructor.setAccessible(true);

		FailureAnalysis analysis = analyze(constructor.newInstance(Path.of("data"), "pid 7"));

		assertThat(analysis.getDescription()).isEqualTo("State directory data is in use by pid 7.");
		assertThat(analysis.getAction()).contains("'faust.state-directory'");
	}

	@Test
	void unknownProperty() {
		FailureAnalysis analysis = analyze(new UnknownPropertyException(
				List.of(new UnknownProperty("faust.comit-interval", null, "faust.commit-interval"))));

		assertThat(analysis.getDescription()).contains("faust.comit-interval (origin unknown)");
		assertThat(analysis.getAction())
			.contains("Did you mean 'faust.commit-interval' in place of 'faust.comit-interval'?");
	}

	@Test
	void severalKafkaBeans() {
		FailureAnalysis analysis = analyze(
				new AmbiguousKafkaBeanException("ProducerFactory", "kafkaProducerFactory", List.of("a", "b")));

		assertThat(analysis.getDescription()).contains("(a, b)");
		assertThat(analysis.getAction()).contains("@Primary").contains("'kafkaProducerFactory'");
	}

	@Test
	void noKafkaBean() {
		FailureAnalysis analysis = analyze(new AmbiguousKafkaBeanException("KafkaAdmin", "kafkaAdmin", List.of()));

		assertThat(analysis.getDescription()).contains("no KafkaAdmin bean");
		assertThat(analysis.getAction()).contains("KafkaAutoConfiguration").contains("'faust.enabled=false'");
	}

	private final DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();

	private FailureAnalysis analyze(Throwable cause) {
		Throwable failure = new ApplicationContextException("Failed to start", cause);
		return SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class, SpringFactoriesLoader.ArgumentResolver.of(BeanFactory.class, this.beanFactory),
					SpringFactoriesLoader.FailureHandler
						.logging(org.apache.commons.logging.LogFactory.getLog(FailureAnalyzersTests.class)))
			.stream()
			.filter((analyzer) -> analyzer.getClass().getName().startsWith("org.faustspring"))
			.map((analyzer) -> analyzer.analyze(failure))
			.filter(java.util.Objects::nonNull)
			.findFirst()
			.orElseThrow();
	}

}
