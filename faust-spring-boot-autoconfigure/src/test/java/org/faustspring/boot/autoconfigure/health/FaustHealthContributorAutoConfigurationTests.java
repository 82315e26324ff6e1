package org.faustspring.boot.autoconfigure.health;

import org.faustspring.app.FaustApp;
import org.faustspring.boot.AppFixture;
import org.faustspring.boot.health.FaustHealthIndicator;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FaustHealthContributorAutoConfiguration}.
 */
class FaustHealthContributorAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(FaustHealthContributorAutoConfiguration.class,
				HealthContributorAutoConfiguration.class, HealthContributorRegistryAutoConfiguration.class))
		.withBean(FaustApp.class, () -> new AppFixture().app);

	@Test
	void contributorIsNamedFaust() {
		this.contextRunner
			.run((context) -> assertThat(context.getBean(HealthContributorRegistry.class).getContributor("faust"))
				.isInstanceOf(FaustHealthIndicator.class));
	}

	@Test
	void disabledMakesNone() {
		this.contextRunner.withPropertyValues("management.health.faust.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(FaustHealthIndicator.class));
	}

	@Test
	void contributorOfTheApplicationTakesPrecedence() {
		this.contextRunner.withBean("faustHealthIndicator", String.class, () -> "mine")
			.run((context) -> assertThat(context).doesNotHaveBean(FaustHealthIndicator.class));
	}

	@Test
	void withoutHealthItBacksOff() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(HealthIndicator.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("faustHealthContributor"));
	}

}
