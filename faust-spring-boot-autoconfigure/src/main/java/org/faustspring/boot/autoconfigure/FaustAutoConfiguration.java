package org.faustspring.boot.autoconfigure;

import java.util.function.Supplier;

import org.faustspring.app.FaustApp;
import org.faustspring.app.FaustSettings;
import org.faustspring.boot.availability.RestorationAvailability;
import org.faustspring.boot.availability.RestorationReadiness;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.util.StringUtils;

/**
 * {@link AutoConfiguration Auto-configuration} of the {@link FaustApp App}. Its Kafka
 * clients are derived from the factories of the application, which stay as they are.
 */
@AutoConfiguration(after = KafkaAutoConfiguration.class, before = ApplicationAvailabilityAutoConfiguration.class,
		afterName = "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration")
@ConditionalOnClass({ FaustApp.class, KafkaTemplate.class })
@ConditionalOnBooleanProperty(name = "faust.enabled", matchIfMissing = true)
@EnableConfigurationProperties(FaustProperties.class)
@Import({ EngineConfiguration.class, JsonBuffersConfiguration.class })
public final class FaustAutoConfiguration {

	@Bean
	static UnknownPropertyCheck faustUnknownPropertyCheck(Environment environment) {
		return new UnknownPropertyCheck(environment);
	}

	@Bean
	@ConditionalOnMissingBean
	FaustSettings faustSettings(FaustProperties properties, Environment environment,
			ObjectProvider<KafkaProperties> kafkaProperties) {
		KafkaProperties kafka = kafkaProperties.getIfAvailable();
		return new FaustSettingsFactory(properties, environment,
				(kafka != null) ? kafka.getConsumer().getAutoOffsetReset() : null)
			.create();
	}

	@Bean
	AppUrl faustAppUrl(FaustProperties properties,
			@Qualifier("faustServerUrl") ObjectProvider<Supplier<@Nullable String>> serverUrl) {
		String configured = (StringUtils.hasText(properties.getUrl())) ? properties.getUrl() : null;
		return new AppUrl(configured, serverUrl.getIfAvailable());
	}

	@Bean
	ConfiguredTablesCheck faustConfiguredTablesCheck(FaustApp app) {
		return new ConfiguredTablesCheck(app);
	}

	@Bean
	@ConditionalOnMissingBean(ApplicationAvailability.class)
	static RestorationAvailability applicationAvailability(ObjectProvider<RestorationReadiness> readiness) {
		return new RestorationAvailability(readiness);
	}

	@Bean
	@ConditionalOnMissingBean
	RestorationReadiness faustRestorationReadiness(ApplicationContext context, FaustApp app,
			ObjectProvider<ApplicationAvailability> availability) {
		// Its listener must come after the one that records availability
		availability.ifAvailable(ApplicationAvailability::getReadinessState);
		return new RestorationReadiness(context, app);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(WebServerInitializedEvent.class)
	static class WebServerConfiguration {

		@Bean
		ServerUrl faustServerUrl(Environment environment) {
			return new ServerUrl(environment);
		}

	}

}
