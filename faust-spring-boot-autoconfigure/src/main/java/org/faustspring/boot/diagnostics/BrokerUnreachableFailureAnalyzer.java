package org.faustspring.boot.diagnostics;

import java.time.temporal.ChronoUnit;

import org.faustspring.app.BrokerUnreachableException;

import org.springframework.boot.convert.DurationStyle;

/**
 * Tells how to reach a broker.
 */
class BrokerUnreachableFailureAnalyzer extends StartupFailureAnalyzer<BrokerUnreachableException> {

	@Override
	String action(BrokerUnreachableException cause) {
		return ("Start a Kafka broker at %s, or name another one with 'spring.kafka.bootstrap-servers'."
				+ " If the broker is there but slow to answer, raise 'faust.startup-timeout', now %s."
				+ " If it expects TLS or a login, set 'spring.kafka.security.protocol' and what belongs to it."
				+ " For development and tests, the module 'faust-spring-boot-embedded-kafka' runs a broker in the JVM"
				+ " when none is named.")
			.formatted(cause.bootstrapServers(), DurationStyle.SIMPLE.print(cause.timeout(),
					(cause.timeout().toMillisPart() == 0) ? ChronoUnit.SECONDS : ChronoUnit.MILLIS));
	}

}
