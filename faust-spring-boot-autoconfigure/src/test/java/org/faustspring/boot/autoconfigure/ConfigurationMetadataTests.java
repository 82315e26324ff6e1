package org.faustspring.boot.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the generated metadata tells people what they need.
 */
class ConfigurationMetadataTests {

	private static final List<JsonNode> properties = new ArrayList<>();

	@BeforeAll
	static void read() throws IOException {
		for (URL url : Collections.list(ConfigurationMetadataTests.class.getClassLoader()
			.getResources("META-INF/spring-configuration-metadata.json"))) {
			try (InputStream stream = url.openStream()) {
				JsonMapper.shared().readTree(stream).get("properties").forEach((property) -> {
					String name = property.get("name").asString();
					if (name.startsWith("faust.") || name.startsWith("management.endpoint.faust")) {
						properties.add(property);
					}
				});
			}
		}
	}

	@Test
	void everyPropertyHasADescription() {
		assertThat(properties).isNotEmpty().allSatisfy((property) -> {
			assertThat(property.path("description").asString(null)).as(property.toString()).isNotBlank();
			assertThat(property.path("description").asString()).doesNotStartWith("The ").doesNotStartWith("A ");
		});
	}

	@Test
	void everyDescribedPropertyIsKnownToTheCheck() {
		KnownProperties known = new KnownProperties();

		assertThat(properties.stream()
			.map((property) -> property.get("name").asString())
			.filter((name) -> name.startsWith("faust.") && !name.startsWith("faust.embedded-kafka"))
			.filter((name) -> !name.equals("faust.tables") && !name.equals("faust.topics.config"))
			.filter((name) -> !known.contains(ConfigurationPropertyName.of(name)))).isEmpty();
	}

	@Test
	void defaultsAreVisible() {
		assertThat(defaultOf("faust.topics.partitions")).isEqualTo("4");
		assertThat(defaultOf("faust.tables.memory")).isEqualTo("128MB");
		assertThat(defaultOf("faust.startup-timeout")).isEqualTo("30s");
		assertThat(defaultOf("faust.state-directory")).isEqualTo("data/faust");
		assertThat(defaultOf("faust.processing-guarantee")).isEqualTo("at-least-once");
		assertThat(defaultOf("management.endpoint.fausttables.show-values")).isEqualTo("never");
	}

	@Test
	void settingsOfSingleTablesAreDescribed() {
		assertThat(property("faust.tables").get("type").asString()).contains(TableProperties.class.getName());
	}

	private static String defaultOf(String name) {
		return property(name).path("defaultValue").asString();
	}

	private static JsonNode property(String name) {
		return properties.stream()
			.filter((property) -> property.get("name").asString().equals(name))
			.findFirst()
			.orElseThrow();
	}

}
