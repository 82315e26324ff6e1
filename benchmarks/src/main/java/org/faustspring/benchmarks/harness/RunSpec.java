package org.faustspring.benchmarks.harness;

import org.faustspring.benchmarks.engine.EngineKind;
import org.faustspring.benchmarks.workload.Case;
import org.faustspring.benchmarks.workload.Guarantee;
import org.jspecify.annotations.Nullable;

/**
 * One run to do. Immutable.
 *
 * @param work the case
 * @param engine the engine
 * @param guarantee the guarantee
 * @param round number of the round, from 1
 * @param scale how large it is, {@code null} where the options say so
 */
public record RunSpec(Case work, EngineKind engine, Guarantee guarantee, int round, @Nullable Scale scale) {

	/**
	 * Create a run as large as the options say.
	 * @param work the case
	 * @param engine the engine
	 * @param guarantee the guarantee
	 * @param round number of the round, from 1
	 */
	public RunSpec(Case work, EngineKind engine, Guarantee guarantee, int round) {
		this(work, engine, guarantee, round, null);
	}

	String group() {
		String name = "%s-%s-%s-%d".formatted(this.work, this.engine, this.guarantee, this.round);
		return (this.scale != null) ? name + "-" + this.scale.name() : name;
	}

	int agents() {
		return (this.scale != null) ? this.scale.agents() : 1;
	}

}
