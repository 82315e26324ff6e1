package org.faustspring.boot.autoconfigure.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import org.faustspring.app.FaustApp;
import org.faustspring.boot.autoconfigure.FaustAutoConfiguration;
import org.faustspring.boot.metrics.FaustMetrics;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * {@link AutoConfiguration Auto-configuration} of the App's meters.
 */
@AutoConfiguration(after = FaustAutoConfiguration.class,
		afterName = { "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
				"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration" })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({ FaustApp.class, MeterRegistry.class })
public final class FaustMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	FaustMetrics faustMetrics(FaustApp app) {
		return new FaustMetrics(app);
	}

}
