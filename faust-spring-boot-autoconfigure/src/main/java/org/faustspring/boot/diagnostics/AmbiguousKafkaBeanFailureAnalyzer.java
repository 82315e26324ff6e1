package org.faustspring.boot.diagnostics;

import org.faustspring.boot.autoconfigure.AmbiguousKafkaBeanException;

/**
 * Tells which bean of Spring Kafka to provide.
 */
class AmbiguousKafkaBeanFailureAnalyzer extends StartupFailureAnalyzer<AmbiguousKafkaBeanException> {

	@Override
	String action(AmbiguousKafkaBeanException cause) {
		if (cause.beanNames().isEmpty()) {
			return ("Let Spring Boot make it by not excluding KafkaAutoConfiguration, or declare a bean of type %s."
					+ " To do without the App, set 'faust.enabled=false'.")
				.formatted(cause.type());
		}
		return "Mark the one to use with @Primary, name it '%s', or exclude the others with"
			.formatted(cause.defaultName()) + " @Bean(defaultCandidate = false).";
	}

}
