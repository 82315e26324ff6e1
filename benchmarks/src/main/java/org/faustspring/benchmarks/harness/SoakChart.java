package org.faustspring.benchmarks.harness;

import java.util.ArrayList;
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
		List<String> lines = new ArrayList<>();
		int height = GAP + 5 * (BAND + GAP) + 10;
		lines.add(("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" "
				+ "font-size=\"12\">")
			.formatted(WIDTH, height));
		lines.add("<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>".formatted(WIDTH, height));
		lines.add("<text x=\"%d\" y=\"18\" font-size=\"14\">%s</text>".formatted(LEFT, this.title));
		band(lines, 0, "Live heap, MB", "#1f77b4", ProcessSample::liveHeap);
		band(lines, 1, "Resident memory beyond the heap, MB", "#d62728", ProcessSample::nativeMemory);
		band(lines, 2, "Threads", "#2ca02c", ProcessSample::threads);
		band(lines, 3, "Open files and connections", "#9467bd", ProcessSample::files);
		band(lines, 4, "Processor time, % of one processor", "#7f7f7f", ProcessSample::cpuPercent);
		lines.add("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%.0f minutes</text>".formatted(WIDTH - RIGHT, height - 8,
				end() / 60));
		lines.add("</svg>");
		return String.join("\n", lines) + "\n";
	}

	private void band(List<String> lines, int number, String name, String colour,
			ToDoubleFunction<ProcessSample> figure) {
		int top = 2 * GAP - 6 + number * (BAND + GAP);
		int bottom = top + BAND;
		double highest = Math.max(1, this.samples.stream().mapToDouble(figure).max().orElse(1));
		double last = figure.applyAsDouble(this.samples.get(this.samples.size() - 1));
		lines.add(text("<text x=\"%d\" y=\"%d\">%s: first %.0f, last %.0f, most %.0f</text>", LEFT, top - 5, name,
				figure.applyAsDouble(this.samples.get(0)), last, highest));
		lines.add(text("<path d=\"M%d %d V%d H%d\" fill=\"none\" stroke=\"#cccccc\"/>", LEFT, top, bottom,
				WIDTH - RIGHT));
		lines.add(text("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%.0f</text>", LEFT - 5, top + 10, highest));
		lines.add(text("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">0</text>", LEFT - 5, bottom));
		StringBuilder points = new StringBuilder();
		for (ProcessSample sample : this.samples) {
			points.append(text("%.1f,%.1f ", LEFT + sample.seconds() / end() * (WIDTH - LEFT - RIGHT),
					bottom - figure.applyAsDouble(sample) / highest * BAND));
		}
		lines.add("<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\" points=\"%s\"/>".formatted(colour,
				points.toString().trim()));
	}

	private double end() {
		return this.samples.get(this.samples.size() - 1).seconds();
	}

	private static String text(String format, Object... values) {
		return String.format(Locale.ROOT, format, values);
	}

}
