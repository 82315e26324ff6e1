package org.faustspring.benchmarks.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Writes a picture in SVG that reads well on light and on dark pages. One thread.
 */
final class Svg {

	/** Distinct on both backgrounds, also for those who see fewer colours. */
	private static final List<String> COLOURS = List.of("#3b82c4", "#e07b39", "#3a9d6e", "#9467bd", "#c44e52",
			"#8c8c8c", "#b59f3b", "#2ba3b8");

	private static final String STYLE = """
			<style>
			.page { fill: #ffffff } text { fill: #1f2328 } .axis { stroke: #c4c9cf; fill: none }
			@media (prefers-color-scheme: dark) {
			.page { fill: #0d1117 } text { fill: #e6edf3 } .axis { stroke: #484f58 }
			}
			</style>""";

	private final List<String> lines = new ArrayList<>();

	/**
	 * Begin a picture.
	 * @param width its width
	 * @param height its height
	 */
	Svg(int width, int height) {
		add("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" "
				+ "font-size=\"12\">", width, height);
		this.lines.add(STYLE);
		add("<rect class=\"page\" width=\"%d\" height=\"%d\"/>", width, height);
	}

	/**
	 * Return a colour for one of several things.
	 * @param number its number, from 0
	 * @return the colour
	 */
	static String colour(int number) {
		return COLOURS.get(Math.floorMod(number, COLOURS.size()));
	}

	void title(int x, int y, String text) {
		add("<text x=\"%d\" y=\"%d\" font-size=\"14\" font-weight=\"bold\">%s</text>", x, y, escaped(text));
	}

	void text(int x, int y, String text) {
		add("<text x=\"%d\" y=\"%d\">%s</text>", x, y, escaped(text));
	}

	/** Text that ends where it is put. */
	void textTo(int x, int y, String text) {
		add("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>", x, y, escaped(text));
	}

	/** Down, then to the right. */
	void axes(int left, int top, int bottom, int right) {
		add("<path class=\"axis\" d=\"M%d %d V%d H%d\"/>", left, top, bottom, right);
	}

	void bar(int x, int y, double width, int height, String colour) {
		add("<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\" fill=\"%s\"/>", x, y, width, height, colour);
	}

	/** Join points, which are separated by spaces. */
	void line(String points, String colour) {
		add("<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\" points=\"%s\"/>", colour, points);
	}

	private void add(String format, Object... values) {
		this.lines.add(String.format(Locale.ROOT, format, values));
	}

	private static String escaped(String text) {
		return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
	}

	/**
	 * End the picture.
	 * @return the picture
	 */
	String end() {
		return String.join("\n", this.lines) + "\n</svg>\n";
	}

}
