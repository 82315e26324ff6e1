package org.faustspring.engine.handler;

import java.util.Collection;
import java.util.Set;
import java.util.regex.Pattern;

import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.faustspring.engine.codec.SerdeResolver;
import org.faustspring.stream.Event;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * Compiles {@code @Agent(groupBy)}. Used at start, by one thread; the key functions by
 * any thread.
 */
final class GroupingCompiler {

	private static final Pattern PROPERTY = Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]*");

	private static final Set<String> VARIABLES = Set.of("key", "headers", "event", "value");

	private static final int LONGEST_NAME = 40;

	private final AgentMethod method;

	private final SerdeResolver serdes;

	private final Expressions expressions;

	GroupingCompiler(AgentMethod method, SerdeResolver serdes, Expressions expressions) {
		this.method = method;
		this.serdes = serdes;
		this.expressions = expressions;
	}

	/**
	 * A grouping, and the type of its keys where that is known.
	 */
	record Compiled(AgentDefinition.Grouping grouping, @Nullable ResolvableType keyType) {

	}

	Compiled compile(String groupBy, @Nullable ResolvableType payload, Deserializer<?> sourceKeys) {
		if (groupBy.contains("#{")) {
			return byExpression(groupBy, sourceKeys);
		}
		if (!PROPERTY.matcher(groupBy).matches()) {
			throw this.method.invalid("groupBy = \"%s\" is not the name of a property".formatted(groupBy),
					"Write an expression: groupBy = \"#{%s}\".".formatted(groupBy));
		}
		return byProperty(groupBy, payload, sourceKeys);
	}

	private Compiled byExpression(String groupBy, Deserializer<?> sourceKeys) {
		TextTemplate template;
		try {
			template = this.expressions.parse(groupBy, VARIABLES);
		}
		catch (IllegalArgumentException ex) {
			throw this.method.invalid("groupBy = \"%s\" does not parse: %s".formatted(groupBy, ex.getMessage()),
					"Correct the expression; its root object is the payload.", ex);
		}
		AgentDefinition.KeyFunction key = (event) -> required(template.evaluate(event.value(), null, event), groupBy,
				event);
		return new Compiled(
				new AgentDefinition.Grouping(name(groupBy), sourceKeys, key, this.serdes.byRuntimeType(true)), null);
	}

	private Compiled byProperty(String groupBy, @Nullable ResolvableType payload, Deserializer<?> sourceKeys) {
		if (payload == null) {
			throw this.method.invalid("groupBy = \"%s\", but the payload's type is not known".formatted(groupBy),
					"Declare the payload, or group by an expression of #key, #headers or #event.");
		}
		PropertyReader property = PropertyReader.find(payload, groupBy);
		if (property == null) {
			Collection<String> names = PropertyReader.names(payload.resolve(Object.class));
			String type = TypeNames.of(payload);
			throw this.method.invalid("groupBy = \"%s\", but %s has no such property".formatted(groupBy, type),
					(names.isEmpty()) ? "%s has no properties: write an expression, #{...}.".formatted(type)
							: "%s has: %s.".formatted(type, String.join(", ", names)));
		}
		ResolvableType type = TypeNames.boxed(property.type());
		boolean known = type.resolve() != null && type.resolve() != Object.class;
		Serializer<Object> serializer = (known) ? this.serdes.serializerFor(type, true)
				: this.serdes.byRuntimeType(true);
		return new Compiled(new AgentDefinition.Grouping(groupBy.replaceAll("[^A-Za-z0-9_]", "-"), sourceKeys,
				(event) -> read(property, groupBy, event), serializer), (known) ? type : null);
	}

	private static Object read(PropertyReader property, String groupBy, Event<?> event) throws Exception {
		Object value = event.value();
		if (value == null) {
			throw new IllegalArgumentException(
					"%s is a tombstone, it has no '%s' to group by".formatted(event, groupBy));
		}
		try {
			return required(property.read(value), groupBy, event);
		}
		catch (Exception | Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Object required(@Nullable Object key, String groupBy, Event<?> event) {
		if (key == null) {
			throw new IllegalArgumentException("groupBy '%s' is null for %s".formatted(groupBy, event));
		}
		return key;
	}

	/**
	 * Derive a name that is the same at each start: what of the expression fits a topic's
	 * name, and its hash, for expressions that differ only in the rest.
	 */
	static String name(String expression) {
		String letters = expression.replaceAll("[^A-Za-z0-9]+", "-").replaceAll("^-|-$", "");
		String start = letters.substring(0, Math.min(letters.length(), LONGEST_NAME)).replaceAll("-$", "");
		return "%s-%08x".formatted(start, expression.hashCode());
	}

}
