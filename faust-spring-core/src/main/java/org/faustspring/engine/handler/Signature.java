package org.faustspring.engine.handler;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * What a handler's parameters say.
 *
 * @param valueType the type of the values, {@code null} if the handler wants none or says
 * nothing about it
 * @param keyType the type of the keys, {@code null} if the handler names none
 * @param handler calls the method
 */
record Signature(@Nullable ResolvableType valueType, @Nullable ResolvableType keyType, Handler handler) {

	static boolean same(ResolvableType one, ResolvableType other) {
		return TypeNames.boxed(one).toString().equals(TypeNames.boxed(other).toString());
	}

}
