package org.faustspring.engine.task;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.faustspring.agent.AgentErrorHandler;
import org.faustspring.agent.ErrorDecision;
import org.faustspring.agent.EventFailure;
import org.faustspring.engine.handler.AgentDefinition;
import org.faustspring.engine.handler.EventRecord;
import org.jspecify.annotations.Nullable;

/**
 * Asks an agent's own error handler what becomes of a failed event. Belongs to the task's
 * worker.
 */
final class ErrorHandling {

	private static final Log logger = LogFactory.getLog(ErrorHandling.class);

	private final EngineAgent agent;

	ErrorHandling(EngineAgent agent) {
		this.agent = agent;
	}

	/**
	 * Ask, if there is anybody to ask.
	 * @param delivery what has failed
	 * @param cause the error
	 * @param actor what it has failed in
	 * @return the decision; to go by the policy if there is no handler, or if it fails
	 */
	ErrorDecision decide(Delivery delivery, Throwable cause, Actor actor) {
		AgentErrorHandler handler = this.agent.definition().errorHandler();
		if (handler == null) {
			return ErrorDecision.byPolicy();
		}
		try {
			return java.util.Objects.requireNonNull(handler
				.onError(new EventFailure(this.agent.name(), actor.failedEvent(delivery), delivery.attempts(), cause)),
					"An AgentErrorHandler has returned null");
		}
		catch (RuntimeException ex) {
			logger.warn(("The error handler of agent '%s' has failed itself about %s, which goes by the agent's "
					+ "settings instead")
				.formatted(this.agent.name(), delivery.place()), ex);
			return ErrorDecision.byPolicy();
		}
	}

	/** Made again, which costs only those that fail. */
	static EventRecord<?> event(AgentDefinition definition, Delivery delivery, boolean grouping) {
		ConsumerRecord<byte[], byte[]> record = delivery.record;
		byte[] bytes = record.value();
		Object value = delivery.payload;
		if (value == null && bytes != null) {
			value = definition.valueDeserializer().deserialize(record.topic(), record.headers(), bytes);
		}
		return new EventRecord<>(record, value, keys(definition, grouping), delivery.sourceTopic(),
				delivery.sourcePartition(), delivery.sourceOffset(), delivery.attempts());
	}

	private static Deserializer<?> keys(AgentDefinition definition, boolean grouping) {
		AgentDefinition.@Nullable Grouping own = definition.grouping();
		return (grouping && own != null) ? own.sourceKeyDeserializer() : definition.keyDeserializer();
	}

}
