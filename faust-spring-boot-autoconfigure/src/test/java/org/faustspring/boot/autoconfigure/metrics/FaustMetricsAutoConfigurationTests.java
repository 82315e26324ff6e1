package org.faustspring.boot.autoconfigure.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.faustspring.app.FaustApp;
import org.faustspring.boot.AppFixture;
import org.faustspring.boot.metrics.FaustMetrics;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FaustMetricsAutoConfiguration}.
 */
class FaustMetricsAutoConfigurationTests {

	private final ApplicationContextRunner withoutRegistry = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(FaustMetricsAutoConfiguration.class, MetricsAutoConfiguration.class))
		.withBean(FaustApp.class, () -> new AppFixture().app);

	private final ApplicationContextRunner contextRunner = this.withoutRegistry.withBean(MeterRegistry.class,
			SimpleMeterRegistry::new);

	@Test
	void metersAreBoundToTheRegistry() {
		this.contextRunner.run((context) -> assertThat(
				context.getBean(MeterRegistry.class).get("faust.agent.events").functionCounter().count())
			.isEqualTo(100));
	}

	@Test
	void metersOfTheApplicationTakePrecedence() {
		this.contextRunner.withBean("mine", FaustMetrics.class, () -> new FaustMetrics(new AppFixture().app))
			.run((context) -> assertThat(context).getBeanNames(FaustMetrics.class).containsExactly("mine"));
	}

	@Test
	void withoutRegistryItBacksOff() {
		this.withoutRegistry.run((context) -> assertThat(context).doesNotHaveBean(FaustMetrics.class));
	}

	@Test
	void withoutMicrometerItBacksOff() {
		this.withoutRegistry.withClassLoader(new FilteredClassLoader("io.micrometer.core"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("faustMetrics"));
	}

}
