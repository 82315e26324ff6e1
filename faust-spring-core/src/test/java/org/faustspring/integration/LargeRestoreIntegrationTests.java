package org.faustspring.integration;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.faustspring.annotation.Agent;
import org.faustspring.app.AppState;
import org.faustspring.app.FaustApp;
import org.faustspring.app.ProcessingGuarantee;
import org.faustspring.app.TaskInfo;
import org.faustspring.fixture.SharedBroker;
import org.faustspring.fixture.TestApp;
import org.faustspring.table.StoreKind;
import org.faustspring.table.Table;
import org.faustspring.table.TableEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A changelog so large that it is restored by sorted files, with keys that are written
 * often, keys that are written once, and tombstones.
 */
class LargeRestoreIntegrationTests {

	private static final int PARTITIONS = 3;

	private static final int RECORDS = 600_000;

	private static final int KEYS = 250_000;

	private static final String TEXT = ".".repeat(70);

	private final String id = SharedBroker.unique("large");

	private final String source = SharedBroker.topic("source", PARTITIONS);

	private final TestApp.Builder builder;

	private final Map<String, String> expected = new HashMap<>();

	LargeRestoreIntegrationTests(@TempDir Path state) {
		this.builder = TestApp.builder(this.id).state(state).property("source", this.source).beans(Large.class);
	}

	@BeforeEach
	void fill() throws Exception {
		String changelog = this.id + "-large-changelog";
		try (Admin admin = SharedBroker.admin()) {
			admin
				.createTopics(List
					.of(new NewTopic(changelog, PARTITIONS, (short) 1).configs(Map.of("cleanup.policy", "compact"))))
				.all()
				.get();
			await().until(() -> admin.listTopics().names().get().contains(changelog));
			SharedBroker.awaitOnline(admin, changelog, PARTITIONS);
		}
		SplittableRandom random = new SplittableRandom(11);
		try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
				Map.of("bootstrap.servers", SharedBroker.bootstrapServers(), "linger.ms", 20, "compression.type", "lz4",
						"max.in.flight.requests.per.connection", 1),
				new StringSerializer(), new ByteArraySerializer())) {
			for (int i = 0; i < RECORDS; i++) {
				String key = "key-" + random.nextInt(KEYS);
				if (random.nextInt(10) == 0) {
					producer.send(new ProducerRecord<>(changelog, key, null));
					this.expected.remove(key);
				}
				else {
					String value = "value-" + i + TEXT;
					producer.send(new ProducerRecord<>(changelog, key, value.getBytes(StandardCharsets.UTF_8)));
					this.expected.put(key, value);
				}
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void everyKeyHasItsLastValue(ProcessingGuarantee guarantee) {
		this.builder.property("store", StoreKind.ROCKSDB).guarantee(guarantee);
		try (TestApp app = this.builder.start().awaitRunning()) {
			assertThat(app.app().figures().restored()).isEqualTo(RECORDS);
			assertThat(app.app().figures().restoreRemaining()).isZero();
			assertComplete(app);
			SharedBroker.send(this.source, List.of("one", "two"));
			await().untilAsserted(() -> assertThat(Large.table(app).get("one")).isEqualTo("seen"));
		}
		try (TestApp app = this.builder.start().awaitRunning()) {
			assertThat(app.app().figures().restored()).isZero();
			assertThat(Large.table(app).get("two")).isEqualTo("seen");
			this.expected.putAll(Map.of("one", "seen", "two", "seen"));
			assertComplete(app);
		}
	}

	@Test
	void tableInMemoryIsRestored() {
		this.builder.property("store", StoreKind.MEMORY);
		try (TestApp app = this.builder.start().awaitRunning()) {
			assertThat(app.app().figures().restored()).isEqualTo(RECORDS);
			assertComplete(app);
		}
	}

	@Test
	void restoreThatIsInterruptedGoesOn() {
		this.builder.property("store", StoreKind.ROCKSDB);
		for (long least : List.of(1L, RECORDS / 8L, RECORDS / 4L)) {
			try (TestApp app = this.builder.start()) {
				await().pollInterval(Duration.ofMillis(5))
					.until(() -> app.app().figures().restored() >= least || app.app().state() == AppState.RUNNING);
			}
		}
		try (TestApp app = this.builder.start().awaitRunning()) {
			assertComplete(app);
		}
	}

	@Test
	void progressIsTold() {
		this.builder.property("store", StoreKind.ROCKSDB);
		try (TestApp app = this.builder.start()) {
			await().pollInterval(Duration.ofMillis(5))
				.until(() -> app.app()
					.tasks()
					.stream()
					.flatMap((task) -> task.restoring().stream())
					.anyMatch((info) -> info.restored() > 0 && info.restored() < info.total()
							&& info.recordsPerSecond() > 0 && info.secondsLeft() >= 0));
			app.awaitRunning();
			assertThat(app.app().tasks()).extracting(TaskInfo::restoring).allMatch(List::isEmpty);
		}
	}

	private void assertComplete(TestApp app) {
		Map<String, String> found = new HashMap<>();
		for (TableEntry<String, String> entry : Large.table(app).entries()) {
			found.put(entry.key(), entry.value());
		}
		assertThat(found.equals(this.expected)).as("%d entries of %d", found.size(), this.expected.size()).isTrue();
	}

	@Configuration(proxyBeanMethods = false)
	static class Large {

		@Bean
		Table<String, String> large(FaustApp app, @Value("${store}") StoreKind store) {
			return app.table("large", String.class, String.class).store(store).build();
		}

		@Bean
		Seen seen(Table<String, String> large) {
			return new Seen(large);
		}

		@SuppressWarnings("unchecked")
		static Table<String, String> table(TestApp app) {
			return app.bean(Table.class);
		}

	}

	record Seen(Table<String, String> table) {

		@Agent(topics = "${source}")
		void see(String value) {
			this.table.put(value, "seen");
		}

	}

}
