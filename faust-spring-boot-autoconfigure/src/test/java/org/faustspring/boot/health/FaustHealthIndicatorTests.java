package org.faustspring.boot.health;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.faustspring.agent.AgentState;
import org.faustspring.agent.HandlerInProgress;
import org.faustspring.app.AppState;
import org.faustspring.app.TaskInfo;
import org.faustspring.boot.AppFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

/**
 * Tests for {@link FaustHealthIndicator}.
 */
class FaustHealthIndicatorTests {

	private final AppFixture fixture = new AppFixture();

	private final FaustHealthIndicator indicator = new FaustHealthIndicator(this.fixture.app);

	@Test
	void runningIsUp() {
		Health health = this.indicator.health();

		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("state", AppState.RUNNING)
			.containsEntry("tasks", 1)
			.containsEntry("lag", 17L)
			.containsEntry("agents", Map.of("delays", "RUNNING"))
			.doesNotContainKeys("restoring", "stalled");
	}

	@ParameterizedTest
	@EnumSource(value = AppState.class, names = { "RUNNING", "FAILED" }, mode = EnumSource.Mode.EXCLUDE)
	void isOutOfServiceBeforeTheFirstRunning(AppState state) {
		this.fixture.stateIs(state);

		assertThat(this.indicator.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
	}

	@ParameterizedTest
	@EnumSource(value = AppState.class, names = { "REBALANCING", "RESTORING" })
	void laterRebalancesAreUp(AppState state) {
		this.indicator.onApplicationEvent(this.fixture.change(AppState.RESTORING, AppState.RUNNING));
		this.indicator.onApplicationEvent(this.fixture.change(AppState.RUNNING, state));

		Health health = this.indicator.health();

		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("state", state);
	}

	@Test
	void anotherStartIsOutOfServiceUntilRunningAgain() {
		this.indicator.onApplicationEvent(this.fixture.change(AppState.RESTORING, AppState.RUNNING));
		this.indicator.onApplicationEvent(this.fixture.change(AppState.STOPPED, AppState.STARTING));
		this.indicator.onApplicationEvent(this.fixture.change(AppState.STARTING, AppState.RESTORING));

		assertThat(this.indicator.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
	}

	@Test
	void agentThatHasPausedItselfIsOutOfServiceAndOneThatWasPausedIsNot() {
		this.fixture.agentIs(AgentState.PAUSED);
		assertThat(this.indicator.health().getStatus()).isEqualTo(Status.UP);

		given(this.fixture.agent.failure()).willReturn(new IllegalStateException("away"));

		Health health = this.indicator.health();
		assertThat(health.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
		assertThat(health.getDetails()).containsEntry("agents",
				Map.of("delays", "PAUSED: java.lang.IllegalStateException: away"));
	}

	@Test
	void forfeitedTaskIsDownAndNamed() {
		given(this.fixture.agent.forfeitedTasks()).willReturn(List.of("flights-0"));

		Health health = this.indicator.health();

		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(health.getDetails()).containsEntry("agents",
				Map.of("delays", "RUNNING without tasks flights-0, which its supervisor has forfeited"));
	}

	@Test
	void progressOfRestorationIsTold() {
		this.fixture.stateIs(AppState.RESTORING);
		this.fixture.tasksAre(new TaskInfo("0-0", "RESTORING", 0, List.of("flights-0"), Map.of("flights-0", -1L),
				List.of(new TaskInfo.RestoreInfo("counts", 0, 10, 20))));

		assertThat(this.indicator.health().getDetails()).containsEntry("restoring", Map.of("counts-0", "10 of 20"))
			.containsEntry("lag", 0L);
	}

	@Test
	void failedAppIsDownWithItsError() {
		this.fixture.stateIs(AppState.FAILED);
		given(this.fixture.app.failure()).willReturn(new IllegalStateException("disk full"));

		Health health = this.indicator.health();

		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(health.getDetails()).containsEntry("error", "java.lang.IllegalStateException: disk full");
	}

	@Test
	void failedAgentIsDownWithItsError() {
		this.fixture.agentIs(AgentState.FAILED);
		given(this.fixture.agent.failure()).willReturn(new IllegalStateException("boom"));

		Health health = this.indicator.health();

		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(health.getDetails()).containsEntry("agents",
				Map.of("delays", "FAILED: java.lang.IllegalStateException: boom"));
	}

	@ParameterizedTest
	@EnumSource(value = AgentState.class, names = { "PAUSED", "STOPPED", "COMPLETED" })
	void agentThatRestsByRequestOrIsDoneIsUp(AgentState state) {
		this.fixture.agentIs(state);

		assertThat(this.indicator.health().getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void handlerThatHangsIsDownAndNamesAgentEventAndStack() {
		given(this.fixture.agent.inProgress()).willReturn(List.of(
				new HandlerInProgress("delays", "flights-0-7", Duration.ofSeconds(61), List.of("A.b(A.java:1)")),
				new HandlerInProgress("delays", "flights-1-8", Duration.ofSeconds(60), List.of())));

		Health health = this.indicator.health();

		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(health.getDetails()).containsEntry("stalled", List.of(Map.of("agent", "delays", "event",
				"flights-0-7", "running", "PT1M1S", "stack", List.of("A.b(A.java:1)"))));
	}

}
