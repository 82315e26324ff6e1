package org.faustspring.engine.codec;

import java.util.HashMap;
import java.util.Map;

import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;

import org.springframework.beans.BeanUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * Finds serdes that an application names, as beans or as classes. Any thread.
 */
final class NamedSerdes {

	private final BeanFactory beanFactory;

	private final Map<String, Object> consumerProperties;

	private final Map<String, Object> producerProperties;

	NamedSerdes(BeanFactory beanFactory, Map<String, ?> consumerProperties, Map<String, ?> producerProperties) {
		this.beanFactory = beanFactory;
		this.consumerProperties = new HashMap<>(consumerProperties);
		this.producerProperties = new HashMap<>(producerProperties);
	}

	@SuppressWarnings({ "unchecked", "rawtypes" })
	Serde<?> serde(String name, ResolvableType type, boolean key) {
		Object found = find(name, type, key);
		if (found instanceof Serde<?> serde) {
			return serde;
		}
		if (found instanceof Serializer<?> serializer && found instanceof Deserializer<?> deserializer) {
			return Serdes.serdeFrom((Serializer) serializer, deserializer);
		}
		if (found instanceof Serializer<?> serializer) {
			return Serdes.serdeFrom((Serializer) serializer, (topic, data) -> {
				throw new SerializationException("'%s' is a serializer, it cannot read".formatted(name));
			});
		}
		return Serdes.serdeFrom((Serializer) (topic, data) -> {
			throw new SerializationException("'%s' is a deserializer, it cannot write".formatted(name));
		}, (Deserializer<?>) found);
	}

	Deserializer<?> deserializer(String name, ResolvableType type, boolean key) {
		Object found = find(name, type, key);
		if (found instanceof Serde<?> serde) {
			return serde.deserializer();
		}
		if (found instanceof Deserializer<?> deserializer) {
			return deserializer;
		}
		throw new IllegalArgumentException("'%s' (%s) is a Serializer, it cannot read %s: name a Serde or Deserializer"
			.formatted(name, found.getClass().getName(), type));
	}

	Serializer<?> serializer(String name, ResolvableType type, boolean key) {
		Object found = find(name, type, key);
		if (found instanceof Serde<?> serde) {
			return serde.serializer();
		}
		if (found instanceof Serializer<?> serializer) {
			return serializer;
		}
		throw new IllegalArgumentException("'%s' (%s) is a Deserializer, it cannot write %s: name a Serde or Serializer"
			.formatted(name, found.getClass().getName(), type));
	}

	private Object find(String name, ResolvableType type, boolean key) {
		if (this.beanFactory.containsBean(name)) {
			Object bean = this.beanFactory.getBean(name);
			if (!isSerde(bean.getClass())) {
				throw new IllegalArgumentException(
						"bean '%s' for %s is a %s, not a Kafka Serde, Serializer or Deserializer".formatted(name, type,
								bean.getClass().getName()));
			}
			return bean;
		}
		ClassLoader classLoader = (BeanTypes
			.definitions(this.beanFactory) instanceof ConfigurableBeanFactory configurable)
					? configurable.getBeanClassLoader() : ClassUtils.getDefaultClassLoader();
		Class<?> found;
		try {
			found = ClassUtils.forName(name, classLoader);
		}
		catch (ClassNotFoundException | LinkageError ex) {
			throw new IllegalArgumentException(
					"'%s' for %s is neither the name of a bean nor of a class".formatted(name, type), ex);
		}
		if (!isSerde(found)) {
			throw new IllegalArgumentException(
					"class '%s' for %s is not a Kafka Serde, Serializer or Deserializer".formatted(name, type));
		}
		return configured(found, key);
	}

	private Object configured(Class<?> type, boolean key) {
		Object instance;
		try {
			instance = BeanUtils.instantiateClass(type);
		}
		catch (RuntimeException ex) {
			throw new IllegalArgumentException(
					"class '%s' cannot be created: it needs a constructor without parameters".formatted(type.getName()),
					ex);
		}
		if (instance instanceof Serde<?> serde) {
			Map<String, Object> both = new HashMap<>(this.consumerProperties);
			both.putAll(this.producerProperties);
			serde.configure(both, key);
		}
		else {
			if (instance instanceof Deserializer<?> deserializer) {
				deserializer.configure(this.consumerProperties, key);
			}
			if (instance instanceof Serializer<?> serializer) {
				serializer.configure(this.producerProperties, key);
			}
		}
		return instance;
	}

	private static boolean isSerde(Class<?> type) {
		return Serde.class.isAssignableFrom(type) || Serializer.class.isAssignableFrom(type)
				|| Deserializer.class.isAssignableFrom(type);
	}

}
