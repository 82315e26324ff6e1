package org.faustspring.wiring;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.apache.kafka.clients.admin.Admin;
import org.faustspring.app.FaustSettings;
import org.faustspring.engine.client.KafkaClients;
import org.faustspring.engine.codec.SerdeResolver;
import org.faustspring.engine.topic.EngineTopic;
import org.faustspring.engine.topic.TopicDefinition;
import org.faustspring.engine.topic.TopicSends;
import org.faustspring.engine.topology.DeclaredTopics;
import org.faustspring.engine.topology.TopicCatalog;
import org.faustspring.topic.TopicBuilder;

import org.springframework.core.ResolvableType;

/**
 * The topics an App has declared: prepared when it starts, and sent to until it has
 * stopped. Any thread.
 */
final class AppTopics {

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

	private final FaustSettings settings;

	private final KafkaClients clients;

	private final SerdeResolver serdes;

	private final TopicSends sends;

	private final Collection<EngineTopic<?, ?>> topics = new CopyOnWriteArrayList<>();

	private boolean started;

	AppTopics(FaustSettings settings, KafkaClients clients, SerdeResolver serdes) {
		this.settings = settings;
		this.clients = clients;
		this.serdes = serdes;
		this.sends = new TopicSends(clients);
	}

	<K, V> TopicBuilder<K, V> declare(String name, ResolvableType keyType, ResolvableType valueType) {
		return new EngineTopicBuilder<>(name, keyType, valueType, this.serdes, this.sends, this::register);
	}

	private synchronized void register(EngineTopic<?, ?> topic) {
		if (this.started) {
			prepare(List.of(topic.definition()));
		}
		this.topics.add(topic);
	}

	/**
	 * Create or check all topics, and let records out.
	 */
	synchronized void start() {
		if (!this.topics.isEmpty()) {
			prepare(this.topics.stream().map(EngineTopic::definition).toList());
		}
		this.started = true;
		this.sends.open();
	}

	private void prepare(Collection<TopicDefinition> definitions) {
		try (Admin admin = this.clients.admin("topics-admin")) {
			new DeclaredTopics(new TopicCatalog(admin, this.clients.bootstrapServers(), this.settings.startupTimeout()),
					this.settings.topics())
				.prepare(definitions);
		}
	}

	/**
	 * Send what is on its way, and let nothing out any more.
	 */
	synchronized void stop() {
		this.started = false;
		this.sends.close(CLOSE_TIMEOUT);
	}

}
