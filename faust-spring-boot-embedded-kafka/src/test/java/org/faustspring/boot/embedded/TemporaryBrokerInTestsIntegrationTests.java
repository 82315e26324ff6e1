package org.faustspring.boot.embedded;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.KafkaAdmin;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a test of an application gets a temporary broker without saying so.
 */
@SpringBootTest(properties = "faust.embedded-kafka.directory=target/must-not-be-used")
class TemporaryBrokerInTestsIntegrationTests {

	@Test
	void brokerOfATestIsTemporary(@Autowired EmbeddedKafkaBroker broker, @Autowired KafkaAdmin admin) {
		assertThat(broker.directory()).startsWith(Path.of(System.getProperty("java.io.tmpdir")));
		assertThat(Path.of("target/must-not-be-used")).doesNotExist();
		assertThat(admin.clusterId()).isNotBlank();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
