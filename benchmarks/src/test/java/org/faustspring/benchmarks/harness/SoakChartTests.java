package org.faustspring.benchmarks.harness;

import java.io.StringReader;
import java.util.List;

import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SoakChart}.
 */
class SoakChartTests {

	@Test
	void eachFigureIsALineThatBeginsAtZero() throws Exception {
		List<ProcessSample> samples = List.of(new ProcessSample(30, 50, 200, 40, 80, 60),
				new ProcessSample(60, 25, 200, 41, 80, 0));

		Document chart = DocumentBuilderFactory.newInstance()
			.newDocumentBuilder()
			.parse(new InputSource(new StringReader(new SoakChart("engine, 10 events/s", samples).svg())));

		assertThat(chart.getElementsByTagName("polyline").getLength()).isEqualTo(5);
		String heap = chart.getElementsByTagName("polyline")
			.item(0)
			.getAttributes()
			.getNamedItem("points")
			.getNodeValue();
		assertThat(heap).isEqualTo("380.0,62.0 700.0,107.0");
		assertThat(chart.getElementsByTagName("text").item(1).getTextContent())
			.isEqualTo("Live heap, MB: first 50, last 25, most 50");
	}

}
