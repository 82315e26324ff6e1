package org.faustspring.benchmarks.harness;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import org.faustspring.benchmarks.engine.EngineKind;
import org.jspecify.annotations.Nullable;

/**
 * Medians of the runs that count, by what changes, and their ratios to the first size of
 * the same group and engine. Immutable.
 */
public final class ScalingTable {

	private static final String LINE = "%-20s %-22s %5s %16s %12s %9s";

	private final ScalingPlan plan;

	private final Map<EngineKind, Map<Scale, List<RunResult>>> results;

	/**
	 * Create a table.
	 * @param plan what was to be run
	 * @param results the results; those with a problem are left out
	 */
	public ScalingTable(ScalingPlan plan, List<RunResult> results) {
		this.plan = plan;
		this.results = results.stream()
			.filter((result) -> result.problem() == null)
			.collect(Collectors.groupingBy((result) -> result.spec().engine(), LinkedHashMap::new,
					Collectors.groupingBy((result) -> Objects.requireNonNull(result.spec().scale()))));
	}

	/**
	 * Write the table.
	 * @return lines of text
	 */
	public List<String> text() {
		List<String> text = new ArrayList<>();
		text.add(LINE.formatted("size", "engine", "runs", "median", "cpu us/event", "to first"));
		for (ScalingPlan.Group group : this.plan.groups()) {
			for (EngineKind engine : this.results.keySet()) {
				group.scales().forEach((scale) -> line(text, group, engine, scale));
			}
		}
		return text;
	}

	private void line(List<String> text, ScalingPlan.Group group, EngineKind engine, Scale scale) {
		Double median = median(engine, scale, RunResult.EVENTS_PER_SECOND);
		if (median == null) {
			return;
		}
		Double first = median(engine, group.scales().get(0), RunResult.EVENTS_PER_SECOND);
		Double cpu = median(engine, scale, RunResult.CPU_MICROS);
		text.add(String.format(Locale.ROOT, LINE, group.label(scale), engine, runs(engine, scale).size(),
				String.format(Locale.ROOT, "%,.0f ev/s", median),
				(cpu != null) ? String.format(Locale.ROOT, "%.2f", cpu) : "",
				(first != null) ? String.format(Locale.ROOT, "%.2fx", median / first) : ""));
	}

	/**
	 * Draw the table.
	 * @return a picture in SVG
	 */
	public String chart() {
		List<BarChart.Group> groups = new ArrayList<>();
		for (ScalingPlan.Group group : this.plan.groups()) {
			List<BarChart.Bar> bars = new ArrayList<>();
			for (EngineKind engine : this.results.keySet()) {
				for (Scale scale : group.scales()) {
					Double median = median(engine, scale, RunResult.EVENTS_PER_SECOND);
					if (median != null) {
						bars.add(new BarChart.Bar("%s, %s".formatted(engine, group.label(scale)), engine.ordinal(),
								median));
					}
				}
			}
			groups.add(new BarChart.Group("By number of " + group.name(), bars));
		}
		return new BarChart("stateful-count, " + guarantees(), "events/s; more is better", groups).svg();
	}

	private String guarantees() {
		Set<String> names = new LinkedHashSet<>();
		this.results.values()
			.forEach((byScale) -> byScale.values()
				.forEach((all) -> all.forEach((result) -> names.add(result.spec().guarantee().text()))));
		return String.join(", ", names);
	}

	private List<RunResult> runs(EngineKind engine, Scale scale) {
		return this.results.getOrDefault(engine, Map.of()).getOrDefault(scale, List.of());
	}

	private @Nullable Double median(EngineKind engine, Scale scale, String figure) {
		return Figures.median(runs(engine, scale), figure);
	}

}
