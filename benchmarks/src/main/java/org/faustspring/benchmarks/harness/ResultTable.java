package org.faustspring.benchmarks.harness;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import org.faustspring.benchmarks.engine.EngineKind;
import org.faustspring.benchmarks.workload.Case;
import org.faustspring.benchmarks.workload.Guarantee;
import org.jspecify.annotations.Nullable;

/**
 * Medians of the runs that count, and how engines compare. A ratio above 1 is in favour
 * of the engine of the line. Immutable.
 */
public final class ResultTable {

	private static final String LINE = "%-26s %-14s %-28s %5s %16s %12s %14s %14s";

	private final Map<Line, List<RunResult>> lines;

	/**
	 * Create a table.
	 * @param results the results; those with a problem are left out
	 */
	public ResultTable(List<RunResult> results) {
		this.lines = results.stream()
			.filter((result) -> result.problem() == null)
			.collect(Collectors.groupingBy(
					(result) -> new Line(result.spec().work(), result.spec().guarantee(), result.spec().engine()),
					LinkedHashMap::new, Collectors.toList()));
	}

	/**
	 * Write the table.
	 * @return lines of text
	 */
	public List<String> text() {
		List<String> text = new ArrayList<>();
		text.add(LINE.formatted("case", "guarantee", "engine", "runs", "median", "cpu us/event", "to streams",
				"to hand-written"));
		this.lines.forEach((line, results) -> {
			Metric metric = Metric.of(line.work);
			Double cpu = median(line, RunResult.CPU_MICROS);
			text.add(LINE.formatted(line.work, line.guarantee, line.engine, results.size(),
					"%,.2f %s".formatted(Objects.requireNonNull(median(line, metric.figure)), metric.unit),
					(cpu != null) ? "%.2f".formatted(cpu) : "", ratio(line, streams(line), metric),
					ratio(line, line.of(EngineKind.HAND_WRITTEN), metric)));
		});
		return text;
	}

	private Line streams(Line line) {
		return line.of((line.work == Case.STATEFUL_COUNT_PER_COMMIT) ? EngineKind.KAFKA_STREAMS_CACHED
				: EngineKind.KAFKA_STREAMS);
	}

	private String ratio(Line line, Line other, Metric metric) {
		Double mine = median(line, metric.figure);
		Double theirs = median(other, metric.figure);
		if (mine == null || theirs == null || line.equals(other) || mine == 0 || theirs == 0) {
			return "";
		}
		return String.format(Locale.ROOT, "%.2fx", (metric.moreIsBetter) ? mine / theirs : theirs / mine);
	}

	private @Nullable Double median(Line line, String figure) {
		return Figures.median(this.lines.getOrDefault(line, List.of()), figure);
	}

	/**
	 * Draw the table, a chart each case.
	 * @return pictures in SVG, by the name of the case
	 */
	public Map<String, String> charts() {
		Map<String, String> charts = new LinkedHashMap<>();
		this.lines.keySet().stream().map(Line::work).distinct().forEach((work) -> charts.put(work.text(), chart(work)));
		return charts;
	}

	private String chart(Case work) {
		Metric metric = Metric.of(work);
		Map<String, List<BarChart.Bar>> bars = new LinkedHashMap<>();
		this.lines.keySet()
			.stream()
			.filter((line) -> line.work == work)
			.forEach((line) -> bars.computeIfAbsent(line.guarantee.text(), (missing) -> new ArrayList<>())
				.add(new BarChart.Bar(line.engine.text(), line.engine.ordinal(),
						Objects.requireNonNull(median(line, metric.figure)))));
		return new BarChart(work.text(), metric.description(),
				bars.entrySet().stream().map((group) -> new BarChart.Group(group.getKey(), group.getValue())).toList())
			.svg();
	}

	private record Line(Case work, Guarantee guarantee, EngineKind engine) {

		Line of(EngineKind other) {
			return new Line(this.work, this.guarantee, other);
		}

	}

	private record Metric(String figure, String unit, boolean moreIsBetter) {

		String description() {
			return "median, %s; %s is better".formatted(this.unit, (this.moreIsBetter) ? "more" : "less");
		}

		static Metric of(Case work) {
			return switch (work) {
				case ASK -> new Metric("p50Millis", "ms p50", false);
				case START_UP -> new Metric(RunResult.SECONDS, "s", false);
				case RESTORE -> new Metric(RunResult.RECORDS_PER_SECOND, "rec/s", true);
				case LATENCY -> new Metric("p99Millis", "ms p99", false);
				default -> new Metric(RunResult.EVENTS_PER_SECOND, "ev/s", true);
			};
		}

	}

}
