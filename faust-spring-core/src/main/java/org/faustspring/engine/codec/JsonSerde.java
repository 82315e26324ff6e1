package org.faustspring.engine.codec;

import java.lang.reflect.Modifier;
import java.util.Arrays;

import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.TypeFactory;

import org.springframework.core.ResolvableType;

/**
 * Reads and writes one type as JSON, without type headers. Any thread.
 */
final class JsonSerde implements Serde<Object> {

	private final String type;

	private final ObjectReader reader;

	private final ObjectWriter writer;

	JsonSerde(JsonMapper mapper, ResolvableType type) {
		JavaType javaType = javaType(mapper.getTypeFactory(), type);
		this.type = type.toString();
		this.reader = mapper.readerFor(javaType);
		this.writer = (isWrittenAsDeclared(javaType)) ? mapper.writerFor(javaType) : mapper.writer();
	}

	@Override
	public Serializer<Object> serializer() {
		return (topic, data) -> write(data);
	}

	@Override
	public Deserializer<Object> deserializer() {
		return (topic, data) -> read(data);
	}

	private byte @Nullable [] write(@Nullable Object value) {
		if (value == null) {
			return null;
		}
		try {
			return this.writer.writeValueAsBytes(value);
		}
		catch (JacksonException ex) {
			throw new SerializationException(
					"Cannot write a %s as JSON: %s".formatted(this.type, ex.getOriginalMessage()), ex);
		}
	}

	private @Nullable Object read(byte @Nullable [] bytes) {
		if (bytes == null) {
			return null;
		}
		try {
			return this.reader.readValue(bytes);
		}
		catch (JacksonException ex) {
			throw new SerializationException(
					"Cannot read a %s from JSON: %s".formatted(this.type, ex.getOriginalMessage()), ex);
		}
	}

	/**
	 * A writer for a type that can have subtypes would write only what the declared type
	 * has: such a value is written as what it is. Containers need the declared type, for
	 * the type ids of their elements.
	 */
	private static boolean isWrittenAsDeclared(JavaType type) {
		return type.isContainerType() || type.isReferenceType() || type.hasGenericTypes()
				|| Modifier.isFinal(type.getRawClass().getModifiers());
	}

	private static JavaType javaType(TypeFactory types, ResolvableType type) {
		Class<?> raw = type.resolve(Object.class);
		if (type.isArray()) {
			return types.constructArrayType(javaType(types, type.getComponentType()));
		}
		if (!type.hasGenerics()) {
			return types.constructType(raw);
		}
		JavaType[] generics = Arrays.stream(type.getGenerics())
			.map((generic) -> javaType(types, generic))
			.toArray(JavaType[]::new);
		return types.constructParametricType(raw, generics);
	}

}
