package org.faustspring.boot.embedded;

import java.net.BindException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import org.springframework.boot.diagnostics.FailureAnalysis;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EmbeddedKafkaFailureAnalyzer}.
 */
class EmbeddedKafkaFailureAnalyzerTests {

	@Test
	void lockedDirectoryIsNamedWithTheBrokerThatHoldsIt() {
		FailureAnalysis analysis = analyze(
				new EmbeddedKafkaDirectoryLockedException(Path.of("data/kafka"), false, "localhost:4711"));

		assertThat(analysis.getDescription()).contains("data/kafka").contains("locked by another process");
		assertThat(analysis.getAction()).contains("spring.kafka.bootstrap-servers=localhost:4711")
			.contains("faust.embedded-kafka.directory");
	}

	@Test
	void lockedDirectoryOfAnUnknownBrokerAsksToStopIt() {
		FailureAnalysis analysis = analyze(
				new EmbeddedKafkaDirectoryLockedException(Path.of("data/kafka"), false, null));

		assertThat(analysis.getAction()).contains("stop it").doesNotContain("spring.kafka");
	}

	@Test
	void takenPortIsNamed() {
		FailureAnalysis analysis = analyze(new EmbeddedKafkaPortInUseException(9092, new BindException()));

		assertThat(analysis.getDescription()).contains("localhost:9092: the port is in use");
		assertThat(analysis.getAction()).contains("faust.embedded-kafka.port");
	}

	@Test
	void otherFailureKeepsItsMessage() {
		FailureAnalysis analysis = analyze(new EmbeddedKafkaException("no space left", null));

		assertThat(analysis.getDescription()).isEqualTo("no space left");
		assertThat(analysis.getAction()).contains("faust.embedded-kafka");
	}

	private static FailureAnalysis analyze(EmbeddedKafkaException failure) {
		FailureAnalysis analysis = new EmbeddedKafkaFailureAnalyzer()
			.analyze(new IllegalStateException("bean creation", failure));
		if (analysis == null) {
			throw new AssertionError("No analysis of " + failure);
		}
		return analysis;
	}

}
