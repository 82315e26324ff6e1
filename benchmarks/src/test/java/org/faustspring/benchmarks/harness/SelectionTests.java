package org.faustspring.benchmarks.harness;

import java.util.List;

import org.faustspring.benchmarks.engine.EngineKind;
import org.faustspring.benchmarks.workload.Case;
import org.faustspring.benchmarks.workload.Guarantee;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SelectionTests {

	@Test
	void patternNamesOneRun() {
		assertThat(Selection.of(List.of("stateful-count/faust-spring/exactly-once")).runs(2)).containsExactly(
				new RunSpec(Case.STATEFUL_COUNT, EngineKind.FAUST_SPRING, Guarantee.EXACTLY_ONCE, 1),
				new RunSpec(Case.STATEFUL_COUNT, EngineKind.FAUST_SPRING, Guarantee.EXACTLY_ONCE, 2));
	}

	@Test
	void enginesAlternateAndEachRoundBeginsWithAnother() {
		assertThat(Selection.of(List.of("group-by/at-least-once")).runs(2)).extracting(RunSpec::engine)
			.containsExactly(EngineKind.FAUST_SPRING, EngineKind.KAFKA_STREAMS, EngineKind.KAFKA_STREAMS_NEWEST,
					EngineKind.HAND_WRITTEN, EngineKind.KAFKA_STREAMS, EngineKind.KAFKA_STREAMS_NEWEST,
					EngineKind.HAND_WRITTEN, EngineKind.FAUST_SPRING);
	}

	@Test
	void whatIsNotNamedIsTheUsual() {
		assertThat(Selection.of(List.of()).runs(1)).extracting(RunSpec::work)
			.contains(Case.STATELESS_FORWARD, Case.SLOW_HANDLER)
			.doesNotContain(Case.LARGE_STATE, Case.RESTORE, Case.LATENCY, Case.START_UP);
		assertThat(Selection.of(List.of()).runs(1)).extracting(RunSpec::engine)
			.doesNotContain(EngineKind.FAUST_SPRING_BATCH);
	}

	@Test
	void listenerWaitsForEachEventOnlyWhereItIsNamed() {
		assertThat(Selection.of(List.of("slow-handler")).runs(1)).extracting(RunSpec::engine)
			.containsExactly(EngineKind.FAUST_SPRING, EngineKind.PARALLEL_CONSUMER);
		assertThat(Selection.of(List.of("slow-handler/kafka-listener-record")).runs(1)).hasSize(1);
	}

	@Test
	void recordListenerHasNoTransactions() {
		assertThat(Selection.of(List.of("kafka-listener-record")).runs(1)).extracting(RunSpec::guarantee)
			.containsOnly(Guarantee.AT_LEAST_ONCE);
	}

	@Test
	void unknownNameIsRefusedWithTheKnownOnes() {
		assertThatIllegalArgumentException().isThrownBy(() -> Selection.of(List.of("stateful-count/fast")))
			.withMessageContaining("'fast'")
			.withMessageContaining("kafka-listener-batch");
	}

}
