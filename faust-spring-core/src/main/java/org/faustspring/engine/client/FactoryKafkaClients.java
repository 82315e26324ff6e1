package org.faustspring.engine.client;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.jspecify.annotations.Nullable;

import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.ProducerFactory;

/**
 * Makes the engine's clients from the settings of the application's own factories, which
 * are read again for each client, so that rotated credentials are used. Settings are
 * passed on as the objects they are: SSL bundles among them. Any thread.
 */
public final class FactoryKafkaClients implements KafkaClients {

	private static final Log logger = LogFactory.getLog(FactoryKafkaClients.class);

	private static final List<String> NOT_FOR_CONSUMERS = List.of(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
			ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ConsumerConfig.GROUP_ID_CONFIG,
			ConsumerConfig.AUTO_COMMIT_INTERVAL_MS_CONFIG);

	private static final List<String> NOT_FOR_PRODUCERS = List.of(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
			ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ProducerConfig.TRANSACTIONAL_ID_CONFIG);

	private final ConsumerFactory<?, ?> consumerFactory;

	private final ProducerFactory<?, ?> producerFactory;

	private final Map<String, Object> adminConfiguration;

	private final String clientIdPrefix;

	/**
	 * Create the clients' maker. Connects to nothing.
	 * @param consumerFactory the application's consumer factory; its serializers, group
	 * and auto-commit are not used
	 * @param producerFactory the application's producer factory; its serializers and
	 * transactional id are not used
	 * @param adminConfiguration settings of the application's admin, as
	 * {@code KafkaAdmin.getConfigurationProperties()} gives them
	 * @param clientIdPrefix first part of every client id: the App's id
	 * @throws IllegalStateException if a factory does not tell its settings, or names no
	 * bootstrap servers
	 */
	public FactoryKafkaClients(ConsumerFactory<?, ?> consumerFactory, ProducerFactory<?, ?> producerFactory,
			Map<String, Object> adminConfiguration, String clientIdPrefix) {
		this.consumerFactory = consumerFactory;
		this.producerFactory = producerFactory;
		this.adminConfiguration = new HashMap<>(adminConfiguration);
		this.clientIdPrefix = clientIdPrefix;
		verifyOneCluster();
	}

	@Override
	public Consumer<byte[], byte[]> consumer(String name, Map<String, Object> overrides) {
		Map<String, Object> configuration = new HashMap<>(consumerConfiguration());
		NOT_FOR_CONSUMERS.forEach(configuration::remove);
		if (!overrides.containsKey(ConsumerConfig.GROUP_ID_CONFIG)) {
			configuration.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
		}
		if (overrides.containsKey(ConsumerConfig.GROUP_PROTOCOL_CONFIG)) {
			// Kafka rejects the remote assignor where the protocol is the classic one
			configuration.remove(ConsumerConfig.GROUP_REMOTE_ASSIGNOR_CONFIG);
		}
		configuration.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
		String clientId = complete(configuration, name, overrides);
		return new ListenedConsumer(configuration, listenerId(clientId),
				this.<byte[], byte[]>consumerFactory().getListeners())
			.announced();
	}

	@Override
	public Producer<byte[], byte[]> producer(String name, Map<String, Object> overrides) {
		Map<String, Object> configuration = new HashMap<>(producerConfiguration());
		NOT_FOR_PRODUCERS.forEach(configuration::remove);
		String clientId = complete(configuration, name, overrides);
		return new ListenedProducer(configuration, listenerId(clientId),
				this.<byte[], byte[]>producerFactory().getListeners())
			.announced();
	}

	@Override
	public Admin admin(String name) {
		Map<String, Object> configuration = new HashMap<>(this.adminConfiguration);
		complete(configuration, name, Map.of());
		return Admin.create(configuration);
	}

	@Override
	public @Nullable Object producerSetting(String setting) {
		return producerConfiguration().get(setting);
	}

	@Override
	public @Nullable Object consumerSetting(String setting) {
		return consumerConfiguration().get(setting);
	}

	@Override
	public String bootstrapServers() {
		return servers(consumerConfiguration()).toString();
	}

	private String complete(Map<String, Object> configuration, String name, Map<String, Object> overrides) {
		configuration.put(CommonClientConfigs.CLIENT_ID_CONFIG, this.clientIdPrefix + "-" + name);
		configuration.putAll(overrides);
		return String.valueOf(configuration.get(CommonClientConfigs.CLIENT_ID_CONFIG));
	}

	private static String listenerId(String clientId) {
		return "faust." + clientId;
	}

	private void verifyOneCluster() {
		BootstrapServers consumers = verified(servers(consumerConfiguration()), "consumer factory",
				this.consumerFactory);
		BootstrapServers producers = verified(servers(producerConfiguration()), "producer factory",
				this.producerFactory);
		BootstrapServers admins = verified(servers(this.adminConfiguration), "admin", this.adminConfiguration);
		if (!consumers.shareClusterWith(producers) || !consumers.shareClusterWith(admins)) {
			logger.warn(("Consumers connect to %s, producers to %s and the admin to %s. The App needs all three in one "
					+ "cluster: if these are not addresses of the same one, give consumers, producers and the admin "
					+ "the same bootstrap servers and reach the other cluster through a ProducerFactory bean of "
					+ "its own.")
				.formatted(consumers, producers, admins));
		}
	}

	private static BootstrapServers verified(BootstrapServers servers, String what, Object source) {
		if (servers.isEmpty()) {
			throw new IllegalStateException(("The %s (%s) names no bootstrap servers: set "
					+ "spring.kafka.bootstrap-servers, or 'bootstrap.servers' in the factory's own settings")
				.formatted(what, source.getClass().getName()));
		}
		return servers;
	}

	private static BootstrapServers servers(Map<String, Object> configuration) {
		return BootstrapServers.of(configuration.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
	}

	private Map<String, Object> consumerConfiguration() {
		return configuration("ConsumerFactory", this.consumerFactory, this.consumerFactory::getConfigurationProperties);
	}

	private Map<String, Object> producerConfiguration() {
		return configuration("ProducerFactory", this.producerFactory, this.producerFactory::getConfigurationProperties);
	}

	private static Map<String, Object> configuration(String kind, Object factory,
			Supplier<Map<String, Object>> configuration) {
		try {
			return configuration.get();
		}
		catch (UnsupportedOperationException ex) {
			throw new IllegalStateException(("The App makes its own Kafka clients from the settings of the %s bean, "
					+ "but %s does not tell them: override getConfigurationProperties() in it, or declare a %s")
				.formatted(kind, factory.getClass().getName(), "DefaultKafka" + kind), ex);
		}
	}

	// The engine's clients differ from the factory's only in being of bytes
	@SuppressWarnings("unchecked")
	private <K, V> ConsumerFactory<K, V> consumerFactory() {
		return (ConsumerFactory<K, V>) this.consumerFactory;
	}

	@SuppressWarnings("unchecked")
	private <K, V> ProducerFactory<K, V> producerFactory() {
		return (ProducerFactory<K, V>) this.producerFactory;
	}

}
