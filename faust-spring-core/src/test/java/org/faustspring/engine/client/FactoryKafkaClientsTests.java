package org.faustspring.engine.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.errors.InvalidGroupIdException;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.MetricsReporter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.support.serializer.JacksonJsonDeserializer;
import org.springframework.kafka.support.serializer.JacksonJsonSerializer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link FactoryKafkaClients}.
 */
class FactoryKafkaClientsTests {

	private static final Object BUNDLE = new Object();

	private final List<String> heard = new ArrayList<>();

	private final DefaultKafkaConsumerFactory<Object, Object> consumerFactory = new DefaultKafkaConsumerFactory<>(
			settings(Map.of(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, JacksonJsonDeserializer.class,
					ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, JacksonJsonDeserializer.class,
					ConsumerConfig.GROUP_ID_CONFIG, "listeners", ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, "one",
					ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, true, ConsumerConfig.CLIENT_ID_CONFIG, "theirs",
					ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "7")));

	private final DefaultKafkaProducerFactory<Object, Object> producerFactory = new DefaultKafkaProducerFactory<>(
			settings(Map.of(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, JacksonJsonSerializer.class,
					ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, JacksonJsonSerializer.class,
					ProducerConfig.TRANSACTIONAL_ID_CONFIG, "theirs-", ProducerConfig.LINGER_MS_CONFIG, "3")));

	@BeforeEach
	void forgetSettings() {
		SettingsKeeper.BY_CLIENT.clear();
	}

	private static Map<String, Object> settings(Map<String, Object> more) {
		Map<String, Object> settings = new HashMap<>(more);
		settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, List.of("localhost:1", "localhost:2"));
		settings.put(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, SettingsKeeper.class.getName());
		settings.put("the.ssl.bundle", BUNDLE);
		return settings;
	}

	private FactoryKafkaClients clients() {
		return new FactoryKafkaClients(this.consumerFactory, this.producerFactory, settings(Map.of()), "flights");
	}

	@Test
	void consumerHasTheApplicationsSettingsButNeitherItsGroupNorItsAutoCommit() {
		try (Consumer<byte[], byte[]> consumer = clients().consumer("restore", Map.of())) {
			assertThat(SettingsKeeper.of("flights-restore")).containsEntry("max.poll.records", "7")
				.containsEntry("enable.auto.commit", false)
				.containsEntry("the.ssl.bundle", BUNDLE)
				.doesNotContainKeys("group.id", "group.instance.id");
			assertThatExceptionOfType(InvalidGroupIdException.class).isThrownBy(consumer::groupMetadata);
		}
	}

	@Test
	void overridesOfAConsumerTakePrecedence() {
		this.consumerFactory.updateConfigs(Map.of(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
				"org.apache.kafka.clients.consumer.RoundRobinAssignor"));
		Map<String, Object> overrides = Map.of("group.id", "flights", "partition.assignment.strategy",
				"org.apache.kafka.clients.consumer.StickyAssignor", "max.poll.records", 9);

		try (Consumer<byte[], byte[]> consumer = clients().consumer("poller", overrides)) {
			assertThat(consumer.groupMetadata().groupId()).isEqualTo("flights");
			assertThat(consumer.groupMetadata().groupInstanceId()).contains("one");
			assertThat(SettingsKeeper.of("flights-poller")).containsAllEntriesOf(overrides);
		}
	}

	@Test
	void producerIsTransactionalOnlyIfItIsToldTo() {
		FactoryKafkaClients clients = clients();

		try (Producer<byte[], byte[]> plain = clients.producer("plain", Map.of());
				Producer<byte[], byte[]> transactional = clients.producer("worker-0",
						Map.of("transactional.id", "flights-a-0"))) {
			assertThatIllegalStateException().isThrownBy(plain::beginTransaction);
			assertThat(SettingsKeeper.of("flights-plain")).containsEntry("linger.ms", "3")
				.containsEntry("the.ssl.bundle", BUNDLE)
				.doesNotContainKey("transactional.id");
			assertThat(SettingsKeeper.of("flights-worker-0")).containsEntry("transactional.id", "flights-a-0");
		}
	}

	@Test
	void listenersOfTheFactoriesHearOfEachClientOnce() {
		this.consumerFactory.addListener(new ConsumerFactory.Listener<>() {

			@Override
			public void consumerAdded(String id, Consumer<Object, Object> consumer) {
				FactoryKafkaClientsTests.this.heard.add("+" + id);
			}

			@Override
			public void consumerRemoved(@Nullable String id, Consumer<Object, Object> consumer) {
				FactoryKafkaClientsTests.this.heard.add("-" + id);
			}

		});
		this.producerFactory.addListener(new ProducerFactory.Listener<>() {

			@Override
			public void producerAdded(String id, Producer<Object, Object> producer) {
				FactoryKafkaClientsTests.this.heard.add("+" + id);
			}

			@Override
			public void producerRemoved(String id, Producer<Object, Object> producer) {
				FactoryKafkaClientsTests.this.heard.add("-" + id);
			}

		});
		FactoryKafkaClients clients = clients();

		Consumer<byte[], byte[]> consumer = clients.consumer("poller", Map.of());
		consumer.close();
		consumer.close();
		Producer<byte[], byte[]> producer = clients.producer("worker-0", Map.of());
		producer.close(Duration.ZERO);
		producer.close();

		assertThat(this.heard).containsExactly("+faust.flights-poller", "-faust.flights-poller",
				"+faust.flights-worker-0", "-faust.flights-worker-0");
	}

	@Test
	void adminHasTheApplicationsSettings() {
		try (Admin admin = clients().admin("topics")) {
			assertThat(admin).isNotNull();
			assertThat(SettingsKeeper.of("flights-topics")).containsEntry("the.ssl.bundle", BUNDLE);
		}
	}

	@Test
	void settingsAreReadAsTheyAre() {
		FactoryKafkaClients clients = clients();

		assertThat(clients.bootstrapServers()).isEqualTo("localhost:1,localhost:2");
		assertThat(clients.producerSetting("linger.ms")).isEqualTo("3");
		assertThat(clients.consumerSetting("the.ssl.bundle")).isSameAs(BUNDLE);
		assertThat(clients.producerSetting("unheard.of")).isNull();
	}

	@Test
	void factoryThatDoesNotTellItsSettingsIsNamed() {
		ConsumerFactory<Object, Object> silent = new ConsumerFactory<>() {

			@Override
			public Consumer<Object, Object> createConsumer(@Nullable String groupId, @Nullable String clientIdPrefix,
					@Nullable String clientIdSuffix, @Nullable Properties properties) {
				throw new AssertionError("Nobody asks for a consumer");
			}

			@Override
			public boolean isAutoCommit() {
				return false;
			}

		};

		assertThatIllegalStateException()
			.isThrownBy(() -> new FactoryKafkaClients(silent, this.producerFactory, settings(Map.of()), "flights"))
			.withMessageContaining("ConsumerFactory bean")
			.withMessageContaining(silent.getClass().getName())
			.withMessageContaining("getConfigurationProperties()");
	}

	@Test
	void factoryWithoutBootstrapServersIsNamed() {
		ProducerFactory<Object, Object> nowhere = () -> {
			throw new AssertionError("Nobody asks for a producer");
		};

		assertThatIllegalStateException()
			.isThrownBy(() -> new FactoryKafkaClients(this.consumerFactory, nowhere, settings(Map.of()), "flights"))
			.withMessageContaining("producer factory")
			.withMessageContaining("spring.kafka.bootstrap-servers");
	}

	public static class SettingsKeeper implements MetricsReporter {

		static final Map<String, Map<String, ?>> BY_CLIENT = new ConcurrentHashMap<>();

		static Map<String, Object> of(String clientId) {
			return new HashMap<>(BY_CLIENT.getOrDefault(clientId, Map.of()));
		}

		@Override
		public void configure(Map<String, ?> settings) {
			BY_CLIENT.put(String.valueOf(settings.get("client.id")), new HashMap<>(settings));
		}

		@Override
		public void init(List<KafkaMetric> metrics) {
		}

		@Override
		public void metricChange(KafkaMetric metric) {
		}

		@Override
		public void metricRemoval(KafkaMetric metric) {
		}

		@Override
		public void close() {
		}

	}

}
