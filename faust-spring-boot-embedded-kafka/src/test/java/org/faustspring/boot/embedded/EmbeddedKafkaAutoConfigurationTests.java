package org.faustspring.boot.embedded;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.condition.ConditionEvaluationReport;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EmbeddedKafkaAutoConfiguration} where it backs off.
 */
class EmbeddedKafkaAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(EmbeddedKafkaAutoConfiguration.class, KafkaAutoConfiguration.class))
		.withPropertyValues("faust.embedded-kafka.temporary=true");

	@ParameterizedTest
	@ValueSource(strings = { "spring.kafka.bootstrap-servers=kafka:9092", "spring.kafka.bootstrapServers=kafka:9092",
			"spring.kafka.bootstrap-servers[0]=kafka:9092", "spring.kafka.consumer.bootstrap-servers=kafka:9092",
			"spring.kafka.producer.bootstrap-servers=kafka:9092", "spring.kafka.admin.bootstrap-servers=kafka:9092",
			"spring.kafka.streams.bootstrap-servers=kafka:9092" })
	void whenAPropertyNamesABrokerThereIsNoEmbeddedOne(String property) {
		this.contextRunner.withPropertyValues(property).run((context) -> {
			assertThat(context).doesNotHaveBean(EmbeddedKafkaBroker.class).hasSingleBean(KafkaConnectionDetails.class);
			assertThat(ConditionEvaluationReport.get(context.getBeanFactory())
				.getConditionAndOutcomesBySource()
				.get(EmbeddedKafkaAutoConfiguration.class.getName()))
				.anySatisfy((outcome) -> assertThat(outcome.getOutcome().getMessage()).contains("names a broker")
					.contains("kafka:9092"));
		});
	}

	@Test
	void whenAnEnvironmentVariableNamesABrokerThereIsNoEmbeddedOne() {
		this.contextRunner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment",
						Map.of("SPRING_KAFKA_BOOTSTRAPSERVERS", "kafka:9092"))))
			.run((context) -> assertThat(context).doesNotHaveBean(EmbeddedKafkaBroker.class));
	}

	@Test
	void whenABeanHasOtherConnectionDetailsThereIsNoEmbeddedBroker() {
		KafkaConnectionDetails details = () -> List.of("container:9092");
		this.contextRunner.withBean(KafkaConnectionDetails.class, () -> details).run((context) -> {
			assertThat(context).doesNotHaveBean(EmbeddedKafkaBroker.class);
			assertThat(context.getBean(KafkaConnectionDetails.class)).isSameAs(details);
		});
	}

	@Test
	void whenDisabledThereIsNoEmbeddedBroker() {
		this.contextRunner.withPropertyValues("faust.embedded-kafka.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(EmbeddedKafkaBroker.class)
				.hasSingleBean(KafkaConnectionDetails.class));
	}

	@Test
	void whenAnOwnedBrokerPropertyIsSetTheContextFailsAndNamesIt() {
		this.contextRunner.withPropertyValues("faust.embedded-kafka.properties.log.dirs=/somewhere")
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining("'log.dirs'"));
	}

}
