package org.faustspring.boot.availability;

import org.faustspring.app.AppState;
import org.faustspring.app.FaustApp;
import org.faustspring.boot.AppFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RestorationReadiness}, in a {@link SpringApplication} that declares
 * itself ready.
 */
class RestorationReadinessTests {

	private final AppFixture fixture = new AppFixture();

	private @Nullable ConfigurableApplicationContext context;

	@AfterEach
	void close() {
		if (this.context != null) {
			this.context.close();
		}
	}

	@Test
	void applicationIsNotReadyUntilTheAppHasBeenRunning() {
		this.fixture.stateIs(AppState.STARTING);
		ConfigurableApplicationContext context = start();
		assertThat(readiness(context)).isEqualTo(ReadinessState.REFUSING_TRAFFIC);

		context.publishEvent(this.fixture.change(AppState.STARTING, AppState.RESTORING));
		assertThat(readiness(context)).isEqualTo(ReadinessState.REFUSING_TRAFFIC);

		context.publishEvent(this.fixture.change(AppState.RESTORING, AppState.RUNNING));
		assertThat(readiness(context)).isEqualTo(ReadinessState.ACCEPTING_TRAFFIC);
	}

	@Test
	void probesDoNotSeeWhatIsAboutToBeTakenBack() {
		this.fixture.stateIs(AppState.STARTING);
		ConfigurableApplicationContext context = start();
		AvailabilityChangeEvent<?> ready = new AvailabilityChangeEvent<>(context, ReadinessState.ACCEPTING_TRAFFIC);

		context.getBean(RestorationAvailability.class).onApplicationEvent(ready);

		assertThat(readiness(context)).isEqualTo(ReadinessState.REFUSING_TRAFFIC);
	}

	@Test
	void appThatBeginsToRunBetweenTheListenersIsReady() {
		this.fixture.stateIs(AppState.STARTING);
		ConfigurableApplicationContext context = start();
		AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
		AvailabilityChangeEvent<?> ready = new AvailabilityChangeEvent<>(context, ReadinessState.ACCEPTING_TRAFFIC);

		context.getBean(RestorationAvailability.class).onApplicationEvent(ready);
		context.publishEvent(this.fixture.change(AppState.RESTORING, AppState.RUNNING));
		context.getBean(RestorationReadiness.class).onApplicationEvent(ready);

		assertThat(readiness(context)).isEqualTo(ReadinessState.ACCEPTING_TRAFFIC);
	}

	@Test
	void laterRebalancesDoNotMatter() {
		this.fixture.stateIs(AppState.STARTING);
		ConfigurableApplicationContext context = start();
		context.publishEvent(this.fixture.change(AppState.RESTORING, AppState.RUNNING));
		context.publishEvent(this.fixture.change(AppState.RUNNING, AppState.RESTORING));
		assertThat(readiness(context)).isEqualTo(ReadinessState.ACCEPTING_TRAFFIC);

		AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
		assertThat(readiness(context)).isEqualTo(ReadinessState.ACCEPTING_TRAFFIC);
	}

	@Test
	void appThatRunsBeforeTheApplicationIsReadyDoesNotHoldItBack() {
		assertThat(readiness(start())).isEqualTo(ReadinessState.ACCEPTING_TRAFFIC);
	}

	@Test
	void refusalByTheApplicationItselfIsNotTakenBack() {
		this.fixture.stateIs(AppState.STARTING);
		ConfigurableApplicationContext context = start();

		AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
		context.publishEvent(this.fixture.change(AppState.RESTORING, AppState.RUNNING));

		assertThat(readiness(context)).isEqualTo(ReadinessState.REFUSING_TRAFFIC);
	}

	@Test
	void appThatFailsBeforeItRanIsNeverReady() {
		this.fixture.stateIs(AppState.STARTING);
		ConfigurableApplicationContext context = start();

		context.publishEvent(this.fixture.change(AppState.STARTING, AppState.FAILED));

		assertThat(readiness(context)).isEqualTo(ReadinessState.REFUSING_TRAFFIC);
	}

	private ConfigurableApplicationContext start() {
		this.context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("faust.id=flights", "spring.kafka.bootstrap-servers=localhost:1", "spring.main.banner-mode=off")
			.initializers((context) -> ((GenericApplicationContext) context).registerBean(FaustApp.class,
					() -> this.fixture.app))
			.run();
		return this.context;
	}

	private ReadinessState readiness(ConfigurableApplicationContext context) {
		return context.getBean(ApplicationAvailability.class).getReadinessState();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
