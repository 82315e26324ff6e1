package org.faustspring.engine.handler;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.faustspring.stream.Event;
import org.jspecify.annotations.Nullable;

import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.kafka.support.Acknowledgment;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Headers;
import org.springframework.messaging.handler.annotation.Payload;

/**
 * What a parameter of a handler is, by its annotations and its type. Used at start, by
 * one thread.
 */
sealed interface ParameterKind {

	/** The payload, by annotation. */
	record OfPayload() implements ParameterKind {
	}

	/** One header. */
	record OfHeader(Header annotation) implements ParameterKind {
	}

	/** All headers. */
	record OfHeaders() implements ParameterKind {
	}

	/** The event. */
	record OfEvent() implements ParameterKind {
	}

	/** The payload or the key, by position. */
	record Plain() implements ParameterKind {
	}

	/**
	 * One parameter.
	 *
	 * @param index its position
	 * @param name its name, or a description of its position
	 * @param hasName whether the name is known
	 * @param type its type
	 * @param annotations its annotations
	 * @param kind what it is
	 */
	record Described(int index, String name, boolean hasName, ResolvableType type, Annotation[] annotations,
			ParameterKind kind) {

		Class<?> raw() {
			return this.type.resolve(Object.class);
		}

		@Override
		public String toString() {
			return "parameter '%s' of type %s".formatted(this.name, TypeNames.of(this.type));
		}

	}

	/** Types that a person coming from elsewhere may try, and what to declare instead. */
	Map<Class<?>, String> OTHERS = Map.of(ConsumerRecord.class,
			"Declare org.faustspring.stream.Event<T>: it has key, value, headers, topic, partition and offset.",
			ConsumerRecords.class, "Set @Agent(batch) and declare java.util.List<Event<T>>.", Message.class,
			"Declare the payload, and @Header or @Headers parameters.", MessageHeaders.class,
			"Annotate it with @Headers.", org.apache.kafka.common.header.Headers.class, "Annotate it with @Headers.",
			Acknowledgment.class, "Remove it: an event is acknowledged when the handler has returned.", Consumer.class,
			"Remove it: the consumer belongs to the App.", Optional.class,
			"Declare the type itself: a tombstone arrives as null.");

	static List<Described> of(AgentMethod method) {
		Method target = method.method();
		@Nullable String[] names = new DefaultParameterNameDiscoverer().getParameterNames(target);
		Parameter[] parameters = target.getParameters();
		List<Described> described = new ArrayList<>();
		for (int i = 0; i < parameters.length; i++) {
			String name = (names != null) ? names[i] : null;
			ResolvableType type = ResolvableType.forMethodParameter(target, i, method.beanClass());
			described.add(new Described(i, (name != null) ? name : "number " + (i + 1), name != null, type,
					parameters[i].getAnnotations(), of(method, parameters[i], type)));
		}
		return described;
	}

	private static ParameterKind of(AgentMethod method, Parameter parameter, ResolvableType type) {
		Header header = AnnotatedElementUtils.findMergedAnnotation(parameter, Header.class);
		if (header != null) {
			return new OfHeader(header);
		}
		if (AnnotatedElementUtils.isAnnotated(parameter, Headers.class)) {
			return new OfHeaders();
		}
		Class<?> raw = type.resolve(Object.class);
		OTHERS.forEach((other, remedy) -> {
			if (raw != Object.class && other.isAssignableFrom(raw)) {
				throw method.invalid("a parameter of type %s cannot be filled".formatted(TypeNames.of(type)), remedy);
			}
		});
		Payload payload = AnnotatedElementUtils.findMergedAnnotation(parameter, Payload.class);
		if (Event.class.isAssignableFrom(raw)) {
			if (raw != Event.class || payload != null) {
				throw method.invalid("a parameter of type %s cannot be filled".formatted(TypeNames.of(type)),
						"Declare org.faustspring.stream.Event<T>, without @Payload.");
			}
			return new OfEvent();
		}
		if (payload != null) {
			if (!payload.expression().isEmpty()) {
				throw method.invalid("@Payload(\"%s\") has an expression".formatted(payload.expression()),
						"Declare the whole payload.");
			}
			return new OfPayload();
		}
		return new Plain();
	}

}
