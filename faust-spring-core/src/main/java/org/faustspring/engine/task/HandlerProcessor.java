package org.faustspring.engine.task;

import java.util.concurrent.CompletionStage;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.faustspring.engine.call.Replies;
import org.faustspring.engine.handler.AgentDefinition;
import org.faustspring.engine.handler.EventRecord;
import org.faustspring.engine.handler.Handler;
import org.faustspring.engine.unit.UnitOfWork;
import org.jspecify.annotations.Nullable;

/**
 * Calls a handler per event and serves its sinks. Any thread.
 */
final class HandlerProcessor implements EventProcessor {

	private final AgentDefinition agent;

	private final Handler.PerEvent handler;

	private final ResultSinks sinks;

	private final boolean asynchronous;

	HandlerProcessor(AgentDefinition agent, Handler.PerEvent handler, Replies replies) {
		this.agent = agent;
		this.handler = handler;
		this.sinks = new ResultSinks(agent, replies);
		this.asynchronous = agent.results().asynchronous();
	}

	@Override
	public EventRecord<?> read(Delivery delivery) {
		return event(this.agent, delivery);
	}

	static EventRecord<?> event(AgentDefinition agent, Delivery delivery) {
		ConsumerRecord<byte[], byte[]> record = delivery.record;
		Object value = (delivery.payload != null) ? delivery.payload : value(agent, record);
		return new EventRecord<>(record, value, agent.keyDeserializer(), delivery.sourceTopic(),
				delivery.sourcePartition(), delivery.sourceOffset(), delivery.attempts() + 1);
	}

	private static @Nullable Object value(AgentDefinition agent, ConsumerRecord<byte[], byte[]> record) {
		byte[] bytes = record.value();
		return (bytes != null) ? agent.valueDeserializer().deserialize(record.topic(), record.headers(), bytes) : null;
	}

	@Override
	public @Nullable CompletionStage<?> process(EventRecord<?> event, Delivery delivery, UnitOfWork unit)
			throws Throwable {
		Object returned = this.handler.handle(event);
		if (this.asynchronous && returned instanceof CompletionStage<?> stage) {
			return stage;
		}
		this.sinks.accept(returned, event, !delivery.plain, unit);
		return null;
	}

	@Override
	public void finish(@Nullable Object returned, EventRecord<?> event, UnitOfWork unit) throws Exception {
		this.sinks.accept(returned, event, true, unit);
	}

}
