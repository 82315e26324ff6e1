package org.faustspring.wiring;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serde;
import org.faustspring.app.InvalidTopicException;
import org.faustspring.engine.codec.SerdeResolver;
import org.faustspring.engine.topic.EngineTopic;
import org.faustspring.engine.topic.TopicDefinition;
import org.faustspring.engine.topic.TopicSends;
import org.faustspring.topic.Topic;
import org.faustspring.topic.TopicBuilder;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * Declares a topic of an App. Used by one thread.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
final class EngineTopicBuilder<K, V> implements TopicBuilder<K, V> {

	private static final Pattern NAME = Pattern.compile("(?!\\.{1,2}$)[a-zA-Z0-9._-]{1,249}");

	private final String name;

	private final ResolvableType keyType;

	private final ResolvableType valueType;

	private final SerdeResolver serdes;

	private final TopicSends sends;

	private final Consumer<EngineTopic<K, V>> register;

	private final Map<String, String> config = new LinkedHashMap<>();

	private @Nullable Integer partitions;

	private @Nullable Short replicationFactor;

	private @Nullable Duration retention;

	private boolean compacted;

	private @Nullable Serde<?> keySerde;

	private @Nullable Serde<?> valueSerde;

	EngineTopicBuilder(String name, ResolvableType keyType, ResolvableType valueType, SerdeResolver serdes,
			TopicSends sends, Consumer<EngineTopic<K, V>> register) {
		this.name = name;
		this.keyType = keyType;
		this.valueType = valueType;
		this.serdes = serdes;
		this.sends = sends;
		this.register = register;
		if (!NAME.matcher(name).matches()) {
			throw invalid("Kafka has no topics of that name",
					"Use letters, digits, '.', '_' and '-' only, at most 249 of them", null);
		}
	}

	@Override
	public TopicBuilder<K, V> partitions(int count) {
		if (count < 1) {
			throw invalid("it is declared with %d partitions".formatted(count), "Declare at least one", null);
		}
		this.partitions = count;
		return this;
	}

	@Override
	public TopicBuilder<K, V> replicationFactor(short count) {
		if (count < 1) {
			throw invalid("it is declared with %d replicas".formatted(count), "Declare at least one", null);
		}
		this.replicationFactor = count;
		return this;
	}

	@Override
	public TopicBuilder<K, V> retention(Duration time) {
		if (time.toMillis() < 1) {
			throw invalid("its retention is %s".formatted(time),
					"Declare at least a millisecond; to keep records for ever, config(\"retention.ms\", \"-1\")", null);
		}
		this.retention = time;
		return this;
	}

	@Override
	public TopicBuilder<K, V> compacted() {
		this.compacted = true;
		return this;
	}

	@Override
	public TopicBuilder<K, V> config(String setting, String value) {
		this.config.put(setting, value);
		return this;
	}

	@Override
	public TopicBuilder<K, V> keySerde(Serde<K> serde) {
		this.keySerde = serde;
		return this;
	}

	@Override
	public TopicBuilder<K, V> keySerde(String beanOrClassName) {
		this.keySerde = named(beanOrClassName, this.keyType, true);
		return this;
	}

	@Override
	public TopicBuilder<K, V> valueSerde(Serde<V> serde) {
		this.valueSerde = serde;
		return this;
	}

	@Override
	public TopicBuilder<K, V> valueSerde(String beanOrClassName) {
		this.valueSerde = named(beanOrClassName, this.valueType, false);
		return this;
	}

	private Serde<?> named(String beanOrClassName, ResolvableType type, boolean key) {
		try {
			return this.serdes.byName(beanOrClassName, type, key);
		}
		catch (IllegalArgumentException ex) {
			throw invalid("its %s serde: %s".formatted(key ? "key" : "value", ex.getMessage()),
					"Name a Kafka Serde, as a bean or as a class", ex);
		}
	}

	@Override
	@SuppressWarnings("unchecked")
	public Topic<K, V> build() {
		Serde<?> keys = (this.keySerde != null) ? this.keySerde : this.serdes.forType(this.keyType, true);
		Serde<?> values = (this.valueSerde != null) ? this.valueSerde : this.serdes.forType(this.valueType, false);
		TopicDefinition definition = new TopicDefinition(this.name, this.keyType, this.valueType, (Serde<Object>) keys,
				(Serde<Object>) values, this.partitions, this.replicationFactor, settings());
		EngineTopic<K, V> topic = new EngineTopic<>(definition, this.sends);
		this.register.accept(topic);
		return topic;
	}

	private Map<String, String> settings() {
		Map<String, String> settings = new LinkedHashMap<>();
		Duration time = this.retention;
		if (time != null) {
			settings.put(TopicConfig.RETENTION_MS_CONFIG, String.valueOf(time.toMillis()));
		}
		if (this.compacted) {
			settings.put(TopicConfig.CLEANUP_POLICY_CONFIG,
					(time != null) ? TopicConfig.CLEANUP_POLICY_COMPACT + "," + TopicConfig.CLEANUP_POLICY_DELETE
							: TopicConfig.CLEANUP_POLICY_COMPACT);
		}
		this.config.forEach((setting, value) -> {
			String other = settings.put(setting, value);
			if (other != null && !other.equals(value)) {
				throw invalid("it is declared with %s=%s and with %s=%s".formatted(setting, other, setting, value),
						"Leave one of them out", null);
			}
		});
		return Map.copyOf(settings);
	}

	private InvalidTopicException invalid(String problem, String remedy, @Nullable Throwable cause) {
		return new InvalidTopicException(this.name, problem, remedy, cause);
	}

}
