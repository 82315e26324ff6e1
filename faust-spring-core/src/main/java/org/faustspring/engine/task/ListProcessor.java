package org.faustspring.engine.task;

import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import org.faustspring.engine.call.Replies;
import org.faustspring.engine.handler.AgentDefinition;
import org.faustspring.engine.handler.EventRecord;
import org.faustspring.engine.handler.Handler;
import org.faustspring.engine.unit.UnitOfWork;

/**
 * Calls a handler per batch and serves its sinks; what completes later is waited for.
 * Whoever asks is told that a list has no answer for one of its events.
 */
final class ListProcessor {

	private final AgentDefinition agent;

	private final Handler.PerBatch handler;

	private final ResultSinks sinks;

	private final Replies replies;

	ListProcessor(AgentDefinition agent, Handler.PerBatch handler, Replies replies) {
		this.agent = agent;
		this.handler = handler;
		this.sinks = new ResultSinks(agent, null);
		this.replies = replies;
	}

	EventRecord<?> read(Delivery delivery) {
		return HandlerProcessor.event(this.agent, delivery);
	}

	void process(List<EventRecord<?>> events, UnitOfWork unit) throws Throwable {
		Object returned = this.handler.handle(events);
		if (this.agent.results().asynchronous() && returned instanceof CompletionStage<?> stage) {
			try {
				returned = stage.toCompletableFuture().join();
			}
			catch (CompletionException ex) {
				throw (ex.getCause() != null) ? ex.getCause() : ex;
			}
		}
		for (EventRecord<?> event : events) {
			if (Replies.asked(event.headers())) {
				this.replies.refuse(event.headers(), event.toString(),
						"Agent '%s' takes its events in lists: it is not to be asked".formatted(this.agent.name()),
						unit);
			}
		}
		this.sinks.accept(returned, events.get(events.size() - 1), false, unit);
	}

}
