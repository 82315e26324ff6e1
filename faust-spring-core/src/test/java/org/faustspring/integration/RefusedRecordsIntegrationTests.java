package org.faustspring.integration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.faustspring.annotation.Agent;
import org.faustspring.annotation.Sink;
import org.faustspring.app.FaustApp;
import org.faustspring.app.ProcessingGuarantee;
import org.faustspring.fixture.SharedBroker;
import org.faustspring.fixture.TestApp;
import org.faustspring.table.Table;
import org.faustspring.table.TableNotReadyException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.support.KafkaHeaders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Records that a producer may send, but that the broker refuses for good: their events go
 * the way of the error policy, and nothing else is held up.
 */
class RefusedRecordsIntegrationTests {

	/**
	 * A record of a few bytes may join the batch of a large one, and a producer never
	 * ends to take such a batch apart.
	 */
	private static final String PADDING = " and what makes it longer than a few bytes";

	private static final Duration LIMIT = Duration.ofSeconds(60);

	@TempDir
	Path state;

	private final String id = SharedBroker.unique("refused");

	private final String source = SharedBroker.topic("source", 2);

	private final String output = SharedBroker.topic("output", 2);

	private TestApp.Builder builder = TestApp.builder(this.id);

	@BeforeEach
	void prepare() {
		this.builder.state(this.state).property("source", this.source).property("output", this.output).attempts(2);
	}

	@ParameterizedTest
	@EnumSource
	void eventWhoseResultTheTopicRefusesIsDeadLettered(ProcessingGuarantee guarantee) throws Exception {
		alter(this.output, "max.message.bytes", "20000");
		SharedBroker.send(this.source, List.of("a:1", "b:2", "a:large-result", "c:3", "b:large-result", "d:4", "a:5"));

		try (TestApp app = this.builder.guarantee(guarantee).beans(Writing.class).start().awaitRunning()) {
			awaitEntries(app, Map.of("a", "5", "b", "2", "c", "3", "d", "4"));
			awaitLetters("a:large-result", "b:large-result");
		}

		assertOutputs(guarantee, "a:1", "b:2", "c:3", "d:4", "a:5");
		assertThat(SharedBroker.readRaw(this.source + "-dlt")).allSatisfy(RefusedRecordsIntegrationTests::assertReason);
	}

	private static void assertReason(ConsumerRecord<String, byte[]> letter) {
		assertThat(new String(letter.headers().lastHeader(KafkaHeaders.DLT_EXCEPTION_MESSAGE).value()))
			.contains("max.message.bytes");
	}

	@ParameterizedTest
	@EnumSource
	void eventWhoseEntryTheChangelogRefusesIsDeadLettered(ProcessingGuarantee guarantee) throws Exception {
		try (TestApp app = this.builder.guarantee(guarantee).beans(Writing.class).start().awaitRunning()) {
			alter(this.id + "-texts-changelog", "max.message.bytes", "20000");
			SharedBroker.send(this.source, List.of("a:1", "b:2", "a:large-entry", "c:3", "b:large-entry", "d:4"));

			awaitEntries(app, Map.of("a", "1", "b", "2", "c", "3", "d", "4"));
			awaitLetters("a:large-entry", "b:large-entry");
		}

		assertOutputs(guarantee, "a:1", "b:2", "c:3", "d:4");
	}

	@ParameterizedTest
	@EnumSource
	void eventWhoseResultIsInvalidInItsTopicIsDeadLettered(ProcessingGuarantee guarantee) throws Exception {
		alter(this.output, "cleanup.policy", "compact");
		SharedBroker.sendRecords(List.of(SharedBroker.record(this.source, "a", "a:1"),
				SharedBroker.record(this.source, null, "without:key"), SharedBroker.record(this.source, "b", "b:2")));

		try (TestApp app = this.builder.guarantee(guarantee).beans(Forwarding.class).start().awaitRunning()) {
			await().atMost(LIMIT)
				.until(() -> SharedBroker.values(this.output).containsAll(List.of("a:1" + PADDING, "b:2" + PADDING)));
			awaitLetters("without:key");
			assertThat(app.app().failure()).isNull();
		}

		assertOutputs(guarantee, "a:1", "b:2");
	}

	private static void alter(String topic, String setting, String value) throws Exception {
		try (Admin admin = SharedBroker.admin()) {
			admin
				.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic),
						List.of(new AlterConfigOp(new ConfigEntry(setting, value), AlterConfigOp.OpType.SET))))
				.all()
				.get();
			await().until(() -> {
				ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
				Config config = Objects
					.requireNonNull(admin.describeConfigs(List.of(resource)).all().get().get(resource));
				return config.get(setting).value().equals(value);
			});
		}
	}

	private static void awaitEntries(TestApp app, Map<String, String> expected) {
		Table<String, String> entries = app.bean(Writing.class).table;
		// Under at-least-once a failed commit has its tasks taken over again.
		await().atMost(LIMIT)
			.ignoreException(TableNotReadyException.class)
			.untilAsserted(() -> expected
				.forEach((key, value) -> assertThat(entries.get(key)).as(key).isEqualTo(value + PADDING)));
	}

	private void awaitLetters(String... values) {
		await().atMost(LIMIT).until(() -> SharedBroker.values(this.source + "-dlt").size() >= values.length);
		assertThat(SharedBroker.values(this.source + "-dlt")).contains(values);
	}

	private void assertOutputs(ProcessingGuarantee guarantee, String... values) {
		String[] padded = Arrays.stream(values).map((value) -> value + PADDING).toArray(String[]::new);
		if (guarantee == ProcessingGuarantee.EXACTLY_ONCE) {
			assertThat(SharedBroker.values(this.output)).containsExactlyInAnyOrder(padded);
		}
		else {
			// What the commits that failed had sent is there, too.
			assertThat(SharedBroker.values(this.output)).contains(padded);
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Tables {

		@Bean
		Table<String, String> texts(FaustApp app) {
			return app.table("texts", String.class, String.class).build();
		}

	}

	@Import(Tables.class)
	static class Writing {

		private final Table<String, String> table;

		Writing(Table<String, String> texts) {
			this.table = texts;
		}

		@Agent(topics = "${source}")
		@Sink(topic = "${output}")
		String write(String value, String key) {
			String text = value.substring(value.indexOf(':') + 1);
			this.table.put(key, text.equals("large-entry") ? "x".repeat(30_000) : text + PADDING);
			return text.equals("large-result") ? "x".repeat(30_000) : value + PADDING;
		}

	}

	static class Forwarding {

		@Agent(topics = "${source}")
		@Sink(topic = "${output}")
		String forward(String value) {
			return value + PADDING;
		}

	}

}
