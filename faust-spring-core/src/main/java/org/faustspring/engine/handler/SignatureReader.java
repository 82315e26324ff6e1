package org.faustspring.engine.handler;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.faustspring.engine.handler.ParameterKind.Described;
import org.faustspring.stream.Event;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * Reads what a handler's parameters say. Used at start, by one thread.
 */
final class SignatureReader {

	private static final String PER_EVENT = "Per event a handler takes the payload, and after it the key if it wants it; "
			+ "further parameters are Event<T> or annotated with @Header or @Headers.";

	private static final String PER_BATCH = "Per batch a handler takes List<T> or List<Event<T>>, and at most one further "
			+ "parameter: the keys, as @Header(KafkaHeaders.RECEIVED_KEY) List<K>. Headers are in Event<T>.";

	private final AgentMethod method;

	private final HeaderArguments headers;

	SignatureReader(AgentMethod method, HeaderArguments headers) {
		this.method = method;
		this.headers = headers;
	}

	Signature read(boolean batch) {
		List<Described> parameters = ParameterKind.of(this.method);
		if (parameters.isEmpty()) {
			throw this.method.invalid("the method has no parameters", (batch) ? PER_BATCH : PER_EVENT);
		}
		return (batch) ? perBatch(parameters) : perEvent(parameters);
	}

	private Signature perEvent(List<Described> parameters) {
		Described event = single(parameters, ParameterKind.OfEvent.class, "Event");
		Described payload = single(parameters, ParameterKind.OfPayload.class, "@Payload");
		List<Described> plain = all(parameters, ParameterKind.Plain.class);
		Described key = null;
		for (Described parameter : plain) {
			if (payload == null && !isKeyBesideEvent(parameter, plain, event)) {
				payload = parameter;
			}
			else if (key == null) {
				key = parameter;
			}
			else {
				throw this.method.invalid(
						"there is no value for %s: payload and key are taken by others".formatted(parameter),
						PER_EVENT);
			}
		}
		ResolvableType valueType = valueType(event, payload);
		List<Argument> arguments = new ArrayList<>();
		ResolvableType keyType = (key != null) ? known(key.type(), key) : null;
		for (Described parameter : parameters) {
			if (parameter == payload) {
				arguments.add(Argument.PAYLOAD.forPrimitive("value", parameter.raw()));
			}
			else if (parameter == key) {
				arguments.add(Argument.KEY.forPrimitive("key", parameter.raw()));
			}
			else if (parameter.kind() instanceof ParameterKind.OfHeader header) {
				if (HeaderArguments.isKey(header.annotation())) {
					keyType = keyType(keyType, known(this.headers.target(parameter), parameter), parameter);
				}
				arguments.add(this.headers.header(parameter, header.annotation()));
			}
			else if (parameter.kind() instanceof ParameterKind.OfHeaders) {
				arguments.add(this.headers.all(parameter));
			}
			else {
				arguments.add(Argument.EVENT);
			}
		}
		return new Signature(valueType, keyType, MethodHandlers.perEvent(this.method.handle(), arguments));
	}

	/**
	 * Beside an {@code Event<T>}, a lone parameter of another type than T can only be the
	 * key.
	 */
	private boolean isKeyBesideEvent(Described parameter, List<Described> plain, @Nullable Described event) {
		ResolvableType eventType = (event != null) ? event.type().getGeneric() : ResolvableType.NONE;
		if (event == null || plain.size() > 1 || eventType.resolve() == null) {
			return false;
		}
		if (!Signature.same(eventType, parameter.type())) {
			return true;
		}
		if (parameter.index() > event.index()) {
			throw this.method.invalid("%s can be the payload or the key".formatted(parameter),
					"Annotate it with @Payload or with @Header(KafkaHeaders.RECEIVED_KEY).");
		}
		return false;
	}

	private @Nullable ResolvableType valueType(@Nullable Described event, @Nullable Described payload) {
		ResolvableType ofEvent = (event != null) ? event.type().getGeneric() : ResolvableType.NONE;
		if (payload == null) {
			return (ofEvent.resolve() != null) ? ofEvent : null;
		}
		ResolvableType type = known(payload.type(), payload);
		if (ofEvent.resolve() != null && !Signature.same(ofEvent, type)) {
			throw this.method.invalid("the payload is %s by one parameter and %s by another"
				.formatted(TypeNames.of(type), TypeNames.of(ofEvent)), "Declare the same type, or Event<?>.");
		}
		return type;
	}

	private ResolvableType keyType(@Nullable ResolvableType before, ResolvableType type, Described parameter) {
		if (before != null && !Signature.same(before, type)) {
			throw this.method.invalid(
					"%s is the key, which another parameter takes as %s".formatted(parameter, TypeNames.of(before)),
					"Declare one type.");
		}
		return type;
	}

	private ResolvableType known(ResolvableType type, Described parameter) {
		if (type.resolve() == null) {
			throw this.method.invalid(
					"the type of parameter '%s' is not known: it is a type variable".formatted(parameter.name()),
					"Extend the generic class with a concrete type.");
		}
		return type;
	}

	private Signature perBatch(List<Described> parameters) {
		Described payload = single(parameters, ParameterKind.OfPayload.class, "@Payload");
		for (Described parameter : all(parameters, ParameterKind.Plain.class)) {
			if (payload != null) {
				throw this.method.invalid("there is no value for %s".formatted(parameter), PER_BATCH);
			}
			payload = parameter;
		}
		if (payload == null || payload.raw() != List.class) {
			throw this.method.invalid(
					"the agent is called per batch, but %s".formatted(
							(payload != null) ? "its payload is %s, not a List".formatted(payload) : "has no payload"),
					PER_BATCH);
		}
		ResolvableType element = payload.type().getGeneric();
		boolean events = element.resolve() == Event.class;
		if (element.resolve() == null) {
			throw this.method.invalid("%s does not say what the list holds".formatted(payload), PER_BATCH);
		}
		ResolvableType keyType = null;
		List<Function<List<? extends Event<?>>, Object>> arguments = new ArrayList<>();
		for (Described parameter : parameters) {
			if (parameter == payload) {
				arguments.add((events) ? ArrayList::new : (batch) -> map(batch, Event::value));
			}
			else if (parameter.kind() instanceof ParameterKind.OfHeader header && keyType == null
					&& HeaderArguments.isKey(header.annotation()) && parameter.raw() == List.class
					&& parameter.type().getGeneric().resolve() != null) {
				keyType = parameter.type().getGeneric();
				arguments.add((batch) -> map(batch, Event::key));
			}
			else {
				throw this.method.invalid("there is no value for %s".formatted(parameter), PER_BATCH);
			}
		}
		ResolvableType valueType = (events) ? element.getGeneric() : element;
		return new Signature((valueType.resolve() != null) ? valueType : null, keyType,
				MethodHandlers.perBatch(this.method.handle(), arguments));
	}

	private static List<@Nullable Object> map(List<? extends Event<?>> batch, Argument argument) {
		List<@Nullable Object> values = new ArrayList<>(batch.size());
		for (Event<?> event : batch) {
			values.add(argument.of(event));
		}
		return values;
	}

	private @Nullable Described single(List<Described> parameters, Class<?> kind, String what) {
		List<Described> found = all(parameters, kind);
		if (found.size() > 1) {
			String names = found.stream().map(Objects::toString).collect(Collectors.joining(" and "));
			throw this.method.invalid("%s are both %s".formatted(names, what), "Keep one of them.");
		}
		return (found.isEmpty()) ? null : found.get(0);
	}

	private static List<Described> all(List<Described> parameters, Class<?> kind) {
		return parameters.stream().filter((parameter) -> kind.isInstance(parameter.kind())).toList();
	}

}
