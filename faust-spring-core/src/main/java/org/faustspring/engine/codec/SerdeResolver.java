package org.faustspring.engine.codec;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * Decides which Kafka serde reads and writes a Java type. In this order: a bean of type
 * {@code Serde<T>}; Kafka's own serdes for text, bytes, numbers and UUIDs; else JSON. Any
 * thread; what it returns is meant to be resolved once and shared by threads.
 */
public final class SerdeResolver {

	private static final Map<Class<?>, Serde<?>> KAFKA = Map.ofEntries(Map.entry(String.class, Serdes.String()),
			Map.entry(byte[].class, Serdes.ByteArray()), Map.entry(Short.class, Serdes.Short()),
			Map.entry(Integer.class, Serdes.Integer()), Map.entry(Long.class, Serdes.Long()),
			Map.entry(Float.class, Serdes.Float()), Map.entry(Double.class, Serdes.Double()),
			Map.entry(UUID.class, Serdes.UUID()), Map.entry(ByteBuffer.class, Serdes.ByteBuffer()),
			Map.entry(Bytes.class, Serdes.Bytes()));

	private final JsonMapper mapper;

	private final ListableBeanFactory beanFactory;

	private final NamedSerdes named;

	private final Serializer<Object> keysByRuntimeType = new RuntimeTypeSerializer(this, true);

	private final Serializer<Object> valuesByRuntimeType = new RuntimeTypeSerializer(this, false);

	/**
	 * Create a resolver.
	 * @param mapper reads and writes JSON
	 * @param beanFactory where serde beans are looked for
	 * @param consumerProperties Kafka settings that deserializers made from class names
	 * are configured with
	 * @param producerProperties Kafka settings that serializers made from class names are
	 * configured with; a serde gets both, these taking precedence
	 */
	public SerdeResolver(JsonMapper mapper, ListableBeanFactory beanFactory, Map<String, ?> consumerProperties,
			Map<String, ?> producerProperties) {
		this.mapper = mapper;
		this.beanFactory = beanFactory;
		this.named = new NamedSerdes(beanFactory, consumerProperties, producerProperties);
	}

	/**
	 * Return what reads and writes JSON.
	 * @return the mapper
	 */
	public JsonMapper mapper() {
		return this.mapper;
	}

	/**
	 * Return the deserializer of keys whose type nobody has declared: a {@code String}
	 * where the bytes are valid UTF-8, else the {@code byte[]} itself.
	 * @return the deserializer
	 */
	public static Deserializer<Object> textOrBytes() {
		return TextOrBytesDeserializer.INSTANCE;
	}

	/**
	 * Return the serde of a type. {@code null} is written as {@code null} and read back
	 * as such. Types that are not known, that is {@code Object}, a wildcard or a type
	 * variable, are written by the type of each value and read as plain JSON.
	 * @param type the type, generics included
	 * @param key whether for keys
	 * @return the serde; it throws Kafka's {@code SerializationException}
	 * @throws IllegalArgumentException if several serde beans fit and none is primary
	 */
	public Serde<?> forType(ResolvableType type, boolean key) {
		Class<?> raw = ClassUtils.resolvePrimitiveIfNecessary(type.resolve(Object.class));
		if (raw == Object.class) {
			return Serdes.serdeFrom(byRuntimeType(key), new JsonSerde(this.mapper, type).deserializer());
		}
		Serde<?> bean = beanFor(
				type.resolve() != null && type.getType() instanceof Class ? ResolvableType.forClass(raw) : type);
		if (bean != null) {
			return bean;
		}
		Serde<?> kafka = (ByteBuffer.class.isAssignableFrom(raw)) ? Serdes.ByteBuffer() : KAFKA.get(raw);
		return (kafka != null) ? kafka : new JsonSerde(this.mapper, type);
	}

	/**
	 * Return the serde of a name: a bean, else a class with a constructor without
	 * parameters, that is a Kafka {@code Serde}, {@code Serializer} or
	 * {@code Deserializer}. Beans are taken as they are; instances of a class are
	 * configured with the Kafka settings.
	 * @param beanOrClassName the name
	 * @param type what it is to read or write, for messages
	 * @param key whether for keys
	 * @return the serde; of a lone serializer or deserializer, the other half throws
	 * {@code SerializationException}
	 * @throws IllegalArgumentException if there is no such bean or class, or it is
	 * something else
	 */
	public Serde<?> byName(String beanOrClassName, ResolvableType type, boolean key) {
		return this.named.serde(beanOrClassName, type, key);
	}

	/**
	 * Return the deserializer of a name; see {@link #byName}.
	 * @param beanOrClassName the name of a {@code Serde} or {@code Deserializer}
	 * @param type what it is to read, for messages
	 * @param key whether for keys
	 * @return the deserializer
	 * @throws IllegalArgumentException if it cannot read
	 */
	public Deserializer<?> deserializerByName(String beanOrClassName, ResolvableType type, boolean key) {
		return this.named.deserializer(beanOrClassName, type, key);
	}

	/**
	 * Return the serializer of a name; see {@link #byName}.
	 * @param beanOrClassName the name of a {@code Serde} or {@code Serializer}
	 * @param type what it is to write, for messages
	 * @param key whether for keys
	 * @return the serializer, whatever its declared type
	 * @throws IllegalArgumentException if it cannot write
	 */
	@SuppressWarnings("unchecked")
	public Serializer<Object> serializerByName(String beanOrClassName, ResolvableType type, boolean key) {
		return (Serializer<Object>) this.named.serializer(beanOrClassName, type, key);
	}

	/**
	 * Return a serializer that writes each object by {@link #forType} of its class.
	 * @param key whether for keys
	 * @return the serializer
	 */
	public Serializer<Object> byRuntimeType(boolean key) {
		return (key) ? this.keysByRuntimeType : this.valuesByRuntimeType;
	}

	/**
	 * Return the serializer of a type, to be given any object.
	 * @param type the type, generics included
	 * @param key whether for keys
	 * @return the serializer
	 */
	@SuppressWarnings("unchecked")
	public Serializer<Object> serializerFor(ResolvableType type, boolean key) {
		return (Serializer<Object>) forType(type, key).serializer();
	}

	private @Nullable Serde<?> beanFor(ResolvableType type) {
		ResolvableType wanted = ResolvableType.forClassWithGenerics(Serde.class, type);
		List<String> candidates = Stream.of(this.beanFactory.getBeanNamesForType(Serde.class, true, false))
			.filter((name) -> reads(name, type))
			.toList();
		if (candidates.isEmpty()) {
			return null;
		}
		if (candidates.size() == 1) {
			return this.beanFactory.getBean(candidates.get(0), Serde.class);
		}
		try {
			return (Serde<?>) this.beanFactory.getBeanProvider(wanted).getObject();
		}
		catch (NoUniqueBeanDefinitionException ex) {
			throw new IllegalArgumentException("beans %s are all a Serde<%s>: mark one @Primary, or name one"
				.formatted(String.join(", ", candidates), type), ex);
		}
	}

	/**
	 * Tell whether a bean is declared as a serde of exactly this type; a raw or wildcard
	 * serde is of no type, while {@code isTypeMatch} would let it pass for any.
	 */
	private boolean reads(String bean, ResolvableType type) {
		ResolvableType declared = BeanTypes.of(this.beanFactory, bean).as(Serde.class).getGeneric();
		return declared.resolve() != null && declared.toString().equals(type.toString());
	}

}
