package org.faustspring.engine.codec;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * Writes each object by the serde of its class. Any thread.
 */
final class RuntimeTypeSerializer implements Serializer<Object> {

	private final SerdeResolver serdes;

	private final boolean key;

	private final Map<Class<?>, Serializer<Object>> serializers = new ConcurrentHashMap<>();

	RuntimeTypeSerializer(SerdeResolver serdes, boolean key) {
		this.serdes = serdes;
		this.key = key;
	}

	@Override
	public byte @Nullable [] serialize(String topic, @Nullable Object data) {
		return (data != null) ? serializer(data.getClass()).serialize(topic, data) : null;
	}

	@Override
	public byte @Nullable [] serialize(String topic, Headers headers, @Nullable Object data) {
		return (data != null) ? serializer(data.getClass()).serialize(topic, headers, data) : null;
	}

	private Serializer<Object> serializer(Class<?> type) {
		Serializer<Object> serializer = this.serializers.get(type);
		if (serializer == null) {
			if (type == Object.class) {
				throw new SerializationException("A plain java.lang.Object cannot be written: it has no content");
			}
			serializer = this.serdes.serializerFor(ResolvableType.forClass(type), this.key);
			this.serializers.put(type, serializer);
		}
		return serializer;
	}

}
