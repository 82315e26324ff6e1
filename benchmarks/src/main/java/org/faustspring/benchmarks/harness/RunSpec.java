package org.faustspring.benchmarks.harness;

import org.faustspring.benchmarks.engine.EngineKind;
import org.faustspring.benchmarks.workload.Case;
import org.faustspring.benchmarks.workload.Guarantee;

/**
 * One run to do. Immutable.
 *
 * @param work the case
 * @param engine the engine
 * @param guarantee the guarantee
 * @param round number of the round, from 1
 */
public record RunSpec(Case work, EngineKind engine, Guarantee guarantee, int round) {

	String group() {
		return "%s-%s-%s-%d".formatted(this.work, this.engine, this.guarantee, this.round);
	}

}
