package org.faustspring.boot.embedded;

import java.nio.file.Path;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/**
 * {@link AutoConfiguration Auto-configuration} that runs a Kafka broker in the JVM and
 * connects the application to it, when neither a property nor a bean names another
 * broker. The broker is up when its bean is created. It stops after every bean that
 * connects by the {@link KafkaConnectionDetails}: those depend on it, and the context
 * destroys dependent beans first.
 */
@AutoConfiguration(before = KafkaAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "faust.embedded-kafka.enabled", matchIfMissing = true)
@Conditional(NoBrokerNamedCondition.class)
@ConditionalOnMissingBean(KafkaConnectionDetails.class)
@EnableConfigurationProperties(EmbeddedKafkaProperties.class)
public final class EmbeddedKafkaAutoConfiguration {

	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean
	EmbeddedKafkaBroker embeddedKafkaBroker(EmbeddedKafkaProperties properties) {
		EmbeddedKafkaBroker.Builder builder = EmbeddedKafkaBroker.builder()
			.port(properties.getPort())
			.properties(properties.getProperties());
		if (!properties.isTemporary()) {
			builder.directory(Path.of(properties.getDirectory()));
		}
		return builder.build().start();
	}

	@Bean
	KafkaConnectionDetails embeddedKafkaConnectionDetails(EmbeddedKafkaBroker broker) {
		return new EmbeddedKafkaConnectionDetails(broker.start().bootstrapServers());
	}

}
