package org.faustspring.integration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;

import org.faustspring.annotation.Agent;
import org.faustspring.app.FaustApp;
import org.faustspring.app.ProcessingGuarantee;
import org.faustspring.fixture.SharedBroker;
import org.faustspring.fixture.TestApp;
import org.faustspring.table.Table;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Events of different keys, in lanes, that change the same table entry.
 */
class SharedEntriesIntegrationTests {

	private static final int EVENTS = 200;

	@TempDir
	Path state;

	@ParameterizedTest
	@EnumSource
	void noChangeIsLostWhereLanesShareAnEntry(ProcessingGuarantee guarantee) {
		String source = SharedBroker.topic("shared-source", 1);
		SharedBroker.send(source, IntStream.range(0, EVENTS).mapToObj((i) -> "k%d:x".formatted(i)).toList());
		try (TestApp app = TestApp.builder(SharedBroker.unique("shared"))
			.guarantee(guarantee)
			.state(this.state)
			.property("shared.source", source)
			.beans(Totals.class)
			.start()
			.awaitRunning()) {
			Table<String, Long> table = app.bean(Totals.class).table;

			await().atMost(Duration.ofSeconds(60))
				.untilAsserted(() -> assertThat(table.getOrDefault("all", 0L)).isGreaterThanOrEqualTo(EVENTS));

			assertThat(table.get("all")).isEqualTo(EVENTS);
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Tables {

		@Bean
		Table<String, Long> totals(FaustApp app) {
			return app.table("totals", String.class, Long.class).defaultValue(0L).build();
		}

	}

	@Import(Tables.class)
	static class Totals {

		private final Table<String, Long> table;

		Totals(Table<String, Long> totals) {
			this.table = totals;
		}

		@Agent(topics = "${shared.source}", concurrency = 8)
		void count(String value) {
			this.table.update("all", (count) -> count + 1);
		}

	}

}
