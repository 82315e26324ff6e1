package org.faustspring.engine.call;

import java.util.concurrent.CompletableFuture;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.faustspring.agent.AgentCallException;

/**
 * A call that waits for its answer. Any thread.
 *
 * @param <R> the type of the result
 */
final class PendingCall<R> extends CompletableFuture<R> {

	private final Deserializer<?> results;

	PendingCall(Deserializer<?> results) {
		this.results = results;
	}

	/**
	 * Complete with a reply.
	 * @param reply the reply
	 */
	@SuppressWarnings({ "unchecked", "NullAway" }) // A result may be null
	void answer(ConsumerRecord<byte[], byte[]> reply) {
		AgentCallException failure = AgentCallException.of(reply.headers());
		if (failure != null) {
			completeExceptionally(failure);
			return;
		}
		try {
			byte[] bytes = reply.value();
			complete((bytes != null) ? (R) this.results.deserialize(reply.topic(), reply.headers(), bytes) : null);
		}
		catch (RuntimeException ex) {
			completeExceptionally(ex);
		}
	}

}
