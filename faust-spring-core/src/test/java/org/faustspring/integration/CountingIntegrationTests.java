package org.faustspring.integration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.faustspring.annotation.Agent;
import org.faustspring.annotation.Sink;
import org.faustspring.app.AppState;
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

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A table, a repartition and a sink, under both guarantees.
 */
class CountingIntegrationTests {

	@TempDir
	Path state;

	@ParameterizedTest
	@EnumSource
	void everyEventIsCountedOnceAcrossRestartsAndLostState(ProcessingGuarantee guarantee) throws Exception {
		String id = SharedBroker.unique("counting");
		String source = SharedBroker.topic("source", 4);
		String output = SharedBroker.topic("output", 2);
		System.setProperty("counting.source", source);
		System.setProperty("counting.output", output);
		SharedBroker.send(source, values(0, 2000));

		TestApp.Builder builder = TestApp.builder(id).guarantee(guarantee).state(this.state).beans(Counting.class);
		try (TestApp app = builder.start().awaitRunning()) {
			awaitCounts(app, 2000);
			assertThat(app.states()).startsWith(AppState.STARTING).endsWith(AppState.RUNNING);
			assertThat(counts(app)).hasSize(10).allSatisfy((key, count) -> assertThat(count).isEqualTo(200));
		}

		SharedBroker.send(source, values(2000, 3000));
		try (TestApp app = builder.start().awaitRunning()) {
			awaitCounts(app, 3000);
			assertThat(app.app().figures().restored()).isZero();
		}
		org.springframework.util.FileSystemUtils.deleteRecursively(this.state);
		try (TestApp app = builder.start().awaitRunning()) {
			awaitCounts(app, 3000);
			assertThat(app.app().figures().restored()).isPositive();
		}
		assertThat(SharedBroker.count(output, (record) -> true)).isEqualTo(3000);
	}

	private static List<String> values(int from, int to) {
		List<String> values = new ArrayList<>();
		for (int i = from; i < to; i++) {
			values.add("{\"id\":%d,\"group\":\"g%d\"}".formatted(i, i % 10));
		}
		return values;
	}

	private static void awaitCounts(TestApp app, long total) {
		await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
			assertThat(counts(app).values().stream().mapToLong(Long::longValue).sum()).isEqualTo(total);
		});
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Long> counts(TestApp app) {
		Table<String, Long> table = app.bean(Counting.class).table;
		Map<String, Long> counts = new java.util.TreeMap<>();
		table.entries().forEach((entry) -> counts.put(entry.key(), entry.value()));
		return counts;
	}

	record Item(int id, String group) {

	}

	record Count(String group, long count) {

	}

	@Configuration(proxyBeanMethods = false)
	static class Tables {

		@Bean
		Table<String, Long> counts(FaustApp app) {
			return app.table("counts", String.class, Long.class).defaultValue(0L).build();
		}

	}

	@org.springframework.context.annotation.Import(Tables.class)
	static class Counting {

		private final Table<String, Long> table;

		Counting(Table<String, Long> counts) {
			this.table = counts;
		}

		@Agent(topics = "${counting.source}", groupBy = "#{group}")
		@Sink(topic = "${counting.output}")
		Count count(Item item) {
			return new Count(item.group(), this.table.update(item.group(), (count) -> count + 1));
		}

	}

}
