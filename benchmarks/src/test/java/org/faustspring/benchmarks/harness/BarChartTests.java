package org.faustspring.benchmarks.harness;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;

import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BarChart}.
 */
class BarChartTests {

	@Test
	void eachBarHasItsNameAndItsValue() throws Exception {
		Document chart = parsed(
				new BarChart(
						"a case", "events/s", List.of(
								new BarChart.Group("at-least-once",
										List.of(new BarChart.Bar("one", 0, 123_456),
												new BarChart.Bar("two", 1, 61_728))),
								new BarChart.Group("exactly-once", List.of(new BarChart.Bar("one", 0, 1.5)))))
					.svg());

		assertThat(texts(chart)).containsExactly("a case", "events/s", "at-least-once", "one", "123,456", "two",
				"61,728", "exactly-once", "one", "1.50");
	}

	@Test
	void barsAreAsLongAsTheirValues() throws Exception {
		Document chart = parsed(new BarChart("", "",
				List.of(new BarChart.Group("", List.of(new BarChart.Bar("", 0, 200), new BarChart.Bar("", 0, 50)))))
			.svg());

		NodeList rectangles = chart.getElementsByTagName("rect");
		assertThat(width(rectangles, 1)).isEqualTo(4 * width(rectangles, 2));
		assertThat(width(rectangles, 1)).isLessThan(width(rectangles, 0));
	}

	@Test
	void textMayHaveAnyCharacter() throws Exception {
		Document chart = parsed(new BarChart("a < b && c > \"d\"", "", List.of()).svg());

		assertThat(texts(chart)).contains("a < b && c > \"d\"");
	}

	@Test
	void darkPagesHaveTheirOwnColours() throws Exception {
		Document chart = parsed(new BarChart("", "", List.of()).svg());

		assertThat(chart.getElementsByTagName("style").item(0).getTextContent()).contains("prefers-color-scheme: dark");
	}

	static Document parsed(String svg) throws Exception {
		return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
	}

	static List<String> texts(Document chart) {
		List<String> texts = new ArrayList<>();
		NodeList nodes = chart.getElementsByTagName("text");
		for (int i = 0; i < nodes.getLength(); i++) {
			texts.add(nodes.item(i).getTextContent());
		}
		return texts;
	}

	private static double width(NodeList rectangles, int number) {
		return Double.parseDouble(rectangles.item(number).getAttributes().getNamedItem("width").getNodeValue());
	}

}
