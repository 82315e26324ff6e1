package org.faustspring.benchmarks.harness;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What a process took over time, as a picture: one band for each figure, each from zero.
 */
final class SoakChart {

	private static final int WIDTH = 720;

	private static final int BAND = 90;

	private static final int GAP = 34;

	private static final int LEFT = 60;

	private static final int RIGHT = 20;

	private final List<ProcessSample> samples;

	private final String title;

	/**
	 * Create a chart.
	 * @param title what was run
	 * @param samples what was seen, at least one
	 */
	SoakChart(String title, List<ProcessSample> samples) {
		this.title = title;
		this.samples = samples;
	}

	/**
	 * Draw it.
	 * @return a picture in SVG
	 */
	String svg() {
		int height = GAP + 5 * (BAND + GAP) + 10;
		Svg svg = new Svg(WIDTH, height);
		svg.title(LEFT, 18, this.title);
		band(svg, 0, "Live heap, MB", ProcessSample::liveHeap);
		band(svg, 1, "Resident memory beyond the heap, MB", ProcessSample::nativeMemory);
		band(svg, 2, "Threads", ProcessSample::threads);
		band(svg, 3, "Open files and connections", ProcessSample::files);
		band(svg, 4, "Processor time, % of one processor", ProcessSample::cpuPercent);
		svg.textTo(WIDTH - RIGHT, height - 8, text("%.0f minutes", end() / 60));
		return svg.end();
	}

	private void band(Svg svg, int number, String name, ToDoubleFunction<ProcessSample> figure) {
		int top = 2 * GAP - 6 + number * (BAND + GAP);
		int bottom = top + BAND;
		double highest = Math.max(1, this.samples.stream().mapToDouble(figure).max().orElse(1));
		double last = figure.applyAsDouble(this.samples.get(this.samples.size() - 1));
		svg.text(LEFT, top - 5, text("%s: first %.0f, last %.0f, most %.0f", name,
				figure.applyAsDouble(this.samples.get(0)), last, highest));
		svg.axes(LEFT, top, bottom, WIDTH - RIGHT);
		svg.textTo(LEFT - 5, top + 10, text("%.0f", highest));
		svg.textTo(LEFT - 5, bottom, "0");
		StringBuilder points = new StringBuilder();
		for (ProcessSample sample : this.samples) {
			points.append(text("%.1f,%.1f ", LEFT + sample.seconds() / end() * (WIDTH - LEFT - RIGHT),
					bottom - figure.applyAsDouble(sample) / highest * BAND));
		}
		svg.line(points.toString().trim(), Svg.colour(number));
	}

	private double end() {
		return this.samples.get(this.samples.size() - 1).seconds();
	}

	private static String text(String format, Object... values) {
		return String.format(Locale.ROOT, format, values);
	}

}
