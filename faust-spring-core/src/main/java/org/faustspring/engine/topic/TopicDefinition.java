package org.faustspring.engine.topic;

import java.util.Map;

import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * A topic as it was declared, with everything resolved.
 *
 * @param name the topic's name
 * @param keyType type of the keys
 * @param valueType type of the values
 * @param keySerde reads and writes keys
 * @param valueSerde reads and writes values
 * @param partitions declared number of partitions, or {@code null} for any
 * @param replicationFactor declared number of replicas, or {@code null} for the App's
 * @param config declared Kafka settings
 */
public record TopicDefinition(String name, ResolvableType keyType, ResolvableType valueType, Serde<Object> keySerde,
		Serde<Object> valueSerde, @Nullable Integer partitions, @Nullable Short replicationFactor,
		Map<String, String> config) {

}
