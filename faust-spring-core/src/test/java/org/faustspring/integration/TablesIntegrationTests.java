package org.faustspring.integration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import org.faustspring.annotation.Agent;
import org.faustspring.app.FaustApp;
import org.faustspring.app.MisroutedKeys;
import org.faustspring.app.ProcessingGuarantee;
import org.faustspring.fixture.SharedBroker;
import org.faustspring.fixture.TestApp;
import org.faustspring.table.StoreKind;
import org.faustspring.table.Table;
import org.faustspring.table.TableEntries;
import org.faustspring.table.TableWriteException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tables in handlers and outside of them.
 */
class TablesIntegrationTests {

	@TempDir
	Path state;

	private final String source = SharedBroker.topic("source", 1);

	private final TestApp.Builder builder = TestApp.builder(SharedBroker.unique("tables"));

	@BeforeEach
	void prepare() {
		this.builder.state(this.state).property("source", this.source).property("store", StoreKind.ROCKSDB);
	}

	@ParameterizedTest
	@EnumSource
	void handlerSeesItsOwnWritesInOrderAndReadersWhatIsCommitted(StoreKind store) {
		this.builder.property("store", store).beans(Operations.class).commitInterval(Duration.ofMillis(100));
		SharedBroker.send(this.source, List.of("put b 2", "put a 1", "put c 3", "put ab 12", "put ac 13"));

		try (TestApp app = this.builder.start().awaitRunning()) {
			Operations operations = app.bean(Operations.class);
			Table<String, Long> table = operations.table;
			await().untilAsserted(
					() -> assertThat(entries(table.entries())).containsExactly("a=1", "ab=12", "ac=13", "b=2", "c=3"));
			SharedBroker.send(this.source,
					List.of("remove ab 0", "put d 4", "update a 10", "update new 5", "scan x 0", "put a 1"));
			await().until(() -> !operations.seen.isEmpty());
			assertThat(operations.seen).containsExactly("[a=11, ac=13, b=2, c=3, d=4, new=5, own=1]", "[ac=13, b=2]",
					"[a=11, ac=13]", "0 7 false true");
			await().untilAsserted(() -> assertThat(entries(table.entries())).containsExactly("a=1", "ac=13", "b=2",
					"c=3", "d=4", "new=5"));
			assertThat(entries(table.range("ab", "c"))).containsExactly("ac=13", "b=2");
			assertThat(entries(table.prefix("a"))).containsExactly("a=1", "ac=13");
			assertThat(table.get("missing")).isZero();
			assertThat(table.getOrDefault("missing", 7L)).isEqualTo(7);
			assertThat(table.contains("missing")).isFalse();
			assertThat(table.contains("a")).isTrue();
			assertThat(table.approximateSize()).isPositive();
			assertThatExceptionOfType(TableWriteException.class).isThrownBy(() -> table.put("a", 2L))
				.withMessageContaining("in a handler only");
			assertThatExceptionOfType(TableWriteException.class).isThrownBy(() -> table.remove("a"));
			assertThatExceptionOfType(TableWriteException.class)
				.isThrownBy(() -> table.update("a", (value) -> value + 1));
		}
		try (TestApp app = this.builder.start().awaitRunning()) {
			assertThat(entries(app.bean(Operations.class).table.entries())).containsExactly("a=1", "ac=13", "b=2",
					"c=3", "d=4", "new=5");
			assertThat(app.app().figures().restored() > 0).isEqualTo(store == StoreKind.MEMORY);
			SharedBroker.send(this.source, List.of("update a 1"));
			await().untilAsserted(() -> assertThat(app.bean(Operations.class).table.get("a")).isEqualTo(2));
		}
	}

	@Test
	void writeOfAKeyOfAnotherPartitionFailsTheEventWhereThatIsAskedFor() {
		String topic = SharedBroker.topic("source", 4);
		SharedBroker.sendRecords(
				IntStream.range(0, 8).mapToObj((i) -> SharedBroker.record(topic, "k" + i, "put same 1")).toList());
		this.builder.property("source", topic).beans(Operations.class).misroutedKeys(MisroutedKeys.FAIL).attempts(1);

		try (TestApp app = this.builder.start().awaitRunning()) {
			await().until(() -> app.agent("operate")
				.figures()
				.stream()
				.mapToLong((figures) -> figures.events() + figures.deadLettered())
				.sum() == 8);
			assertThat(app.agent("operate").figures().get(0).deadLettered()).isBetween(1L, 7L);
			await().untilAsserted(
					() -> assertThat(entries(app.bean(Operations.class).table.entries())).containsExactly("same=1"));
		}
	}

	@ParameterizedTest
	@EnumSource
	void readersSeeWholeCommitsWhileEventsAreProcessed(ProcessingGuarantee guarantee) throws Exception {
		this.builder.guarantee(guarantee).commitInterval(Duration.ofMillis(20)).beans(Transfers.class);
		ExecutorService readers = Executors.newFixedThreadPool(4);
		AtomicBoolean done = new AtomicBoolean();
		SharedBroker.send(this.source, List.of("fill 0 0"));

		try (TestApp app = this.builder.start().awaitRunning()) {
			Table<String, Long> accounts = app.bean(Transfers.class).table;
			await().untilAsserted(() -> assertThat(accounts.get("account5")).isEqualTo(100));
			List<Future<Integer>> reads = new ArrayList<>();
			for (int i = 0; i < 4; i++) {
				reads.add(readers.submit(() -> {
					int count = 0;
					while (!done.get()) {
						long previous = Objects.requireNonNull(accounts.get("transfers"));
						List<String> all = entries(accounts.prefix("account"));
						assertThat(all).hasSize(10);
						assertThat(accounts.get("transfers")).isGreaterThanOrEqualTo(previous);
						count++;
					}
					return count;
				}));
			}
			SharedBroker.send(this.source,
					IntStream.range(0, 3000).mapToObj((i) -> "move " + i % 10 + " " + i * 7 % 10).toList());
			await().atMost(Duration.ofSeconds(30))
				.untilAsserted(() -> assertThat(accounts.get("transfers")).isEqualTo(3000));
			done.set(true);
			for (Future<Integer> read : reads) {
				assertThat(read.get(10, TimeUnit.SECONDS)).isPositive();
			}
			long sum = IntStream.range(0, 10).mapToLong((i) -> accounts.getOrDefault("account" + i, 0L)).sum();
			assertThat(sum).isEqualTo(1000);
			assertThat(app.agent("transfer").figures().get(0).errors()).isZero();
		}
		finally {
			done.set(true);
			readers.shutdownNow();
		}
	}

	private static List<String> entries(TableEntries<String, Long> entries) {
		List<String> texts = new ArrayList<>();
		entries.forEach((entry) -> texts.add(entry.key() + "=" + entry.value()));
		return texts;
	}

	@Configuration(proxyBeanMethods = false)
	static class Tables {

		@Bean
		Table<String, Long> numbers(FaustApp app, @Value("${store}") StoreKind store) {
			return app.table("numbers", String.class, Long.class).defaultValue(0L).store(store).build();
		}

	}

	@Import(Tables.class)
	static class Operations {

		private final Table<String, Long> table;

		private final List<String> seen = new CopyOnWriteArrayList<>();

		Operations(Table<String, Long> numbers) {
			this.table = numbers;
		}

		@Agent(topics = "${source}")
		void operate(String line) {
			String[] words = line.split(" ");
			long number = Long.parseLong(words[2]);
			switch (words[0]) {
				case "put" -> this.table.put(words[1], number);
				case "remove" -> this.table.remove(words[1]);
				case "update" -> this.table.update(words[1], (value) -> value + number);
				case "scan" -> scan();
				default -> throw new IllegalArgumentException(line);
			}
		}

		private void scan() {
			this.table.put("own", 1L);
			List<String> all = entries(this.table.entries());
			List<String> range = entries(this.table.range("ab", "c"));
			List<String> prefix = entries(this.table.prefix("a"));
			this.table.remove("own");
			this.seen.addAll(List.of(all.toString(), range.toString(), prefix.toString(),
					"%d %d %s %s".formatted(this.table.get("own"), this.table.getOrDefault("own", 7L),
							this.table.contains("own"), this.table.contains("a"))));
		}

	}

	@Import(Tables.class)
	static class Transfers {

		private final Table<String, Long> table;

		Transfers(Table<String, Long> numbers) {
			this.table = numbers;
		}

		@Agent(topics = "${source}")
		void transfer(String line) {
			String[] words = line.split(" ");
			if (words[0].equals("fill")) {
				IntStream.range(0, 10).forEach((i) -> this.table.put("account" + i, 100L));
				return;
			}
			this.table.update("account" + words[1], (value) -> value - 1);
			this.table.update("account" + words[2], (value) -> value + 1);
			this.table.update("transfers", (value) -> value + 1);
		}

	}

}
