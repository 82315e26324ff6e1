package org.faustspring.benchmarks.harness;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import org.faustspring.benchmarks.engine.EngineKind;
import org.faustspring.benchmarks.workload.Case;
import org.faustspring.benchmarks.workload.Guarantee;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ResultTableTests {

	@Test
	void medianIsComparedWithStreamsAndTheHandWrittenLoop() {
		List<String> text = new ResultTable(List.of(forward(EngineKind.FAUST_SPRING, 1000, null),
				forward(EngineKind.FAUST_SPRING, 3000, null), forward(EngineKind.FAUST_SPRING, 2000, null),
				forward(EngineKind.KAFKA_STREAMS, 1000, null), forward(EngineKind.HAND_WRITTEN, 4000, null)))
			.text();

		assertThat(text).hasSize(4);
		assertThat(text.get(1)).contains("faust-spring", "2.00x", "0.50x").contains("%,.2f ev/s".formatted(2000.0));
		assertThat(text.get(2)).contains("kafka-streams", "0.25x").doesNotContain("1.00x");
	}

	@Test
	void runWithAProblemDoesNotCount() {
		List<String> text = new ResultTable(List.of(forward(EngineKind.FAUST_SPRING, 1000, null),
				forward(EngineKind.FAUST_SPRING, 9000, "7 outputs of 8 events")))
			.text();

		assertThat(text).hasSize(2);
		assertThat(text.get(1)).contains(String.format(Locale.getDefault(), "%,.2f ev/s", 1000.0));
	}

	@Test
	void lessTimeIsTheBetterRatio() {
		List<String> text = new ResultTable(List.of(
				new RunResult(new RunSpec(Case.START_UP, EngineKind.FAUST_SPRING, Guarantee.AT_LEAST_ONCE, 1),
						Map.of(RunResult.SECONDS, 2.0), null),
				new RunResult(new RunSpec(Case.START_UP, EngineKind.KAFKA_STREAMS, Guarantee.AT_LEAST_ONCE, 1),
						Map.of(RunResult.SECONDS, 3.0), null)))
			.text();

		assertThat(text.get(1)).contains("1.50x");
	}

	@Test
	void chartOfACaseShowsEachEngine() throws Exception {
		Map<String, String> charts = new ResultTable(
				List.of(forward(EngineKind.FAUST_SPRING, 1000, null), forward(EngineKind.HAND_WRITTEN, 4000, null)))
			.charts();

		assertThat(charts).containsOnlyKeys("stateless-forward");
		assertThat(BarChartTests.texts(BarChartTests.parsed(Objects.requireNonNull(charts.get("stateless-forward")))))
			.containsExactly("stateless-forward", "median, ev/s; more is better", "at-least-once", "faust-spring",
					"1,000", "hand-written", "4,000");
	}

	@Test
	void lineIsJsonInOrder() {
		assertThat(forward(EngineKind.FAUST_SPRING, 1000, "why").json()).isEqualTo(
				"{\"case\":\"stateless-forward\",\"engine\":\"faust-spring\",\"guarantee\":\"at-least-once\",\"round\":1,"
						+ "\"eventsPerSecond\":1000.0,\"problem\":\"why\"}");
	}

	private static RunResult forward(EngineKind engine, double eventsPerSecond, @Nullable String problem) {
		return new RunResult(new RunSpec(Case.STATELESS_FORWARD, engine, Guarantee.AT_LEAST_ONCE, 1),
				Map.of(RunResult.EVENTS_PER_SECOND, eventsPerSecond), problem);
	}

}
