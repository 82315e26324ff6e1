package org.faustspring.integration;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.IntegerDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.faustspring.agent.AgentCallException;
import org.faustspring.agent.AgentRef;
import org.faustspring.annotation.Agent;
import org.faustspring.app.FaustApp;
import org.faustspring.app.ProcessingGuarantee;
import org.faustspring.fixture.SharedBroker;
import org.faustspring.fixture.TestApp;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.EnableKafka;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.kafka.requestreply.ReplyingKafkaTemplate;
import org.springframework.messaging.handler.annotation.SendTo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Calls from and to applications that use Spring Kafka alone.
 */
class SpringKafkaCallsIntegrationTests {

	@TempDir
	Path state;

	private final String topic = SharedBroker.topic("mixed", 2);

	private final String replies = SharedBroker.topic("mixed-replies", 1);

	private final String listened = SharedBroker.topic("mixed-listened", 1);

	private TestApp app(ProcessingGuarantee guarantee) {
		return TestApp.builder(SharedBroker.unique("mixed"))
			.state(this.state)
			.guarantee(guarantee)
			.property("mixed", this.topic)
			.property("listened", this.listened)
			.beans(Agents.class)
			.start()
			.awaitRunning();
	}

	@ParameterizedTest
	@EnumSource
	void replyingTemplateCallsAnAgent(ProcessingGuarantee guarantee) throws Exception {
		KafkaMessageListenerContainer<String, Integer> container = new KafkaMessageListenerContainer<>(
				new DefaultKafkaConsumerFactory<>(Map.of("bootstrap.servers", SharedBroker.bootstrapServers(),
						"group.id", SharedBroker.unique("replies"), "isolation.level", "read_committed",
						"auto.offset.reset", "earliest"), new StringDeserializer(), new IntegerDeserializer()),
				new ContainerProperties(this.replies));
		DefaultKafkaProducerFactory<String, String> producers = new DefaultKafkaProducerFactory<>(
				Map.of("bootstrap.servers", SharedBroker.bootstrapServers()), new StringSerializer(),
				new StringSerializer());
		ReplyingKafkaTemplate<String, String, Integer> template = new ReplyingKafkaTemplate<>(producers, container);
		template.setReplyErrorChecker((record) -> AgentCallException.of(record.headers()));
		template.start();
		try (TestApp app = app(guarantee)) {
			assertThat(template.waitForAssignment(java.time.Duration.ofSeconds(20))).isTrue();
			assertThat(template.sendAndReceive(new ProducerRecord<>(this.topic, "k", "four"))
				.get(20, TimeUnit.SECONDS)
				.value()).isEqualTo(4);
			assertThatExceptionOfType(ExecutionException.class)
				.isThrownBy(() -> template.sendAndReceive(new ProducerRecord<>(this.topic, "k", "fail"))
					.get(20, TimeUnit.SECONDS))
				.havingCause()
				.isInstanceOfSatisfying(AgentCallException.class,
						(ex) -> assertThat(ex.remoteMessage()).isEqualTo("no length of fail"));
		}
		finally {
			template.destroy();
			producers.destroy();
		}
	}

	@ParameterizedTest
	@EnumSource
	void agentCallsAListener(ProcessingGuarantee guarantee) {
		try (AnnotationConfigApplicationContext listening = new AnnotationConfigApplicationContext()) {
			listening.getEnvironment().getSystemProperties().put("mixed.listened", this.listened);
			listening.register(Listening.class);
			listening.refresh();
			await().until(() -> listening.getBean(KafkaListenerEndpointRegistry.class)
				.getAllListenerContainers()
				.stream()
				.allMatch(
						(container) -> !java.util.Objects.requireNonNull(container.getAssignedPartitions()).isEmpty()));
			try (TestApp app = app(guarantee)) {
				AgentRef<String, String> asking = app.app().ref("asking", String.class, String.class);

				assertThat(asking.join(List.of("a", "b")).join()).containsExactly("agent of listener of a",
						"agent of listener of b");
			}
		}
	}

	static class Agents {

		private final FaustApp app;

		Agents(FaustApp app) {
			this.app = app;
		}

		@Agent(topics = "${mixed}")
		int length(String text) {
			if (text.equals("fail")) {
				throw new IllegalStateException("no length of " + text);
			}
			return text.length();
		}

		@Agent(topics = "${mixed}-asking")
		String asking(String text) {
			String topic = System.getProperty("mixed.listened");
			return "agent of " + this.app.refToTopic(topic, String.class, String.class).askAndWait("k", text);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableKafka
	static class Listening {

		@Bean
		ConsumerFactory<String, String> consumerFactory() {
			return new DefaultKafkaConsumerFactory<>(
					Map.of("bootstrap.servers", SharedBroker.bootstrapServers(), "auto.offset.reset", "earliest"),
					new StringDeserializer(), new StringDeserializer());
		}

		@Bean
		KafkaTemplate<String, String> template() {
			return new KafkaTemplate<>(
					new DefaultKafkaProducerFactory<>(Map.of("bootstrap.servers", SharedBroker.bootstrapServers()),
							new StringSerializer(), new StringSerializer()));
		}

		@Bean
		ConcurrentKafkaListenerContainerFactory<String, String> kafkaListenerContainerFactory(
				ConsumerFactory<String, String> consumers, KafkaTemplate<String, String> template) {
			ConcurrentKafkaListenerContainerFactory<String, String> factory = new ConcurrentKafkaListenerContainerFactory<>();
			factory.setConsumerFactory(consumers);
			factory.setReplyTemplate(template);
			return factory;
		}

		@Bean
		Listener listener() {
			return new Listener();
		}

	}

	static class Listener {

		@KafkaListener(topics = "${mixed.listened}", groupId = "${mixed.listened}")
		@SendTo
		String listen(String text) {
			return "listener of " + text;
		}

	}

}
