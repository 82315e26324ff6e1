package org.faustspring.boot.embedded;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the whole life of an application with an embedded broker, in a JVM of its own.
 */
class ShutdownIntegrationTests {

	@Test
	void terminationClosesClientsBeforeTheBroker(@TempDir Path directory, @TempDir Path outputs) throws Exception {
		try (ForkedJvm jvm = new ForkedJvm(outputs.resolve("application.log"), ForkedApplication.class,
				"--faust.embedded-kafka.directory=" + directory, "--spring.kafka.consumer.auto-offset-reset=earliest",
				"--logging.level.root=INFO", "--logging.level.org.apache.kafka.clients.NetworkClient=INFO")) {
			jvm.awaitOutput("HEARD hello");
			assertThat(directory.resolve("bootstrap-servers.txt")).exists();

			jvm.process().destroy();

			assertThat(jvm.process().waitFor(20, TimeUnit.SECONDS)).isTrue();
			assertThat(jvm.output()).contains("Embedded Kafka is up at")
				.containsSubsequence("partitions revoked: [words-0]", "Embedded Kafka at localhost:")
				.doesNotContain("could not be established", "kafka.server.BrokerServer");
			assertThat(directory.resolve("bootstrap-servers.txt")).doesNotExist();
			assertThat(directory.resolve("log/.kafka_cleanshutdown")).exists();
		}
	}

	@Test
	void secondApplicationOnTheSameDirectoryIsToldWhereTheFirstBrokerIs(@TempDir Path directory, @TempDir Path outputs)
			throws Exception {
		try (EmbeddedKafkaBroker broker = EmbeddedKafkaBroker.in(directory).start();
				ForkedJvm jvm = new ForkedJvm(outputs.resolve("second.log"), ForkedApplication.class,
						"--faust.embedded-kafka.directory=" + directory)) {
			assertThat(jvm.process().waitFor(30, TimeUnit.SECONDS)).isTrue();
			assertThat(jvm.output()).contains("APPLICATION FAILED TO START")
				.contains("locked by another process")
				.contains("spring.kafka.bootstrap-servers=" + broker.bootstrapServers());
		}
	}

}
