package org.faustspring.boot.autoconfigure.health;

import org.faustspring.app.FaustApp;
import org.faustspring.boot.autoconfigure.FaustAutoConfiguration;
import org.faustspring.boot.health.FaustHealthIndicator;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * {@link AutoConfiguration Auto-configuration} of the {@link FaustHealthIndicator}.
 */
@AutoConfiguration(after = FaustAutoConfiguration.class)
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(FaustApp.class)
@ConditionalOnEnabledHealthIndicator("faust")
public final class FaustHealthContributorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = { "faustHealthIndicator", "faustHealthContributor" })
	FaustHealthIndicator faustHealthContributor(FaustApp app) {
		return new FaustHealthIndicator(app);
	}

}
