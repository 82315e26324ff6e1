package org.faustspring.samples.recipes.batchedinserts;

import org.faustspring.samples.recipes.RecipesTest;
import org.faustspring.samples.recipes.Topics;
import org.faustspring.samples.recipes.batchedinserts.Readings.Reading;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@RecipesTest
class ReadingsIntegrationTests {

	@Autowired
	Topics topics;

	@Autowired
	JdbcClient jdbc;

	@Test
	void fullListsAndTheRestAreInserted() {
		for (int i = 0; i < 250; i++) {
			this.topics.send("readings", "sensor-" + i % 5, new Reading("sensor-" + i % 5, i, 20 + i % 7));
		}
		await().untilAsserted(() -> assertThat(this.jdbc.sql("SELECT count(*) FROM reading").query(Long.class).single())
			.isEqualTo(250));
	}

}
