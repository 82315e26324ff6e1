package org.faustspring.engine.handler;

import java.util.function.Supplier;

import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.faustspring.annotation.Agent;
import org.faustspring.engine.codec.SerdeResolver;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.util.function.SingletonSupplier;

/**
 * Compiles what whoever calls an agent has to know. Used at start, by one thread.
 */
final class ContractCompiler {

	private static final ResolvableType ANY = ResolvableType.forClass(Object.class);

	private final AttributeResolver attributes;

	private final SerdeResolver serdes;

	ContractCompiler(AttributeResolver attributes, SerdeResolver serdes) {
		this.attributes = attributes;
		this.serdes = serdes;
	}

	/**
	 * Compile.
	 * @param agent the annotation
	 * @param signature the types of the parameters
	 * @param grouped whether the handler's keys are others than those of the topic
	 * @param results the results
	 * @return the contract
	 */
	AgentContract compile(Agent agent, Signature signature, boolean grouped, DeclaredResults results) {
		ResolvableType valueType = signature.valueType();
		ResolvableType keyType = (grouped || signature.keyType() == null) ? ANY : signature.keyType();
		String keySerde = this.attributes.text("keySerde", agent.keySerde());
		String valueSerde = this.attributes.text("valueSerde", agent.valueSerde());
		ResolvableType resultType = results.elementType();
		return new AgentContract(valueType, resultType, once(() -> serializer(keySerde, keyType, true)),
				(valueType == null && valueSerde.isEmpty()) ? null
						: once(() -> serializer(valueSerde, (valueType != null) ? valueType : ANY, false)),
				once(() -> serializer("", resultType, false)), once(() -> deserializer(resultType)));
	}

	private Serializer<Object> serializer(String name, @Nullable ResolvableType type, boolean key) {
		ResolvableType known = (type != null) ? type : ANY;
		return (name.isEmpty()) ? this.serdes.serializerFor(known, key)
				: this.serdes.serializerByName(name, known, key);
	}

	private Deserializer<?> deserializer(ResolvableType type) {
		return this.serdes.forType(type, false).deserializer();
	}

	private static <T> Supplier<T> once(Supplier<T> supplier) {
		return SingletonSupplier.of(supplier);
	}

}
