package org.faustspring.integration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

import org.faustspring.annotation.Agent;
import org.faustspring.annotation.Sink;
import org.faustspring.app.FaustApp;
import org.faustspring.app.ProcessingGuarantee;
import org.faustspring.fixture.SharedBroker;
import org.faustspring.fixture.TestApp;
import org.faustspring.stream.Event;
import org.faustspring.table.Table;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Agents that are given lists.
 */
class BatchIntegrationTests {

	@TempDir
	Path state;

	private final String source = SharedBroker.topic("source", 1);

	private final String output = SharedBroker.topic("output", 1);

	private final TestApp.Builder builder = TestApp.builder(SharedBroker.unique("batch"));

	@BeforeEach
	void prepare() {
		this.builder.state(this.state)
			.property("source", this.source)
			.property("output", this.output)
			.property("within", "300ms")
			.beans(Batches.class);
	}

	@Test
	void batchIsFullOrWaitsNoLongerThanItMay() {
		SharedBroker.send(this.source, values(0, 25));

		try (TestApp app = this.builder.start().awaitRunning()) {
			Batches batches = app.bean(Batches.class);
			await().until(() -> batches.sizes.size() == 3);
			assertThat(batches.sizes).containsExactly(10, 10, 5);
			long sent = System.nanoTime();
			SharedBroker.send(this.source, values(25, 26));
			await().until(() -> batches.sizes.size() == 4);
			assertThat(Duration.ofNanos(batches.last - sent)).isGreaterThanOrEqualTo(Duration.ofMillis(299));
			await().until(() -> SharedBroker.values(this.output).size() == 26);
		}
	}

	@ParameterizedTest
	@EnumSource
	void failingBatchIsTakenApartAndOnlyTheFailingEventsAreDeadLettered(ProcessingGuarantee guarantee) {
		List<String> values = new java.util.ArrayList<>(values(0, 30));
		values.set(13, "bad:1");
		values.set(17, "bad:2");
		SharedBroker.send(this.source, values);

		try (TestApp app = this.builder.guarantee(guarantee).start().awaitRunning()) {
			await().until(() -> SharedBroker.values(this.output).size() == 28);
			await().untilAsserted(() -> assertThat(counts(app).values()).hasSize(5).doesNotContain(0L));
			assertThat(counts(app).values().stream().mapToLong(Long::longValue).sum()).isEqualTo(28);
			assertThat(SharedBroker.values(this.source + "-dlt")).containsExactly("bad:1", "bad:2");
			// Two attempts together and a last one alone, then in batches again.
			assertThat(app.bean(Batches.class).sizes).startsWith(10, 10, 10, 10).endsWith(10).hasSize(1 + 3 + 10 + 1);
		}
		assertThat(SharedBroker.values(this.output)).doesNotHaveDuplicates()
			.noneMatch((value) -> value.contains("bad"));
	}

	@ParameterizedTest
	@EnumSource
	void unfinishedBatchIsGivenToTheNextRun(ProcessingGuarantee guarantee) {
		SharedBroker.send(this.source, values(0, 14));
		this.builder.guarantee(guarantee).property("within", "10m");
		try (TestApp app = this.builder.start().awaitRunning()) {
			await().until(() -> SharedBroker.values(this.output).size() == 10);
		}

		try (TestApp app = this.builder.property("within", "200ms").start().awaitRunning()) {
			await().until(() -> SharedBroker.values(this.output).size() == 14);
			assertThat(app.bean(Batches.class).sizes).containsExactly(4);
			await().untilAsserted(
					() -> assertThat(counts(app).values().stream().mapToLong(Long::longValue).sum()).isEqualTo(14));
		}
	}

	private static Map<String, Long> counts(TestApp app) {
		Map<String, Long> counts = new TreeMap<>();
		app.bean(Batches.class).table.entries().forEach((entry) -> counts.put(entry.key(), entry.value()));
		return counts;
	}

	private static List<String> values(int from, int to) {
		return IntStream.range(from, to).mapToObj((i) -> "k" + i % 5 + ":" + i).toList();
	}

	@Configuration(proxyBeanMethods = false)
	static class Tables {

		@Bean
		Table<String, Long> counts(FaustApp app) {
			return app.table("counts", String.class, Long.class).defaultValue(0L).build();
		}

	}

	@Import(Tables.class)
	static class Batches {

		private final Table<String, Long> table;

		private final List<Integer> sizes = new CopyOnWriteArrayList<>();

		private volatile long last;

		Batches(Table<String, Long> counts) {
			this.table = counts;
		}

		@Agent(topics = "${source}", batch = 10, within = "${within}")
		@Sink(topic = "${output}")
		CompletableFuture<List<String>> batch(List<Event<String>> events) {
			this.sizes.add(events.size());
			this.last = System.nanoTime();
			events.forEach((event) -> this.table.update(String.valueOf(event.key()), (count) -> count + 1));
			List<String> values = events.stream().map((event) -> String.valueOf(event.value())).toList();
			CompletableFuture<List<String>> later = new CompletableFuture<>();
			new Thread(() -> {
				if (values.stream().anyMatch((value) -> value.startsWith("bad"))) {
					later.completeExceptionally(new IllegalStateException("no good"));
				}
				else {
					later.complete(values);
				}
			}).start();
			return later;
		}

	}

}
