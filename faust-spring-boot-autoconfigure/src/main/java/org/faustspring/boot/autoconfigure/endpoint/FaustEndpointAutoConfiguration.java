package org.faustspring.boot.autoconfigure.endpoint;

import org.faustspring.app.FaustApp;
import org.faustspring.boot.actuate.endpoint.FaustAgentsEndpoint;
import org.faustspring.boot.actuate.endpoint.FaustAgentsEndpointWebExtension;
import org.faustspring.boot.actuate.endpoint.FaustDeadLettersEndpoint;
import org.faustspring.boot.actuate.endpoint.FaustEndpoint;
import org.faustspring.boot.actuate.endpoint.FaustTablesEndpoint;
import org.faustspring.boot.actuate.endpoint.FaustTablesEndpointWebExtension;
import org.faustspring.boot.autoconfigure.FaustAutoConfiguration;
import org.faustspring.deadletter.DeadLetterReplay;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * {@link AutoConfiguration Auto-configuration} of the actuator endpoints {@code faust},
 * {@code faustagents}, {@code fausttables} and {@code faustdeadletters}.
 */
@AutoConfiguration(after = FaustAutoConfiguration.class)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnBean(FaustApp.class)
public final class FaustEndpointAutoConfiguration {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnAvailableEndpoint(FaustEndpoint.class)
	static class AppConfiguration {

		@Bean
		@ConditionalOnMissingBean
		FaustEndpoint faustEndpoint(FaustApp app) {
			return new FaustEndpoint(app);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnAvailableEndpoint(FaustAgentsEndpoint.class)
	static class AgentsConfiguration {

		@Bean
		@ConditionalOnMissingBean
		FaustAgentsEndpoint faustAgentsEndpoint(FaustApp app) {
			return new FaustAgentsEndpoint(app);
		}

		@Bean
		@ConditionalOnBean(FaustAgentsEndpoint.class)
		@ConditionalOnMissingBean
		@ConditionalOnAvailableEndpoint(endpoint = FaustAgentsEndpoint.class, exposure = EndpointExposure.WEB)
		FaustAgentsEndpointWebExtension faustAgentsEndpointWebExtension(FaustAgentsEndpoint endpoint) {
			return new FaustAgentsEndpointWebExtension(endpoint);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnAvailableEndpoint(FaustDeadLettersEndpoint.class)
	@ConditionalOnBean(DeadLetterReplay.class)
	static class DeadLettersConfiguration {

		@Bean
		@ConditionalOnMissingBean
		FaustDeadLettersEndpoint faustDeadLettersEndpoint(DeadLetterReplay deadLetters) {
			return new FaustDeadLettersEndpoint(deadLetters);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnAvailableEndpoint(FaustTablesEndpoint.class)
	@EnableConfigurationProperties(FaustTablesEndpointProperties.class)
	static class TablesConfiguration {

		@Bean
		@ConditionalOnMissingBean
		FaustTablesEndpoint faustTablesEndpoint(FaustApp app, FaustTablesEndpointProperties properties,
				ObjectProvider<SanitizingFunction> sanitizingFunctions) {
			return new FaustTablesEndpoint(app, sanitizingFunctions.orderedStream().toList(),
					properties.getShowValues());
		}

		@Bean
		@ConditionalOnBean(FaustTablesEndpoint.class)
		@ConditionalOnMissingBean
		@ConditionalOnAvailableEndpoint(endpoint = FaustTablesEndpoint.class, exposure = EndpointExposure.WEB)
		FaustTablesEndpointWebExtension faustTablesEndpointWebExtension(FaustTablesEndpoint endpoint,
				FaustTablesEndpointProperties properties) {
			return new FaustTablesEndpointWebExtension(endpoint, properties.getShowValues(), properties.getRoles());
		}

	}

}
