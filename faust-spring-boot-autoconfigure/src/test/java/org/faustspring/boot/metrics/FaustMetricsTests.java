package org.faustspring.boot.metrics;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.faustspring.agent.AgentFigures;
import org.faustspring.app.AppState;
import org.faustspring.app.TaskInfo;
import org.faustspring.boot.AppFixture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

/**
 * Tests for {@link FaustMetrics}.
 */
class FaustMetricsTests {

	private final AppFixture fixture = new AppFixture();

	private final FaustMetrics metrics = new FaustMetrics(this.fixture.app);

	private final MeterRegistry registry = new SimpleMeterRegistry();

	@BeforeEach
	void bind() {
		this.metrics.bindTo(this.registry);
	}

	@ParameterizedTest
	@CsvSource({ "faust.agent.events, 100", "faust.agent.errors, 5", "faust.agent.undeserializable, 4",
			"faust.agent.dead.lettered, 3", "faust.agent.skipped, 2" })
	void agentsAreCountedByTopic(String name, double value) {
		assertThat(this.registry.get(name)
			.tags("app", "flights", "agent", "delays", "topic", "flights")
			.functionCounter()
			.count()).isEqualTo(value);
	}

	@ParameterizedTest
	@CsvSource({ "faust.timer.runs, 7", "faust.timer.errors, 1" })
	void timersAreCounted(String name, double value) {
		assertThat(this.registry.get(name).tags("app", "flights", "timer", "nightly").functionCounter().count())
			.isEqualTo(value);
	}

	@Test
	void channelsAreGauged() {
		assertThat(
				this.registry.get("faust.channel.size").tags("app", "flights", "channel", "dashboard").gauge().value())
			.isEqualTo(13);
	}

	@Test
	void handlersAreTimed() {
		FunctionTimer timer = this.registry.get("faust.agent.handler").tag("agent", "delays").functionTimer();

		assertThat(timer.count()).isEqualTo(105);
		assertThat(timer.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(2100);
	}

	@ParameterizedTest
	@CsvSource({ "faust.commit.failed, 2", "faust.restore.records, 8", "faust.tables.repaired, 9",
			"faust.tables.tails.applied, 11", "faust.tables.foreign.writes, 12", "faust.standby.records, 13" })
	void appIsCounted(String name, double value) {
		assertThat(this.registry.get(name).tag("app", "flights").functionCounter().count()).isEqualTo(value);
	}

	@ParameterizedTest
	@CsvSource({ "faust.overlay.entries, 4", "faust.overlay.bytes, 5", "faust.tables.native.memory, 6",
			"faust.restore.remaining, 7", "faust.standby.tasks, 1", "faust.standby.lag, 14" })
	void appIsGauged(String name, double value) {
		assertThat(this.registry.get(name).tag("app", "flights").gauge().value()).isEqualTo(value);
	}

	@Test
	void commitsAreTimed() {
		FunctionTimer timer = this.registry.get("faust.commit").tag("app", "flights").functionTimer();

		assertThat(timer.count()).isEqualTo(10);
		assertThat(timer.totalTime(TimeUnit.SECONDS)).isEqualTo(3);
	}

	@Test
	void tasksAreGaugedByState() {
		assertThat(tasks("RUNNING")).isEqualTo(1);
		assertThat(tasks("RESTORING")).isZero();
		assertThat(tasks("CLOSED")).isZero();
	}

	@Test
	void lagFollowsItsPartition() {
		this.fixture.lagIs(3);
		assertThat(lag("flights", "0")).isEqualTo(3);

		this.fixture.lagIs(-1);
		assertThat(lag("flights", "0")).isNaN();
	}

	@Test
	void lagOfPartitionsComesAndGoesWithTheirTasks() {
		this.fixture.tasksAre(
				new TaskInfo("0-1", "RUNNING", 0, List.of("some-topic-12"), Map.of("some-topic-12", 8L), List.of()));
		this.metrics.onApplicationEvent(this.fixture.change(AppState.REBALANCING, AppState.RUNNING));

		assertThat(lag("some-topic", "12")).isEqualTo(8);
		assertThat(this.registry.find("faust.lag").tag("topic", "flights").gauge()).isNull();
	}

	@Test
	void restoringIsGaugedByTaskAsLongAsItLasts() {
		this.fixture.tasksAre(new TaskInfo("flights-1", "RESTORING", 0, List.of("flights-1"), Map.of(),
				List.of(new TaskInfo.RestoreInfo("counts", 1, 10, 30, 5, 4),
						new TaskInfo.RestoreInfo("names", 1, 1, 2, 1, 1))));
		this.metrics.onApplicationEvent(this.fixture.change(AppState.REBALANCING, AppState.RESTORING));

		assertThat(restoring("faust.restore.done")).isEqualTo(11);
		assertThat(restoring("faust.restore.total")).isEqualTo(32);
		assertThat(restoring("faust.restore.rate")).isEqualTo(6);
		assertThat(restoring("faust.restore.time.left")).isEqualTo(4);

		this.fixture.lagIs(0);
		this.metrics.onApplicationEvent(this.fixture.change(AppState.RESTORING, AppState.RUNNING));
		assertThat(this.registry.find("faust.restore.done").gauge()).isNull();
	}

	@Test
	void timeLeftOfARestoreIsNotKnownAtItsBeginning() {
		this.fixture.tasksAre(new TaskInfo("flights-1", "RESTORING", 0, List.of("flights-1"), Map.of(),
				List.of(new TaskInfo.RestoreInfo("counts", 1, 0, 30))));
		this.metrics.onApplicationEvent(this.fixture.change(AppState.REBALANCING, AppState.RESTORING));

		assertThat(restoring("faust.restore.time.left")).isNaN();
	}

	private double restoring(String name) {
		return this.registry.get(name).tags("app", "flights", "task", "flights-1").gauge().value();
	}

	@Test
	void topicsOfAPatternAreFoundWhenTheStateChanges() {
		given(this.fixture.agent.topics()).willReturn(List.of("/f.*/"));
		given(this.fixture.agent.figures()).willReturn(List.of(new AgentFigures("fruit", 1, 0, 0, 0, 0, 0)));
		this.metrics.onApplicationEvent(this.fixture.change(AppState.REBALANCING, AppState.RUNNING));

		assertThat(this.registry.get("faust.agent.events").tag("topic", "fruit").functionCounter().count()).isOne();
	}

	@Test
	void topicWithoutFiguresYetCountsNothing() {
		given(this.fixture.agent.figures()).willReturn(List.of());

		assertThat(this.registry.get("faust.agent.events").tag("topic", "flights").functionCounter().count()).isZero();
	}

	@Test
	void everyRegistryIsKeptInStep() {
		MeterRegistry second = new SimpleMeterRegistry();
		this.metrics.bindTo(second);
		this.fixture.tasksAre(new TaskInfo("0-1", "RUNNING", 0, List.of("a-1"), Map.of("a-1", 8L), List.of()));
		this.metrics.onApplicationEvent(this.fixture.change(AppState.REBALANCING, AppState.RUNNING));

		assertThat(second.get("faust.lag").tag("topic", "a").gauge().value()).isEqualTo(8);
		assertThat(lag("a", "1")).isEqualTo(8);
	}

	@Test
	void allMetersHaveADescriptionAndTheAppsId() {
		assertThat(this.registry.getMeters()).map(Meter::getId).allSatisfy((id) -> {
			assertThat(id.getTag("app")).as(id.getName()).isEqualTo("flights");
			assertThat(id.getDescription()).as(id.getName()).isNotBlank();
		});
	}

	private double tasks(String state) {
		return this.registry.get("faust.tasks").tags("app", "flights", "state", state).gauge().value();
	}

	private double lag(String topic, String partition) {
		return this.registry.get("faust.lag")
			.tags("app", "flights", "topic", topic, "partition", partition)
			.gauge()
			.value();
	}

}
