package org.faustspring.engine.handler;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.apache.kafka.common.serialization.Serializer;
import org.faustspring.annotation.Sink;
import org.faustspring.channel.Channel;
import org.faustspring.engine.codec.BeanTypes;
import org.faustspring.engine.codec.SerdeResolver;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ResolvableType;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.messaging.MessageChannel;
import org.springframework.util.ClassUtils;

/**
 * Compiles the {@code @Sink} annotations of an agent. Used at start, by one thread.
 */
final class SinkCompiler {

	private static final Set<String> VARIABLES = Set.of("result", "event", "key", "value", "headers");

	private static final String ONE_DESTINATION = "Name exactly one of topic, channel, bean and agent; "
			+ "repeat @Sink for several destinations.";

	private final AgentMethod method;

	private final AttributeResolver attributes;

	private final SerdeResolver serdes;

	private final Expressions expressions;

	private final ConfigurableListableBeanFactory beanFactory;

	private final ResolvableType resultType;

	SinkCompiler(AgentMethod method, AttributeResolver attributes, SerdeResolver serdes, Expressions expressions,
			ConfigurableListableBeanFactory beanFactory, ResolvableType resultType) {
		this.method = method;
		this.attributes = attributes;
		this.serdes = serdes;
		this.expressions = expressions;
		this.beanFactory = beanFactory;
		this.resultType = TypeNames.boxed(resultType);
	}

	SinkBinding compile(Sink sink) {
		String topic = this.attributes.text("@Sink(topic)", sink.topic());
		String channel = this.attributes.text("@Sink(channel)", sink.channel());
		String bean = this.attributes.text("@Sink(bean)", sink.bean());
		String agent = this.attributes.text("@Sink(agent)", sink.agent());
		List<String> destinations = Stream.of(topic, channel, bean, agent).filter((name) -> !name.isEmpty()).toList();
		if (destinations.isEmpty()) {
			throw this.method.invalid("a @Sink names no destination", ONE_DESTINATION);
		}
		if (destinations.size() > 1) {
			throw this.method.invalid(
					"a @Sink names several destinations: %s".formatted(String.join(", ", destinations)),
					ONE_DESTINATION);
		}
		if (!topic.isEmpty()) {
			return topic(sink, TopicNames.check(this.method, "@Sink(topic)", topic));
		}
		checkNoTopicAttributes(sink, destinations.get(0), !agent.isEmpty());
		if (!agent.isEmpty()) {
			TextTemplate key = (sink.key().isEmpty()) ? null : template("@Sink(key)", sink.key());
			return new AgentSink(this.method, agent, this.resultType, key,
					serializer("@Sink(agent)", "", this.resultType, false), headers(sink));
		}
		return (channel.isEmpty()) ? bean(bean) : channel(channel);
	}

	private void checkNoTopicAttributes(Sink sink, String destination, boolean isAgent) {
		Map<String, Boolean> given = new LinkedHashMap<>();
		given.put("template", !sink.template().isEmpty());
		given.put("key", !isAgent && !sink.key().isEmpty());
		given.put("headers", !isAgent && sink.headers().length > 0);
		given.put("keySerde", !sink.keySerde().isEmpty());
		given.put("valueSerde", !sink.valueSerde().isEmpty());
		given.forEach((attribute, isGiven) -> {
			if (isGiven) {
				throw this.method.invalid(
						"@Sink(%s) is given for \"%s\", which is not a topic".formatted(attribute, destination),
						"Remove it: only a topic's records have it.");
			}
		});
	}

	private SinkBinding topic(Sink sink, String topic) {
		TextTemplate key = (sink.key().isEmpty()) ? null : template("@Sink(key)", sink.key());
		RecordHeaderTexts headers = headers(sink);
		String template = this.attributes.text("@Sink(template)", sink.template());
		String keySerde = this.attributes.text("@Sink(keySerde)", sink.keySerde());
		String valueSerde = this.attributes.text("@Sink(valueSerde)", sink.valueSerde());
		if (!template.isEmpty()) {
			if (!keySerde.isEmpty() || !valueSerde.isEmpty()) {
				throw this.method.invalid("@Sink(topic = \"%s\") has a template and a serde".formatted(topic),
						"Keep one: a template writes with its own serializers.");
			}
			return new TemplateSink(topic, named("@Sink(template)", template, KafkaOperations.class), key, headers);
		}
		Serializer<Object> keySerializer = serializer("@Sink(keySerde)", keySerde,
				ResolvableType.forClass(Object.class), true);
		Serializer<Object> valueSerializer = serializer("@Sink(valueSerde)", valueSerde, this.resultType, false);
		return new TopicSink(topic, key, !keySerde.isEmpty(), keySerializer, valueSerializer, headers);
	}

	private Serializer<Object> serializer(String attribute, String name, ResolvableType type, boolean key) {
		try {
			return (name.isEmpty()) ? this.serdes.serializerFor(type, key)
					: this.serdes.serializerByName(name, type, key);
		}
		catch (RuntimeException ex) {
			throw this.method.invalid("%s: %s".formatted(attribute, ex.getMessage()),
					"Name a Kafka Serde or Serializer, as a bean or as a class.", ex);
		}
	}

	private RecordHeaderTexts headers(Sink sink) {
		Map<String, TextTemplate> texts = new LinkedHashMap<>();
		for (String header : sink.headers()) {
			int separator = header.indexOf('=');
			if (separator < 1) {
				throw this.method.invalid("@Sink(headers): \"%s\" is not name=text".formatted(header),
						"Write a header as name=text, such as source=#{#event.topic()}.");
			}
			String name = this.attributes.placeholders("@Sink(headers)", header.substring(0, separator));
			texts.put(name, template("@Sink(headers)", header.substring(separator + 1)));
		}
		return new RecordHeaderTexts(texts);
	}

	private TextTemplate template(String attribute, String text) {
		String resolved = this.attributes.placeholders(attribute, text);
		try {
			return this.expressions.parse(resolved, VARIABLES);
		}
		catch (IllegalArgumentException ex) {
			throw this.method.invalid("%s = \"%s\" does not parse: %s".formatted(attribute, resolved, ex.getMessage()),
					"Correct the expression; its root object is the result.", ex);
		}
	}

	private SinkBinding channel(String name) {
		Object channel = named("@Sink(channel)", name, Channel.class, MessageChannel.class);
		if (channel instanceof MessageChannel messageChannel) {
			return new MessageChannelSink(name, messageChannel);
		}
		checkAccepts("@Sink(channel)", name, Channel.class);
		return new ChannelSink(name, (Channel<?>) channel);
	}

	private SinkBinding bean(String name) {
		Object bean = named("@Sink(bean)", name, org.faustspring.sink.Sink.class);
		checkAccepts("@Sink(bean)", name, org.faustspring.sink.Sink.class);
		return new BeanSink(name, (org.faustspring.sink.Sink<?>) bean);
	}

	private void checkAccepts(String attribute, String bean, Class<?> contract) {
		ResolvableType accepted = BeanTypes.of(this.beanFactory, bean).as(contract).getGeneric();
		Class<?> raw = accepted.resolve();
		Class<?> result = this.resultType.resolve();
		if (raw == null || result == null || result == Object.class) {
			return;
		}
		boolean generics = raw == result && accepted.hasResolvableGenerics() && this.resultType.hasResolvableGenerics();
		if (!ClassUtils.isAssignable(raw, result) || (generics && !accepted.isAssignableFrom(this.resultType))) {
			throw this.method.invalid(
					"%s = \"%s\" takes %s, but the results are %s".formatted(attribute, bean, TypeNames.of(accepted),
							TypeNames.of(this.resultType)),
					"Return %s, or name another destination.".formatted(TypeNames.of(accepted)));
		}
	}

	@SuppressWarnings("unchecked")
	private <T> T named(String attribute, String name, Class<?>... types) {
		Object bean = (this.beanFactory.containsBean(name)) ? this.beanFactory.getBean(name) : null;
		if (bean != null && Arrays.stream(types).anyMatch((type) -> type.isInstance(bean))) {
			return (T) bean;
		}
		List<String> there = new ArrayList<>();
		for (Class<?> type : types) {
			there.addAll(List.of(this.beanFactory.getBeanNamesForType(type, true, false)));
		}
		String wanted = String.join(" or ", Arrays.stream(types).map(Class::getName).toList());
		String problem = (bean != null) ? "bean \"%s\" is a %s".formatted(name, describe(bean))
				: "there is no bean \"%s\"".formatted(name);
		throw this.method.invalid("%s: %s".formatted(attribute, problem),
				(there.isEmpty()) ? "Declare a bean of type %s.".formatted(wanted)
						: "Name a bean of type %s; there are: %s.".formatted(wanted, String.join(", ", there)));
	}

	private static @Nullable String describe(Object bean) {
		return ClassUtils.getUserClass(bean).getName();
	}

}
