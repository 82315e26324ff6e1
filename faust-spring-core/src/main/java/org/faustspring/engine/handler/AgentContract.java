package org.faustspring.engine.handler;

import java.util.function.Supplier;

import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * What whoever calls an agent has to know: its types, and how they are written and read.
 * What writes and reads is looked for when it is first needed, since most agents are
 * never called. Immutable; any thread.
 *
 * @param valueType the type of its values, {@code null} if it takes any
 * @param resultType the type of each result, {@code void} if it has none
 * @param keySerializer writes keys as the agent reads them
 * @param valueSerializer writes values as the agent reads them, {@code null} to write
 * them by their own type
 * @param resultSerializer writes results
 * @param resultDeserializer reads results
 */
public record AgentContract(@Nullable ResolvableType valueType, ResolvableType resultType,
		Supplier<Serializer<Object>> keySerializer, @Nullable Supplier<Serializer<Object>> valueSerializer,
		Supplier<Serializer<Object>> resultSerializer, Supplier<Deserializer<?>> resultDeserializer) {

	/**
	 * Tell whether the agent takes values of a type.
	 * @param type the type
	 * @return whether it does, as far as that is known
	 */
	public boolean takes(ResolvableType type) {
		return this.valueType == null || fits(this.valueType, type);
	}

	/**
	 * Tell whether the agent's results are of a type.
	 * @param type the type
	 * @return whether they are, as far as that is known
	 */
	public boolean results(ResolvableType type) {
		return fits(type, this.resultType);
	}

	/** Whether what is of one type can be taken for the other. */
	private static boolean fits(ResolvableType wanted, ResolvableType offered) {
		ResolvableType to = TypeNames.boxed(wanted);
		ResolvableType from = TypeNames.boxed(offered);
		Class<?> raw = to.resolve();
		Class<?> offeredRaw = from.resolve();
		if (raw == null || offeredRaw == null || raw == Object.class || offeredRaw == Object.class) {
			return true;
		}
		boolean generics = to.hasResolvableGenerics() && from.hasResolvableGenerics();
		return ClassUtils.isAssignable(raw, offeredRaw) && (!generics || to.isAssignableFrom(from));
	}

	/**
	 * Describe the types for people.
	 * @return such as {@code takes Flight and returns AirportDelay}
	 */
	public String describe() {
		String value = (this.valueType != null) ? TypeNames.of(this.valueType) : "anything";
		boolean none = TypeNames.boxed(this.resultType).resolve() == Void.class;
		return "takes %s and returns %s".formatted(value, (none) ? "nothing" : TypeNames.of(this.resultType));
	}

	/**
	 * Describe a type for people.
	 * @param type the type
	 * @return its name, without packages
	 */
	public static String nameOf(ResolvableType type) {
		return TypeNames.of(type);
	}

}
