package org.faustspring.engine.handler;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import org.apache.kafka.common.header.Headers;
import org.faustspring.engine.codec.SerdeResolver;
import org.faustspring.engine.handler.ParameterKind.Described;
import org.faustspring.stream.Event;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.kafka.support.JsonKafkaHeaderMapper;
import org.springframework.kafka.support.KafkaHeaderMapper;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.ValueConstants;
import org.springframework.util.ClassUtils;
import org.springframework.util.NumberUtils;

/**
 * Makes the arguments that come from headers: those of the record, and the names under
 * which spring-kafka offers where a record came from. Used at start, by one thread; the
 * arguments by any thread.
 */
final class HeaderArguments {

	private static final Map<String, Argument> RECEIVED = Map.of(KafkaHeaders.RECEIVED_TOPIC, Event::topic,
			KafkaHeaders.RECEIVED_PARTITION, Event::partition, KafkaHeaders.OFFSET, Event::offset,
			KafkaHeaders.RECEIVED_TIMESTAMP, Event::timestamp, KafkaHeaders.DELIVERY_ATTEMPT, Event::attempt);

	private final KafkaHeaderMapper mapper = new JsonKafkaHeaderMapper();

	private final AgentMethod method;

	private final AttributeResolver attributes;

	private final ConversionService conversion;

	HeaderArguments(AgentMethod method, AttributeResolver attributes, ConversionService conversion) {
		this.method = method;
		this.attributes = attributes;
		this.conversion = conversion;
	}

	static boolean isKey(Header annotation) {
		return annotation.name().equals(KafkaHeaders.RECEIVED_KEY);
	}

	/**
	 * Return what a parameter holds: the type inside an {@code Optional}, else its own.
	 */
	ResolvableType target(Described parameter) {
		return (parameter.raw() == Optional.class) ? parameter.type().getGeneric() : parameter.type();
	}

	Argument header(Described parameter, Header annotation) {
		String name = name(parameter, annotation);
		ResolvableType target = target(parameter);
		Argument found;
		if (name.equals(KafkaHeaders.RECEIVED_KEY)) {
			found = Argument.KEY;
		}
		else {
			Argument received = RECEIVED.get(name);
			found = (received != null) ? received(received, parameter, target, name)
					: ofRecord(parameter, target, name);
		}
		return absent(found, parameter, annotation, target, name);
	}

	Argument all(Described parameter) {
		Class<?> raw = parameter.raw();
		if (raw == Headers.class) {
			return Event::headers;
		}
		if (raw == MessageHeaders.class) {
			return (event) -> new MessageHeaders(headers(event));
		}
		if (raw == Map.class && parameter.type().getGeneric(0).resolve(String.class) == String.class
				&& parameter.type().getGeneric(1).resolve(Object.class) == Object.class) {
			return this::headers;
		}
		throw this.method.invalid("@Headers %s cannot be filled".formatted(parameter),
				"Declare Map<String, Object>, Kafka's Headers or spring-messaging's MessageHeaders.");
	}

	private Map<String, Object> headers(Event<?> event) {
		Map<String, Object> headers = new HashMap<>();
		this.mapper.toHeaders(event.headers(), headers);
		RECEIVED.forEach((name, argument) -> {
			Object value = argument.of(event);
			if (value != null) {
				headers.put(name, value);
			}
		});
		Object key = event.key();
		if (key != null) {
			headers.put(KafkaHeaders.RECEIVED_KEY, key);
		}
		return headers;
	}

	private String name(Described parameter, Header annotation) {
		String name = this.attributes.placeholders("@Header", annotation.name());
		if (!name.isEmpty()) {
			return name;
		}
		if (!parameter.hasName()) {
			throw this.method.invalid("@Header of %s has no name".formatted(parameter),
					"Write @Header(\"name\"), or compile with -parameters.");
		}
		return parameter.name();
	}

	private Argument received(Argument value, Described parameter, ResolvableType target, String name) {
		Class<?> wanted = ClassUtils.resolvePrimitiveIfNecessary(target.resolve(Object.class));
		if (wanted == Instant.class && name.equals(KafkaHeaders.RECEIVED_TIMESTAMP)) {
			return (event) -> Instant.ofEpochMilli(event.timestamp());
		}
		Class<?> type = switch (name) {
			case KafkaHeaders.RECEIVED_TOPIC -> String.class;
			case KafkaHeaders.OFFSET, KafkaHeaders.RECEIVED_TIMESTAMP -> Long.class;
			default -> Integer.class;
		};
		if (wanted.isAssignableFrom(type)) {
			return value;
		}
		TypeDescriptor from = TypeDescriptor.valueOf(type);
		TypeDescriptor to = descriptor(target, parameter);
		if (!this.conversion.canConvert(from, to)) {
			throw this.method.invalid(
					"header '%s' is a %s, it does not fit %s".formatted(name, type.getSimpleName(), parameter),
					"Declare %s.".formatted(type.getSimpleName()));
		}
		return (event) -> this.conversion.convert(value.of(event), from, to);
	}

	private Argument ofRecord(Described parameter, ResolvableType target, String name) {
		Function<byte[], @Nullable Object> conversion = fromBytes(parameter, target, name);
		return (event) -> {
			org.apache.kafka.common.header.Header header = event.headers().lastHeader(name);
			byte[] bytes = (header != null) ? header.value() : null;
			return (bytes != null) ? conversion.apply(bytes) : null;
		};
	}

	private Function<byte[], @Nullable Object> fromBytes(Described parameter, ResolvableType target, String name) {
		Class<?> wanted = ClassUtils.resolvePrimitiveIfNecessary(target.resolve(Object.class));
		if (wanted == byte[].class) {
			return (bytes) -> bytes;
		}
		if (wanted == String.class) {
			return (bytes) -> new String(bytes, StandardCharsets.UTF_8);
		}
		if (wanted == Object.class) {
			return (bytes) -> SerdeResolver.textOrBytes().deserialize(name, bytes);
		}
		if (Number.class.isAssignableFrom(wanted) && NumberUtils.STANDARD_NUMBER_TYPES.contains(wanted)) {
			return (bytes) -> number(bytes, wanted.asSubclass(Number.class), name);
		}
		TypeDescriptor to = descriptor(target, parameter);
		TypeDescriptor text = TypeDescriptor.valueOf(String.class);
		if (this.conversion.canConvert(text, to)) {
			return (bytes) -> this.conversion.convert(new String(bytes, StandardCharsets.UTF_8), text, to);
		}
		throw this.method.invalid(
				"header '%s' does not fit %s: there is no conversion from text".formatted(name, parameter),
				"Declare String or byte[], or add a converter to the ConversionService.");
	}

	/**
	 * Numbers come as text, or in binary as Kafka's own clients and dead-letter headers
	 * write them.
	 */
	private static Number number(byte[] bytes, Class<? extends Number> type, String name) {
		boolean text = bytes.length > 0;
		for (byte next : bytes) {
			text &= (next >= '0' && next <= '9') || next == '-' || next == '+' || next == '.' || next == 'e'
					|| next == 'E';
		}
		if (text) {
			return NumberUtils.parseNumber(new String(bytes, StandardCharsets.US_ASCII), type);
		}
		ByteBuffer buffer = ByteBuffer.wrap(bytes);
		boolean fraction = type == Float.class || type == Double.class;
		return switch (bytes.length) {
			case Byte.BYTES -> NumberUtils.convertNumberToTargetClass(buffer.get(), type);
			case Short.BYTES -> NumberUtils.convertNumberToTargetClass(buffer.getShort(), type);
			case Integer.BYTES -> (fraction) ? NumberUtils.convertNumberToTargetClass(buffer.getFloat(), type)
					: NumberUtils.convertNumberToTargetClass(buffer.getInt(), type);
			case Long.BYTES -> (fraction) ? NumberUtils.convertNumberToTargetClass(buffer.getDouble(), type)
					: NumberUtils.convertNumberToTargetClass(buffer.getLong(), type);
			default -> throw new IllegalArgumentException(
					"Header '%s' has %d bytes that are neither a number's text nor its binary form".formatted(name,
							bytes.length));
		};
	}

	private Argument absent(Argument found, Described parameter, Header annotation, ResolvableType target,
			String name) {
		boolean optional = parameter.raw() == Optional.class;
		Object otherwise = defaultValue(parameter, annotation, target);
		if (otherwise == null && !optional && !annotation.required() && parameter.raw().isPrimitive()) {
			throw this.method.invalid("header '%s' is not required, but %s cannot be null".formatted(name, parameter),
					"Declare the wrapper class, or give a defaultValue.");
		}
		boolean required = annotation.required() && otherwise == null && !optional;
		return (event) -> {
			Object value = found.of(event);
			if (value == null) {
				if (required) {
					throw new IllegalArgumentException(
							"%s has no header '%s', which %s requires: set required = false, or a defaultValue"
								.formatted(event, name, this.method.description()));
				}
				value = otherwise;
			}
			return (optional) ? Optional.ofNullable(value) : value;
		};
	}

	private @Nullable Object defaultValue(Described parameter, Header annotation, ResolvableType target) {
		if (annotation.defaultValue().equals(ValueConstants.DEFAULT_NONE)) {
			return null;
		}
		String text = this.attributes.text("@Header(defaultValue)", annotation.defaultValue());
		try {
			return this.conversion.convert(text, TypeDescriptor.valueOf(String.class), descriptor(target, parameter));
		}
		catch (RuntimeException ex) {
			throw this.method.invalid("the default \"%s\" does not fit %s".formatted(text, parameter),
					"Give a text that converts to %s.".formatted(TypeNames.of(target)), ex);
		}
	}

	private static TypeDescriptor descriptor(ResolvableType type, Described parameter) {
		return new TypeDescriptor(TypeNames.boxed(type), null, parameter.annotations());
	}

}
