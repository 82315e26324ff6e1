package org.faustspring.integration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.config.ConfigResource;
import org.faustspring.annotation.Agent;
import org.faustspring.annotation.Sink;
import org.faustspring.app.FaustApp;
import org.faustspring.app.InvalidTopicException;
import org.faustspring.app.ProcessingGuarantee;
import org.faustspring.app.TopicMismatchException;
import org.faustspring.app.TopicMissingException;
import org.faustspring.fixture.SharedBroker;
import org.faustspring.fixture.TestApp;
import org.faustspring.topic.Topic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.context.ApplicationContextException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/**
 * Topics that an App declares: created, checked, and sent to.
 */
class DeclaredTopicsIntegrationTests {

	@TempDir
	Path state;

	@Test
	void missingTopicIsCreatedAsDeclaredAndReadByAnAgent() throws Exception {
		String name = SharedBroker.unique("declared");
		TestApp.Builder builder = app(name).beans(Declared.class, Reader.class);

		try (TestApp app = builder.start().awaitRunning()) {
			assertThat(describe(name).partitions()).hasSize(3);
			assertThat(setting(name, "cleanup.policy")).isEqualTo("compact,delete");
			assertThat(setting(name, "retention.ms")).isEqualTo("3600000");
			assertThat(setting(name, "min.insync.replicas")).isEqualTo("1");
			assertThat(app.app().tasks()).hasSize(3);

			RecordMetadata sent = app.bean(Declared.class).topic().send("a", List.of(1, 2)).get(20, TimeUnit.SECONDS);

			assertThat(sent.hasOffset()).isTrue();
			await().untilAsserted(() -> assertThat(app.bean(Reader.class).seen).containsExactly("a [1, 2]"));
		}
		try (TestApp app = builder.start().awaitRunning()) {
			assertThat(app.app().tasks()).hasSize(3);
			app.bean(Declared.class).topic().send("b", List.of()).get(20, TimeUnit.SECONDS);
			await().untilAsserted(() -> assertThat(app.bean(Reader.class).seen).containsExactly("b []"));
		}
	}

	@Test
	void topicThatIsNotAsDeclaredFailsTheStart() throws Exception {
		String fewer = SharedBroker.topic("fewer", 1);
		String other = SharedBroker.unique("other");
		try (Admin admin = SharedBroker.admin()) {
			admin.createTopics(List.of(new NewTopic(other, 3, (short) 1)
				.configs(Map.of("cleanup.policy", "delete", "retention.ms", "3600000")))).all().get();
		}

		assertThat(failure(app(fewer).beans(Declared.class))).isInstanceOfSatisfying(TopicMismatchException.class,
				(mismatch) -> {
					assertThat(mismatch.setting()).isEqualTo("partitions");
					assertThat(mismatch.declared()).isEqualTo("3");
					assertThat(mismatch.actual()).isEqualTo("1");
					assertThat(mismatch).hasMessageContaining(fewer);
					assertThat(mismatch.remedy()).contains("partitions(1)");
				});
		assertThat(failure(app(other).beans(Declared.class))).isInstanceOfSatisfying(TopicMismatchException.class,
				(mismatch) -> {
					assertThat(mismatch.setting()).isEqualTo("cleanup.policy");
					assertThat(mismatch.actual()).isEqualTo("delete");
					assertThat(mismatch.remedy()).contains("kafka-configs");
				});
	}

	@Test
	void missingTopicThatIsNotToBeCreatedAndARefusedOneFailTheStart() {
		String name = SharedBroker.unique("absent");

		assertThat(failure(app(name).createTopics(false).beans(Declared.class)))
			.isInstanceOf(TopicMissingException.class)
			.hasMessageContaining(name);
		assertThat(failure(app(name).beans(Refused.class))).isInstanceOf(InvalidTopicException.class)
			.hasMessageContaining("no.such.setting");
		assertThat(failure(app(name).beans(Declared.class, Contradicting.class)))
			.isInstanceOf(InvalidTopicException.class)
			.hasMessageContaining("partitions=3")
			.hasMessageContaining("partitions=4");
	}

	@Test
	void appWithoutAgentsDeclaresAndSends() throws Exception {
		String name = SharedBroker.unique("agentless");
		Topic<String, List<Integer>> topic;

		try (TestApp app = app(name).beans(Declared.class).start().awaitRunning()) {
			topic = app.bean(Declared.class).topic();
			topic.send("a", List.of(1));
			assertThatIllegalStateException().isThrownBy(() -> topic.sendSoon("a", List.of(2)));
			Topic<String, String> late = app.app()
				.topic(name + "-late", String.class, String.class)
				.partitions(2)
				.build();
			assertThat(describe(late.name()).partitions()).hasSize(2);
			late.send("x").get(20, TimeUnit.SECONDS);
			assertThatExceptionOfType(TopicMismatchException.class)
				.isThrownBy(() -> app.app().topic(late.name(), String.class, String.class).partitions(5).build());
		}
		assertThat(SharedBroker.values(name)).containsExactly("[1]");
		assertThat(SharedBroker.values(name + "-late")).containsExactly("x");
		assertThatIllegalStateException().isThrownBy(() -> topic.send("a", List.of(3)));
	}

	@ParameterizedTest
	@EnumSource
	void whatAHandlerSendsBelongsToItsEvent(ProcessingGuarantee guarantee) {
		String source = SharedBroker.topic("source", 2);
		String name = SharedBroker.unique("sent");

		try (TestApp app = app(name).guarantee(guarantee)
			.attempts(2)
			.property("source", source)
			.beans(Declared.class, Sender.class)
			.start()
			.awaitRunning()) {
			SharedBroker.send(source, List.of("a:1", "fail:1", "b:1", "fail:2", "a:2"));
			await().atMost(Duration.ofSeconds(20)).until(() -> SharedBroker.values(name).size() >= 9);
			await().until(() -> SharedBroker.values(source + "-dlt").size() == 2);
		}

		assertThat(SharedBroker.values(name)).containsExactlyInAnyOrder("[1]", "[2]", "[3]", "[1]", "[2]", "[3]", "[1]",
				"[2]", "[3]");
		assertThat(SharedBroker.read(name, true)).allMatch((record) -> !record.key().equals("fail"));
		assertThat(SharedBroker.count(name, (record) -> record.value().equals("[3]") && record.key().equals("a")))
			.isEqualTo(2);
	}

	private TestApp.Builder app(String topic) {
		return TestApp.builder(SharedBroker.unique("declaring"))
			.state(this.state.resolve(SharedBroker.unique("state")))
			.property("topic", topic);
	}

	private static Throwable failure(TestApp.Builder builder) {
		Throwable thrown = catchThrowable(() -> builder.start().close());
		assertThat(thrown).isInstanceOf(ApplicationContextException.class);
		return Objects.requireNonNull(thrown.getCause());
	}

	private static TopicDescription describe(String topic) throws Exception {
		try (Admin admin = SharedBroker.admin()) {
			return admin.describeTopics(List.of(topic)).allTopicNames().get().values().iterator().next();
		}
	}

	private static String setting(String topic, String name) throws Exception {
		try (Admin admin = SharedBroker.admin()) {
			ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
			return admin.describeConfigs(List.of(resource)).all().get().values().iterator().next().get(name).value();
		}
	}

	static class Declared {

		private final Topic<String, List<Integer>> topic;

		Declared(FaustApp app, org.springframework.core.env.Environment environment) {
			this.topic = app.topic(environment.getRequiredProperty("topic"), new ParameterizedTypeReference<String>() {
			}, new ParameterizedTypeReference<List<Integer>>() {
			})
				.partitions(3)
				.replicationFactor((short) 1)
				.retention(Duration.ofHours(1))
				.compacted()
				.config("min.insync.replicas", "1")
				.build();
		}

		Topic<String, List<Integer>> topic() {
			return this.topic;
		}

	}

	static class Refused {

		Refused(FaustApp app, org.springframework.core.env.Environment environment) {
			app.topic(environment.getRequiredProperty("topic"), String.class, String.class)
				.config("no.such.setting", "1")
				.build();
		}

	}

	static class Contradicting {

		Contradicting(FaustApp app, org.springframework.core.env.Environment environment) {
			app.topic(environment.getRequiredProperty("topic"), String.class, String.class).partitions(4).build();
		}

	}

	static class Reader {

		private final List<String> seen = new CopyOnWriteArrayList<>();

		@Agent(topics = "${topic}")
		void read(List<Integer> numbers, String key) {
			this.seen.add(key + " " + numbers);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Output {

		@Bean
		Topic<String, List<Integer>> output(Declared declared) {
			return declared.topic();
		}

	}

	@Import(Output.class)
	static class Sender {

		private final Topic<String, List<Integer>> topic;

		Sender(Declared declared) {
			this.topic = declared.topic();
		}

		@Agent(topics = "${source}")
		@Sink(bean = "output")
		List<List<Integer>> send(String value) {
			String key = value.substring(0, value.indexOf(':'));
			assertThat(this.topic.send(key, List.of(1))).isCompletedWithValueMatching((sent) -> !sent.hasOffset());
			this.topic.sendSoon(key, List.of(2));
			if (key.equals("fail")) {
				throw new IllegalStateException("no good");
			}
			return List.of(List.of(3));
		}

	}

}
