package org.faustspring.docs;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.faustspring.boot.AppFixture;
import org.faustspring.boot.metrics.FaustMetrics;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the page on operations names every meter with its tags.
 */
class OperationsPageTests {

	@Test
	void everyMeterIsThereWithItsTags() {
		SimpleMeterRegistry registry = new SimpleMeterRegistry();
		new FaustMetrics(new AppFixture().app).bindTo(registry);
		Set<String> meters = new TreeSet<>();
		registry.getMeters()
			.forEach((meter) -> meters.add("| `%s` | %s |".formatted(meter.getId().getName(),
					meter.getId()
						.getTags()
						.stream()
						.map((tag) -> tag.getKey())
						.sorted()
						.collect(Collectors.joining(", ")))));

		Set<String> rows = Pages.between(Pages.page("operations.md"), "<!-- meters: begin -->", "<!-- meters: end -->")
			.stream()
			.filter((line) -> line.startsWith("| `"))
			.map((line) -> line.substring(0, line.indexOf('|', line.indexOf('|', 1) + 1) + 1))
			.collect(Collectors.toCollection(TreeSet::new));

		assertThat(rows).isEqualTo(meters);
	}

}
