package org.faustspring.boot.embedded;

import java.util.List;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.BindResult;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches when no property source names a Kafka broker, in any spelling Boot binds.
 */
final class NoBrokerNamedCondition extends SpringBootCondition {

	private static final List<String> PROPERTIES = List.of("spring.kafka.bootstrap-servers",
			"spring.kafka.consumer.bootstrap-servers", "spring.kafka.producer.bootstrap-servers",
			"spring.kafka.admin.bootstrap-servers", "spring.kafka.streams.bootstrap-servers");

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition("Embedded Kafka");
		Binder binder = Binder.get(context.getEnvironment());
		for (String property : PROPERTIES) {
			BindResult<List<String>> bound = binder.bind(property, Bindable.listOf(String.class));
			List<String> servers = (bound.isBound()) ? bound.get() : List.of();
			if (!servers.isEmpty()) {
				return ConditionOutcome.noMatch(message
					.because("the application names a broker: '" + property + "' is " + String.join(",", servers)));
			}
		}
		return ConditionOutcome.match(message.because("no 'spring.kafka.*.bootstrap-servers' property names a broker"));
	}

}
