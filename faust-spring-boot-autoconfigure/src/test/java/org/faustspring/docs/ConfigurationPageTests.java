package org.faustspring.docs;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the page on configuration says what the generated metadata says.
 */
class ConfigurationPageTests {

	@Test
	void everyPropertyIsThereWithTypeDefaultAndMeaning() throws IOException {
		Map<String, String> rows = new TreeMap<>();
		for (URL url : Collections
			.list(getClass().getClassLoader().getResources("META-INF/spring-configuration-metadata.json"))) {
			try (InputStream stream = url.openStream()) {
				JsonMapper.shared().readTree(stream).get("properties").forEach((property) -> {
					String name = property.get("name").asString();
					if (name.startsWith("faust.") || name.startsWith("management.endpoint.faust")) {
						rows.put(name, row(name, property));
					}
				});
			}
		}

		assertThat(String.join("\n",
				Pages.between(Pages.page("configuration.md"), "<!-- properties: begin -->",
						"<!-- properties: end -->")))
			.as("the table between the two marks, which is to be")
			.isEqualTo("| property | type | default | meaning |\n| --- | --- | --- | --- |\n"
					+ String.join("\n", rows.values()));
	}

	private static String row(String name, JsonNode property) {
		JsonNode value = property.path("defaultValue");
		String text = (value.isMissingNode()) ? "" : "`%s`".formatted(value.asString());
		return "| `%s` | %s | %s | %s |".formatted(name, type(property.path("type").asString("")), text,
				property.path("description").asString("").replace("<", "\\<"));
	}

	/** The values of an enum, else the simple names of a type and of its parameters. */
	private static String type(String name) {
		Class<?> type = ClassUtils.isPresent(name, null) ? ClassUtils.resolveClassName(name, null) : Object.class;
		if (type.isEnum()) {
			return Arrays.stream(type.getEnumConstants())
				.map((value) -> "`%s`".formatted(value.toString().toLowerCase(Locale.ROOT).replace('_', '-')))
				.collect(Collectors.joining(", "));
		}
		return "`%s`".formatted(name.replaceAll("[a-z0-9.]+\\.([A-Z])", "$1").replace(",", ", "));
	}

}
