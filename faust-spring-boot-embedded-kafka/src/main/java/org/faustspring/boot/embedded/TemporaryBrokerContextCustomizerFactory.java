package org.faustspring.boot.embedded;

import java.util.List;
import java.util.Map;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Gives every test context a temporary broker, so that tests neither see nor lock the
 * data of the application: adds {@code faust.embedded-kafka.temporary=true} with the
 * lowest precedence, so a test may still say otherwise.
 */
class TemporaryBrokerContextCustomizerFactory implements ContextCustomizerFactory {

	static final String PROPERTY_SOURCE = "faustEmbeddedKafkaTest";

	@Override
	public ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> configAttributes) {
		return new TemporaryBrokerContextCustomizer();
	}

	/**
	 * A record, so that all tests' customizers are equal and contexts stay cached.
	 */
	record TemporaryBrokerContextCustomizer() implements ContextCustomizer {

		@Override
		public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
			context.getEnvironment()
				.getPropertySources()
				.addLast(new MapPropertySource(PROPERTY_SOURCE, Map.of("faust.embedded-kafka.temporary", true)));
		}

	}

}
