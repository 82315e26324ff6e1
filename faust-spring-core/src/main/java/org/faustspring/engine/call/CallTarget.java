package org.faustspring.engine.call;

import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.faustspring.engine.handler.AgentDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Where the calls of a reference go, and how they are written. Immutable.
 *
 * @param name name of the agent or topic
 * @param topic the topic that requests are sent to
 * @param keys writes keys
 * @param values writes values
 * @param results reads results
 * @param agent the agent, {@code null} if it is not one of this App
 */
record CallTarget(String name, String topic, Serializer<Object> keys, Serializer<Object> values,
		Deserializer<?> results, @Nullable AgentDefinition agent) {

	/**
	 * Write a key; bytes are passed on as they are.
	 */
	byte @Nullable [] keyBytes(Headers headers, @Nullable Object key) {
		return (key instanceof byte[] bytes) ? bytes : bytes(this.keys, headers, key, "key");
	}

	byte @Nullable [] valueBytes(Headers headers, @Nullable Object value) {
		return bytes(this.values, headers, value, "value");
	}

	private byte @Nullable [] bytes(Serializer<Object> serializer, Headers headers, @Nullable Object object,
			String what) {
		if (object == null) {
			return null;
		}
		try {
			return serializer.serialize(this.topic, headers, object);
		}
		catch (ClassCastException ex) {
			throw new IllegalArgumentException("The %s of a call to '%s' is a %s, which it does not read: %s"
				.formatted(what, this.name, object.getClass().getName(), ex.getMessage()), ex);
		}
	}

	/**
	 * Check that it can answer.
	 * @throws IllegalStateException if it cannot
	 */
	void requireAnswers() {
		if (this.agent != null && this.agent.batch() > 0) {
			throw new IllegalStateException(
					("Agent '%s' takes its events in lists, so none of them has an answer of its own: cast to it, or "
							+ "remove 'batch' from %s")
						.formatted(this.name, this.agent.description()));
		}
	}

}
