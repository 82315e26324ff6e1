package org.faustspring.engine.handler;

import java.util.Arrays;
import java.util.stream.Collectors;

import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * Names of types for people: without packages, with generics. Any thread.
 */
final class TypeNames {

	private TypeNames() {
	}

	static String of(ResolvableType type) {
		Class<?> raw = type.resolve();
		if (raw == null) {
			return "?";
		}
		if (!type.hasGenerics()) {
			return raw.getSimpleName();
		}
		return raw.getSimpleName()
				+ Arrays.stream(type.getGenerics()).map(TypeNames::of).collect(Collectors.joining(", ", "<", ">"));
	}

	/**
	 * Return the wrapper's type for a primitive, else the type itself.
	 */
	static ResolvableType boxed(ResolvableType type) {
		Class<?> raw = type.resolve();
		return (raw != null && raw.isPrimitive()) ? ResolvableType.forClass(ClassUtils.resolvePrimitiveIfNecessary(raw))
				: type;
	}

}
