package org.faustspring.benchmarks.harness;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.faustspring.benchmarks.engine.EngineKind;
import org.faustspring.benchmarks.workload.Case;
import org.faustspring.benchmarks.workload.Guarantee;

/**
 * Which runs tell how a count scales: groups of sizes that differ in one thing. A size
 * that is in several groups is run once. Immutable.
 *
 * @param groups the groups, in order
 */
public record ScalingPlan(List<Group> groups) {

	/**
	 * Make the plan around one size.
	 * @param base the size that others differ from
	 * @param partitions numbers of partitions
	 * @param keys numbers of keys
	 * @param keyEvents number of events where keys are what changes: enough to meet most
	 * of them
	 * @param agents numbers of agents
	 * @return the plan, without groups that have no size
	 */
	public static ScalingPlan around(Scale base, List<Integer> partitions, List<Integer> keys, long keyEvents,
			List<Integer> agents) {
		List<Group> groups = new ArrayList<>();
		groups.add(new Group("partitions", partitions.stream().map(base::withPartitions).toList(), Scale::partitions));
		groups.add(new Group("keys", keys.stream().map((number) -> base.withKeys(number, keyEvents)).toList(),
				Scale::keys));
		groups.add(new Group("agents", agents.stream().map(base::withAgents).toList(), Scale::agents));
		groups.removeIf((group) -> group.scales().isEmpty());
		return new ScalingPlan(List.copyOf(groups));
	}

	/**
	 * List the runs: engines alternate, and sizes do within a round, so that whatever
	 * slows the machine down slows all of them.
	 * @param engines the engines; those that cannot have many agents sit those runs out
	 * @param guarantee the guarantee
	 * @param rounds how often to do each
	 * @return the runs, in order
	 */
	public List<RunSpec> runs(List<EngineKind> engines, Guarantee guarantee, int rounds) {
		Set<Scale> scales = new LinkedHashSet<>();
		this.groups.forEach((group) -> scales.addAll(group.scales()));
		List<RunSpec> runs = new ArrayList<>();
		for (int round = 1; round <= rounds; round++) {
			for (Scale scale : scales) {
				for (EngineKind engine : engines) {
					if (engine.supports(Case.STATEFUL_COUNT, guarantee)
							&& (scale.agents() == 1 || engine.hasManyAgents())) {
						runs.add(new RunSpec(Case.STATEFUL_COUNT, engine, guarantee, round, scale));
					}
				}
			}
		}
		return runs;
	}

	/**
	 * Sizes that differ in one thing.
	 *
	 * @param name what they differ in
	 * @param scales the sizes, in order
	 * @param number the number that they differ in
	 */
	public record Group(String name, List<Scale> scales, ScaleNumber number) {

		String label(Scale scale) {
			return String.format(Locale.ROOT, "%s = %,d", this.name, this.number.of(scale));
		}

	}

	/**
	 * One of the numbers of a size.
	 */
	public interface ScaleNumber {

		/**
		 * Return the number.
		 * @param scale the size
		 * @return its number
		 */
		int of(Scale scale);

	}

}
