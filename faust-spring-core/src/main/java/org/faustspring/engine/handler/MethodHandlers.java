package org.faustspring.engine.handler;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.function.Function;

import org.faustspring.stream.Event;
import org.jspecify.annotations.Nullable;

/**
 * Handlers that call a method handle, without reflection. Any thread.
 */
final class MethodHandlers {

	private MethodHandlers() {
	}

	static Handler.PerEvent perEvent(MethodHandle method, List<Argument> arguments) {
		if (arguments.equals(List.of(Argument.PAYLOAD))) {
			return new OfPayload(oneArgument(method));
		}
		if (arguments.size() == 2) {
			return new OfTwo(method.asFixedArity().asType(MethodType.genericMethodType(2)), arguments.get(0),
					arguments.get(1));
		}
		if (arguments.size() == 3) {
			return new OfThree(method.asFixedArity().asType(MethodType.genericMethodType(3)), arguments.get(0),
					arguments.get(1), arguments.get(2));
		}
		return new OfArguments(spread(method, arguments.size()), arguments.toArray(new Argument[0]));
	}

	static Handler.PerBatch perBatch(MethodHandle method, List<Function<List<? extends Event<?>>, Object>> arguments) {
		MethodHandle spread = spread(method, arguments.size());
		return new OfBatch(spread, List.copyOf(arguments));
	}

	private static MethodHandle oneArgument(MethodHandle method) {
		return method.asType(MethodType.methodType(Object.class, Object.class));
	}

	private static MethodHandle spread(MethodHandle method, int arguments) {
		return method.asFixedArity()
			.asType(MethodType.genericMethodType(arguments))
			.asSpreader(Object[].class, arguments);
	}

	/**
	 * Calls a method whose only parameter is the payload.
	 */
	private static final class OfPayload implements Handler.PerEvent {

		private final MethodHandle method;

		OfPayload(MethodHandle method) {
			this.method = method;
		}

		@Override
		public @Nullable Object handle(Event<?> event) throws Throwable {
			return (Object) this.method.invokeExact((Object) event.value());
		}

	}

	/**
	 * Calls a method with two parameters, without an array of arguments.
	 */
	private static final class OfTwo implements Handler.PerEvent {

		private final MethodHandle method;

		private final Argument first;

		private final Argument second;

		OfTwo(MethodHandle method, Argument first, Argument second) {
			this.method = method;
			this.first = first;
			this.second = second;
		}

		@Override
		public @Nullable Object handle(Event<?> event) throws Throwable {
			return (Object) this.method.invokeExact((Object) this.first.of(event), (Object) this.second.of(event));
		}

	}

	/**
	 * Calls a method with three parameters, without an array of arguments.
	 */
	private static final class OfThree implements Handler.PerEvent {

		private final MethodHandle method;

		private final Argument first;

		private final Argument second;

		private final Argument third;

		OfThree(MethodHandle method, Argument first, Argument second, Argument third) {
			this.method = method;
			this.first = first;
			this.second = second;
			this.third = third;
		}

		@Override
		public @Nullable Object handle(Event<?> event) throws Throwable {
			return (Object) this.method.invokeExact((Object) this.first.of(event), (Object) this.second.of(event),
					(Object) this.third.of(event));
		}

	}

	/**
	 * Calls a method with any parameters.
	 */
	private static final class OfArguments implements Handler.PerEvent {

		private final MethodHandle method;

		private final Argument[] arguments;

		OfArguments(MethodHandle method, Argument[] arguments) {
			this.method = method;
			this.arguments = arguments;
		}

		@Override
		public @Nullable Object handle(Event<?> event) throws Throwable {
			@Nullable Object[] values = new @Nullable Object[this.arguments.length];
			for (int i = 0; i < values.length; i++) {
				values[i] = this.arguments[i].of(event);
			}
			return (Object) this.method.invokeExact(values);
		}

	}

	/**
	 * Calls a method with lists.
	 */
	private static final class OfBatch implements Handler.PerBatch {

		private final MethodHandle method;

		private final List<Function<List<? extends Event<?>>, Object>> arguments;

		OfBatch(MethodHandle method, List<Function<List<? extends Event<?>>, Object>> arguments) {
			this.method = method;
			this.arguments = arguments;
		}

		@Override
		public @Nullable Object handle(List<? extends Event<?>> events) throws Throwable {
			Object[] values = new Object[this.arguments.size()];
			for (int i = 0; i < values.length; i++) {
				values[i] = this.arguments.get(i).apply(events);
			}
			return (Object) this.method.invokeExact(values);
		}

	}

}
