package org.faustspring.boot.embedded;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EmbeddedKafkaAutoConfiguration} with a running broker.
 */
class EmbeddedKafkaAutoConfigurationIntegrationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(EmbeddedKafkaAutoConfiguration.class, KafkaAutoConfiguration.class));

	@Test
	void whenNoBrokerIsNamedBootsClientsReachTheEmbeddedOne() {
		this.contextRunner
			.withPropertyValues("faust.embedded-kafka.temporary=true", "spring.kafka.security.protocol=SASL_SSL")
			.run((context) -> {
				assertThat(context).hasSingleBean(EmbeddedKafkaBroker.class)
					.hasSingleBean(KafkaConnectionDetails.class);
				assertThat(context.getBean(KafkaAdmin.class).clusterId()).isNotBlank();
				EmbeddedKafkaBroker broker = context.getBean(EmbeddedKafkaBroker.class);
				assertThat(context.getBean(KafkaConnectionDetails.class).getBootstrapServers())
					.containsExactly(broker.bootstrapServers());
			});
	}

	@Test
	void propertiesReachTheBroker(@TempDir Path directory) throws Exception {
		int port;
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
			port = socket.getLocalPort();
		}
		this.contextRunner
			.withPropertyValues("faust.embedded-kafka.directory=" + directory, "faust.embedded-kafka.port=" + port,
					"faust.embedded-kafka.properties.auto.create.topics.enable=true")
			.run((context) -> {
				assertThat(directory.resolve("bootstrap-servers.txt")).hasContent("localhost:" + port);
				Clients.send("localhost:" + port, "made-by-use", "value");
				assertThat(context.getBean(KafkaAdmin.class).describeTopics("made-by-use")).isNotEmpty();
			});
		assertThat(directory.resolve("bootstrap-servers.txt")).doesNotExist();
		assertThat(directory.resolve("log/meta.properties")).exists();
	}

	@Test
	void brokerStillServesWhileBeansThatUseKafkaAreDestroyed() {
		this.contextRunner.withUserConfiguration(LastWords.class)
			.withPropertyValues("faust.embedded-kafka.temporary=true",
					"faust.embedded-kafka.properties.auto.create.topics.enable=true",
					"spring.kafka.producer.properties.max.block.ms=5000")
			.run((context) -> {
				Path directory = context.getBean(EmbeddedKafkaBroker.class).directory();
				LastWords lastWords = context.getBean(LastWords.class);
				assertThat(Files.exists(directory)).isTrue();

				context.close();

				assertThat(lastWords.offset).isZero();
				assertThat(directory).doesNotExist();
			});
	}

	@Configuration(proxyBeanMethods = false)
	static class LastWords {

		private long offset = -1;

		@Bean
		DisposableBean lastWordsSender(KafkaTemplate<String, String> template) {
			return () -> this.offset = template.send("last-words", "bye").get().getRecordMetadata().offset();
		}

	}

}
