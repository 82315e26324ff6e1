package org.faustspring.engine.task;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.faustspring.engine.task.AllocationMeasurement.Shape;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bytes that the engine allocates an event, which do not depend on how busy the machine
 * is. Keys, values and the agents' own objects are there before, and serdes pass bytes
 * through. Each limit is what was measured, and a fifth: a change that goes beyond it has
 * put an object on the hot path.
 */
class AllocationTests {

	private static final Pattern FIGURES = Pattern.compile("^[A-Z_]+ ([0-9.]+) bytes", Pattern.MULTILINE);

	@ParameterizedTest
	@CsvSource({ "PER_EVENT, 231", "PER_EVENT_WITH_EVENT, 231", "PIPELINE, 231", "LOOP, 125" })
	void eventAllocatesNoMoreThanItDid(Shape shape, double limit) throws Exception {
		String output = measure(shape, limit);

		Matcher figures = FIGURES.matcher(output);
		assertThat(figures.find()).as(output).isTrue();
		assertThat(Double.parseDouble(figures.group(1))).as("bytes an event").isLessThanOrEqualTo(limit);
	}

	private static String measure(Shape shape, double limit) throws IOException {
		ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xmx512m", AllocationMeasurement.class.getName(), shape.name(),
				String.format(Locale.ROOT, "%.1f", limit));
		builder.environment()
			.put("CLASSPATH", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
		builder.redirectErrorStream(true);
		Process process = builder.start();
		process.getOutputStream().close();
		try {
			return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
		finally {
			process.destroyForcibly();
		}
	}

}
