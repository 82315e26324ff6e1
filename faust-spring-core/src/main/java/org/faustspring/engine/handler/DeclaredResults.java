package org.faustspring.engine.handler;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.BaseStream;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.TreeNode;

import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * Results by the declared return type of a handler; where that is {@code Object} or not
 * known, by the type of what it returned. An array, a map, a JSON tree and a path are one
 * value each. Any thread.
 */
final class DeclaredResults implements Results {

	private final Kind kind;

	private final ResolvableType elementType;

	private final boolean asynchronous;

	private DeclaredResults(Kind kind, ResolvableType elementType, boolean asynchronous) {
		this.kind = kind;
		this.elementType = elementType;
		this.asynchronous = asynchronous;
	}

	static DeclaredResults of(ResolvableType returnType) {
		Class<?> raw = returnType.resolve(Object.class);
		if (CompletionStage.class.isAssignableFrom(raw)) {
			ResolvableType inner = returnType.as(CompletionStage.class).getGeneric();
			return new DeclaredResults(Kind.of(inner), elementType(inner), true);
		}
		return new DeclaredResults(Kind.of(returnType), elementType(returnType), false);
	}

	/**
	 * Return results that are handed over one by one, whatever their type.
	 */
	static DeclaredResults each(ResolvableType elementType) {
		return new DeclaredResults(Kind.VALUE, elementType, false);
	}

	/**
	 * Return the type of each result; {@code void} if there are none.
	 */
	ResolvableType elementType() {
		return this.elementType;
	}

	boolean none() {
		return this.kind == Kind.NONE;
	}

	@Override
	public boolean asynchronous() {
		return this.asynchronous;
	}

	@Override
	public boolean single(Object returned) {
		return this.kind == Kind.VALUE;
	}

	@Override
	public void forEach(@Nullable Object returned, Consumer<Object> action) {
		if (returned != null) {
			Kind actual = (this.kind == Kind.UNKNOWN) ? Kind.of(ResolvableType.forClass(returned.getClass()))
					: this.kind;
			actual.forEach(returned, action);
		}
	}

	private static ResolvableType elementType(ResolvableType type) {
		return switch (Kind.of(type)) {
			case ITERABLE -> type.as(Iterable.class).getGeneric();
			case STREAM -> type.as(BaseStream.class).getGeneric(0);
			case OPTIONAL -> type.as(Optional.class).getGeneric();
			default -> type;
		};
	}

	/**
	 * How a returned object holds results.
	 */
	private enum Kind {

		NONE {
			@Override
			void forEach(Object returned, Consumer<Object> action) {
			}
		},

		VALUE {
			@Override
			void forEach(Object returned, Consumer<Object> action) {
				action.accept(returned);
			}
		},

		ITERABLE {
			@Override
			void forEach(Object returned, Consumer<Object> action) {
				each(((Iterable<?>) returned).iterator(), action);
			}
		},

		STREAM {
			@Override
			void forEach(Object returned, Consumer<Object> action) {
				try (BaseStream<?, ?> stream = (BaseStream<?, ?>) returned) {
					each(stream.iterator(), action);
				}
			}
		},

		OPTIONAL {
			@Override
			void forEach(Object returned, Consumer<Object> action) {
				((Optional<?>) returned).ifPresent(action);
			}
		},

		STAGE {
			@Override
			void forEach(Object returned, Consumer<Object> action) {
				throw new IllegalStateException(
						"The handler returned a %s, but declares another return type: declare CompletionStage"
							.formatted(returned.getClass().getName()));
			}
		},

		UNKNOWN {
			@Override
			void forEach(Object returned, Consumer<Object> action) {
				action.accept(returned);
			}
		};

		abstract void forEach(Object returned, Consumer<Object> action);

		static Kind of(ResolvableType type) {
			Class<?> raw = ClassUtils.resolvePrimitiveIfNecessary(type.resolve(Object.class));
			if (raw == void.class || raw == Void.class) {
				return NONE;
			}
			if (raw == Object.class) {
				return UNKNOWN;
			}
			if (Optional.class.isAssignableFrom(raw)) {
				return OPTIONAL;
			}
			if (BaseStream.class.isAssignableFrom(raw)) {
				return STREAM;
			}
			if (CompletionStage.class.isAssignableFrom(raw)) {
				return STAGE;
			}
			// A JSON tree and a path are iterable, but each is one value.
			boolean iterable = Iterable.class.isAssignableFrom(raw) && !TreeNode.class.isAssignableFrom(raw)
					&& !Path.class.isAssignableFrom(raw);
			return (iterable) ? ITERABLE : VALUE;
		}

		private static void each(Iterator<?> elements, Consumer<Object> action) {
			while (elements.hasNext()) {
				Object element = elements.next();
				if (element != null) {
					action.accept(element);
				}
			}
		}

	}

}
