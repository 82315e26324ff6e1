package org.faustspring.engine.handler;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.faustspring.stream.Event;
import org.jspecify.annotations.Nullable;

import org.springframework.expression.BeanResolver;
import org.springframework.expression.ConstructorResolver;
import org.springframework.expression.EvaluationContext;
import org.springframework.expression.IndexAccessor;
import org.springframework.expression.MethodResolver;
import org.springframework.expression.OperatorOverloader;
import org.springframework.expression.PropertyAccessor;
import org.springframework.expression.TypeComparator;
import org.springframework.expression.TypeConverter;
import org.springframework.expression.TypeLocator;
import org.springframework.expression.TypedValue;

/**
 * What an expression sees of one event. Variables are looked up in the event, so that one
 * small object is made an evaluation; the rest is shared. Belongs to one evaluation.
 */
final class EventScope implements EvaluationContext {

	private final EvaluationContext shared;

	private final TypedValue root;

	private final @Nullable Object result;

	private final Event<?> event;

	EventScope(EvaluationContext shared, @Nullable Object root, @Nullable Object result, Event<?> event) {
		this.shared = shared;
		this.root = (root != null) ? new TypedValue(root) : TypedValue.NULL;
		this.result = result;
		this.event = event;
	}

	@Override
	public @Nullable Object lookupVariable(String name) {
		return switch (name) {
			case "result" -> this.result;
			case "event" -> this.event;
			case "key" -> this.event.key();
			case "value" -> this.event.value();
			case "headers" -> texts(this.event.headers());
			default -> null;
		};
	}

	/**
	 * Return the headers as text, which is what an expression can work with; the last of
	 * a name counts.
	 */
	private static Map<String, @Nullable String> texts(Headers headers) {
		Map<String, @Nullable String> texts = new LinkedHashMap<>();
		for (Header header : headers) {
			byte[] value = header.value();
			texts.put(header.key(), (value != null) ? new String(value, StandardCharsets.UTF_8) : null);
		}
		return texts;
	}

	@Override
	public void setVariable(String name, @Nullable Object value) {
		throw new UnsupportedOperationException("Variables of an event cannot be set");
	}

	@Override
	public boolean isAssignmentEnabled() {
		return false;
	}

	@Override
	public TypedValue getRootObject() {
		return this.root;
	}

	@Override
	public List<PropertyAccessor> getPropertyAccessors() {
		return this.shared.getPropertyAccessors();
	}

	@Override
	public List<IndexAccessor> getIndexAccessors() {
		return this.shared.getIndexAccessors();
	}

	@Override
	public List<ConstructorResolver> getConstructorResolvers() {
		return this.shared.getConstructorResolvers();
	}

	@Override
	public List<MethodResolver> getMethodResolvers() {
		return this.shared.getMethodResolvers();
	}

	@Override
	public @Nullable BeanResolver getBeanResolver() {
		return this.shared.getBeanResolver();
	}

	@Override
	public TypeLocator getTypeLocator() {
		return this.shared.getTypeLocator();
	}

	@Override
	public TypeConverter getTypeConverter() {
		return this.shared.getTypeConverter();
	}

	@Override
	public TypeComparator getTypeComparator() {
		return this.shared.getTypeComparator();
	}

	@Override
	public OperatorOverloader getOperatorOverloader() {
		return this.shared.getOperatorOverloader();
	}

}
