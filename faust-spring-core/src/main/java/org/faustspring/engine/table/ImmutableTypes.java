package org.faustspring.engine.table;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Set;
import java.util.UUID;

import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * Types whose objects nobody can change, so that they may be given out again. An object
 * of another type might have been changed by a handler that was not to, or that failed
 * then.
 */
final class ImmutableTypes {

	private static final Set<Class<?>> OTHERS = Set.of(String.class, BigDecimal.class, BigInteger.class, UUID.class);

	private ImmutableTypes() {
	}

	static boolean contain(ResolvableType type) {
		Class<?> raw = type.resolve(Object.class);
		return raw.isRecord() || raw.isEnum() || ClassUtils.isPrimitiveOrWrapper(raw) || OTHERS.contains(raw)
				|| raw.getPackageName().equals("java.time");
	}

}
