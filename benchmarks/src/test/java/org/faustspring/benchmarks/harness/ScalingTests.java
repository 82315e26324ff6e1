package org.faustspring.benchmarks.harness;

import java.util.List;
import java.util.Map;

import org.faustspring.benchmarks.engine.EngineKind;
import org.faustspring.benchmarks.workload.Guarantee;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ScalingPlan} and {@link ScalingTable}.
 */
class ScalingTests {

	private static final Scale BASE = new Scale(4, 100, 1, 2000);

	private final ScalingPlan plan = ScalingPlan.around(BASE, List.of(1, 4), List.of(1000), 5000, List.of(1, 20));

	@Test
	void sizeOfSeveralGroupsIsRunOnce() {
		assertThat(runs(EngineKind.FAUST_SPRING)).extracting(RunSpec::scale)
			.containsExactly(new Scale(1, 100, 1, 2000), BASE, new Scale(4, 1000, 1, 5000),
					new Scale(4, 100, 20, 2000));
	}

	@Test
	void engineWithOneAgentSitsTheOthersOut() {
		assertThat(runs(EngineKind.HAND_WRITTEN)).hasSize(3).allMatch((run) -> run.agents() == 1);
	}

	@Test
	void runsOfDifferentSizesHaveGroupsOfTheirOwn() {
		assertThat(runs(EngineKind.FAUST_SPRING)).extracting(RunSpec::group).doesNotHaveDuplicates();
	}

	@Test
	void groupWithoutSizesIsLeftOut() {
		assertThat(ScalingPlan.around(BASE, List.of(), List.of(10), 10, List.of()).groups())
			.extracting(ScalingPlan.Group::name)
			.containsExactly("keys");
	}

	@Test
	void ratioIsThatToTheFirstSizeOfTheGroup() {
		List<String> text = table(null).text();

		assertThat(text).hasSize(5);
		assertThat(text.get(1)).contains("partitions = 1", "1,000 ev/s", "1.00x");
		assertThat(text.get(2)).contains("partitions = 4", "3,000 ev/s", "3.00x");
		assertThat(text.get(3)).contains("agents = 1", "3,000 ev/s", "1.00x");
		assertThat(text.get(4)).contains("agents = 20", "1,500 ev/s", "0.50x");
	}

	@Test
	void runWithAProblemIsNeitherInTheTableNorTheRatio() {
		assertThat(table("lost").text().get(1)).contains("partitions = 4").doesNotContain("x ");
	}

	@Test
	void chartShowsEachSize() throws Exception {
		assertThat(BarChartTests.texts(BarChartTests.parsed(table(null).chart()))).contains(
				"stateful-count, at-least-once", "By number of partitions", "faust-spring, partitions = 4", "3,000",
				"By number of agents", "faust-spring, agents = 20", "1,500");
	}

	private List<RunSpec> runs(EngineKind engine) {
		return this.plan.runs(List.of(engine), Guarantee.AT_LEAST_ONCE, 1);
	}

	private ScalingTable table(@Nullable String problemOfFirst) {
		List<RunSpec> runs = runs(EngineKind.FAUST_SPRING);
		return new ScalingTable(this.plan, List.of(result(runs.get(0), 1000, problemOfFirst),
				result(runs.get(1), 3000, null), result(runs.get(3), 1500, null)));
	}

	private static RunResult result(RunSpec spec, long eventsPerSecond, @Nullable String problem) {
		return new RunResult(spec, Map.of(RunResult.EVENTS_PER_SECOND, eventsPerSecond), problem);
	}

}
