package org.faustspring.boot.autoconfigure.endpoint;

import org.faustspring.app.FaustApp;
import org.faustspring.boot.AppFixture;
import org.faustspring.boot.actuate.endpoint.FaustAgentsEndpoint;
import org.faustspring.boot.actuate.endpoint.FaustAgentsEndpointWebExtension;
import org.faustspring.boot.actuate.endpoint.FaustEndpoint;
import org.faustspring.boot.actuate.endpoint.FaustTablesEndpoint;
import org.faustspring.boot.actuate.endpoint.FaustTablesEndpointWebExtension;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.convert.support.ConfigurableConversionService;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link FaustEndpointAutoConfiguration}.
 */
class FaustEndpointAutoConfigurationTests {

	private final ApplicationContextRunner withoutApp = new ApplicationContextRunner()
		.withInitializer((context) -> context.getEnvironment()
			.setConversionService((ConfigurableConversionService) ApplicationConversionService.getSharedInstance()))
		.withConfiguration(AutoConfigurations.of(FaustEndpointAutoConfiguration.class));

	private final ApplicationContextRunner contextRunner = this.withoutApp.withBean(FaustApp.class,
			() -> new AppFixture().app);

	@Test
	void exposedEndpointsAreMade() {
		this.contextRunner.withPropertyValues("management.endpoints.web.exposure.include=faust,faustagents,fausttables")
			.run((context) -> assertThat(context).hasSingleBean(FaustEndpoint.class)
				.hasSingleBean(FaustAgentsEndpoint.class)
				.hasSingleBean(FaustAgentsEndpointWebExtension.class)
				.hasSingleBean(FaustTablesEndpoint.class)
				.hasSingleBean(FaustTablesEndpointWebExtension.class));
	}

	@Test
	void endpointsThatAreNotExposedAreNotMade() {
		this.contextRunner.run((context) -> assertThat(context).doesNotHaveBean(FaustEndpoint.class)
			.doesNotHaveBean(FaustAgentsEndpoint.class)
			.doesNotHaveBean(FaustTablesEndpoint.class));
	}

	@Test
	void endpointsWithoutAccessAreNotMade() {
		this.contextRunner
			.withPropertyValues("management.endpoints.web.exposure.include=*", "management.endpoint.faust.access=none",
					"management.endpoint.faustagents.access=none", "management.endpoint.fausttables.access=none")
			.run((context) -> assertThat(context).doesNotHaveBean(FaustEndpoint.class)
				.doesNotHaveBean(FaustAgentsEndpoint.class)
				.doesNotHaveBean(FaustTablesEndpoint.class));
	}

	@Test
	void endpointsExposedOverJmxOnlyHaveNoWebExtension() {
		this.contextRunner
			.withPropertyValues("management.endpoints.web.exposure.exclude=*", "spring.jmx.enabled=true",
					"management.endpoints.jmx.exposure.include=faustagents,fausttables")
			.run((context) -> assertThat(context).hasSingleBean(FaustAgentsEndpoint.class)
				.hasSingleBean(FaustTablesEndpoint.class)
				.doesNotHaveBean(FaustAgentsEndpointWebExtension.class)
				.doesNotHaveBean(FaustTablesEndpointWebExtension.class));
	}

	@Test
	void endpointOfTheApplicationTakesPrecedence() {
		this.contextRunner.withPropertyValues("management.endpoints.web.exposure.include=faust")
			.withBean("mine", FaustEndpoint.class, () -> mock(FaustEndpoint.class))
			.run((context) -> assertThat(context).getBeanNames(FaustEndpoint.class).containsExactly("mine"));
	}

	@Test
	void withoutAppThereAreNoEndpoints() {
		this.withoutApp.withPropertyValues("management.endpoints.web.exposure.include=*")
			.run((context) -> assertThat(context).doesNotHaveBean(FaustEndpoint.class));
	}

	@Test
	void withoutActuatorItBacksOff() {
		this.contextRunner
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate",
					"org.springframework.boot.actuate.autoconfigure"))
			.withPropertyValues("management.endpoints.web.exposure.include=*")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(FaustEndpoint.class));
	}

}
