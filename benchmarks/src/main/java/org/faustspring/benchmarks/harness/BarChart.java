package org.faustspring.benchmarks.harness;

import java.util.List;
import java.util.Locale;

/**
 * Groups of bars from left to right, all to one scale, each with its name and value. Not
 * changed once it is made.
 */
final class BarChart {

	private static final int WIDTH = 720;

	private static final int NAMES = 250;

	private static final int VALUES = 90;

	private static final int MARGIN = 12;

	private static final int HEAD = 46;

	private static final int BAR = 16;

	private static final int STEP = 22;

	private static final int GROUP_HEAD = 30;

	private final String title;

	private final String unit;

	private final List<Group> groups;

	/**
	 * Create a chart.
	 * @param title what it shows
	 * @param unit what values are, and which of them are good
	 * @param groups the bars
	 */
	BarChart(String title, String unit, List<Group> groups) {
		this.title = title;
		this.unit = unit;
		this.groups = groups;
	}

	/**
	 * Draw it.
	 * @return a picture in SVG
	 */
	String svg() {
		int bars = this.groups.stream().mapToInt((group) -> group.bars().size()).sum();
		Svg svg = new Svg(WIDTH, HEAD + this.groups.size() * GROUP_HEAD + bars * STEP + MARGIN);
		svg.title(MARGIN, 20, this.title);
		svg.text(MARGIN, 38, this.unit);
		double most = this.groups.stream()
			.flatMap((group) -> group.bars().stream())
			.mapToDouble(Bar::value)
			.max()
			.orElse(0);
		int y = HEAD;
		for (Group group : this.groups) {
			y += GROUP_HEAD;
			svg.title(MARGIN, y - 10, group.name());
			for (Bar bar : group.bars()) {
				draw(svg, bar, y, most);
				y += STEP;
			}
		}
		return svg.end();
	}

	private static void draw(Svg svg, Bar bar, int y, double most) {
		int space = WIDTH - NAMES - VALUES - MARGIN;
		double width = (most > 0) ? Math.max(1, bar.value() / most * space) : 1;
		svg.textTo(NAMES - 8, y + BAR - 4, bar.name());
		svg.bar(NAMES, y, width, BAR, Svg.colour(bar.colour()));
		svg.text(NAMES + (int) Math.ceil(width) + 6, y + BAR - 4, number(bar.value()));
	}

	private static String number(double value) {
		return String.format(Locale.ROOT, (value < 100) ? "%,.2f" : "%,.0f", value);
	}

	/**
	 * Bars that belong together.
	 *
	 * @param name what they have in common
	 * @param bars the bars, from top to bottom
	 */
	record Group(String name, List<Bar> bars) {

	}

	/**
	 * A bar.
	 *
	 * @param name what is measured
	 * @param colour number of its colour
	 * @param value how long it is
	 */
	record Bar(String name, int colour, double value) {

	}

}
