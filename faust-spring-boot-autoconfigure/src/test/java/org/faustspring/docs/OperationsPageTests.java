package org.faustspring.docs;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.faustspring.app.TaskInfo;
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
		AppFixture fixture = new AppFixture();
		fixture.tasksAre(new TaskInfo("flights-0", "RESTORING", 0, List.of("flights-0"), Map.of(), List.of()));
		new FaustMetrics(fixture.app).bindTo(registry);
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
