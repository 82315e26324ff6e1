package org.faustspring.engine.handler;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.List;

import org.faustspring.engine.codec.SerdeResolver;
import org.faustspring.engine.handler.ParameterKind.Described;
import org.faustspring.stream.EventStream;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * Reads what the method of a stream agent says. Used at start, by one thread.
 */
final class StreamSignature {

	private static final String ALLOWED = "A stream agent is void m(EventStream<T>), which iterates the stream, or "
			+ "EventStream<R> m(EventStream<T>), which returns what it has composed.";

	private final AgentMethod method;

	private final List<Described> parameters;

	private StreamSignature(AgentMethod method, List<Described> parameters) {
		this.method = method;
		this.parameters = parameters;
	}

	/**
	 * Return the signature of a method that takes or returns a stream.
	 * @return the signature, or {@code null} if it does neither
	 */
	static @Nullable StreamSignature of(AgentMethod method) {
		List<Described> parameters = ParameterKind.of(method);
		boolean takes = parameters.stream().anyMatch((parameter) -> isStream(parameter.type()));
		return (takes || isStream(method.returnType())) ? new StreamSignature(method, parameters) : null;
	}

	private static boolean isStream(ResolvableType type) {
		return EventStream.class.isAssignableFrom(type.resolve(Object.class));
	}

	Signature read(int batch, int concurrency, SerdeResolver serdes) {
		ResolvableType type = (this.parameters.size() == 1) ? this.parameters.get(0).type() : ResolvableType.NONE;
		if (type.resolve() != EventStream.class) {
			throw this.method.invalid((this.parameters.size() > 1) ? "the method takes more than a stream"
					: "the method returns a stream but takes none", ALLOWED);
		}
		boolean loop = loop();
		if (!loop && this.method.returnType().resolve() != EventStream.class) {
			throw this.method.invalid(
					"the method takes a stream and returns %s".formatted(TypeNames.of(this.method.returnType())),
					ALLOWED);
		}
		if (concurrency > 1) {
			throw this.method.invalid("a stream agent with concurrency = %d".formatted(concurrency),
					"Remove concurrency: a stream is processed in order by partition. For lanes, write the agent per event.");
		}
		if (batch > 0) {
			throw this.method.invalid("a stream agent with batch = %d".formatted(batch),
					"Remove batch: a stream makes lists by take(size, within).");
		}
		ResolvableType values = type.getGeneric();
		if (values.getType() instanceof java.lang.reflect.TypeVariable<?> && values.resolve() == null) {
			throw this.method.invalid("the type of the stream's values is not known: it is a type variable",
					"Extend the generic class with a concrete type.");
		}
		return new Signature((values.resolve() != null) ? values : null, null,
				new StreamHandler(this.method.handle(), loop, serdes));
	}

	private boolean loop() {
		return this.method.returnType().resolve() == void.class;
	}

	DeclaredResults results() {
		ResolvableType type = this.method.returnType();
		return loop() ? DeclaredResults.of(type) : DeclaredResults.each(type.as(EventStream.class).getGeneric());
	}

	private static final class StreamHandler implements Handler.OfStream {

		private final MethodHandle method;

		private final boolean loop;

		private final SerdeResolver serdes;

		StreamHandler(MethodHandle method, boolean loop, SerdeResolver serdes) {
			this.method = method.asType(MethodType.methodType(Object.class, Object.class));
			this.loop = loop;
			this.serdes = serdes;
		}

		@Override
		public boolean loop() {
			return this.loop;
		}

		@Override
		public SerdeResolver serdes() {
			return this.serdes;
		}

		@Override
		public @Nullable Object handle(EventStream<?> stream) throws Throwable {
			return (Object) this.method.invokeExact((Object) stream);
		}

	}

}
