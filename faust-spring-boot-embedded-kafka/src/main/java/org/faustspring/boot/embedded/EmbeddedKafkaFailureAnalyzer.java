package org.faustspring.boot.embedded;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Tells what to do about an embedded broker that does not start.
 */
class EmbeddedKafkaFailureAnalyzer extends AbstractFailureAnalyzer<EmbeddedKafkaException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, EmbeddedKafkaException cause) {
		return new FailureAnalysis(String.valueOf(cause.getMessage()), action(cause), cause);
	}

	private String action(EmbeddedKafkaException cause) {
		if (cause instanceof EmbeddedKafkaDirectoryLockedException locked) {
			String share = (locked.getBootstrapServers() != null)
					? "To share the broker that runs, set 'spring.kafka.bootstrap-servers="
							+ locked.getBootstrapServers() + "'. "
					: "If the other process is an old run of this application, stop it. ";
			return share + "For a broker of its own, set 'faust.embedded-kafka.directory' to another directory"
					+ " or 'faust.embedded-kafka.temporary=true'.";
		}
		if (cause instanceof EmbeddedKafkaPortInUseException) {
			return "Stop the process that listens on the port, set 'faust.embedded-kafka.port' to another port or to 0"
					+ " for a free one, or, if a Kafka broker listens there, name it with"
					+ " 'spring.kafka.bootstrap-servers'.";
		}
		return "Check the directory and the properties under 'faust.embedded-kafka', set"
				+ " 'logging.level.kafka=INFO' to see the broker's own log, or use a broker outside of the application"
				+ " by setting 'spring.kafka.bootstrap-servers'.";
	}

}
