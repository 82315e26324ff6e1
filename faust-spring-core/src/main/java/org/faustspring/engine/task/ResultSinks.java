package org.faustspring.engine.task;

import java.util.ArrayList;
import java.util.List;

import org.faustspring.engine.call.Replies;
import org.faustspring.engine.handler.AgentDefinition;
import org.faustspring.engine.handler.Results;
import org.faustspring.engine.handler.SinkBinding;
import org.faustspring.engine.unit.UnitOfWork;
import org.faustspring.stream.Event;
import org.jspecify.annotations.Nullable;

/**
 * Gives a handler's results to the agent's sinks, and the first of them to whoever asked:
 * first where effects can be undone, then where they act at once, so that a failure does
 * the least harm. Any thread.
 */
final class ResultSinks {

	private final AgentDefinition agent;

	private final @Nullable Replies replies;

	private final Results results;

	private final SinkBinding[] undoable;

	private final SinkBinding[] immediate;

	/**
	 * Create it.
	 * @param agent the agent
	 * @param replies answers events that ask for it, {@code null} if they are not
	 * answered
	 */
	ResultSinks(AgentDefinition agent, @Nullable Replies replies) {
		this.agent = agent;
		this.replies = replies;
		this.results = agent.results();
		this.undoable = agent.sinks().stream().filter((sink) -> !sink.immediate()).toArray(SinkBinding[]::new);
		this.immediate = agent.sinks().stream().filter(SinkBinding::immediate).toArray(SinkBinding[]::new);
	}

	/**
	 * Give results away.
	 * @param returned what the handler has returned
	 * @param event the event
	 * @param mayAsk whether to look if the event asks for a reply
	 * @param unit the event's unit of work
	 * @throws Exception if a sink fails
	 */
	void accept(@Nullable Object returned, Event<?> event, boolean mayAsk, UnitOfWork unit) throws Exception {
		Replies answering = (this.replies != null && mayAsk && Replies.asked(event.headers())) ? this.replies : null;
		if (answering == null && (returned == null || (this.undoable.length == 0 && this.immediate.length == 0))) {
			// Results may be lazy and do the handler's work when they are asked for.
			this.results.forEach(returned, (result) -> {
			});
			return;
		}
		if (returned != null && this.results.single(returned)) {
			give(returned, this.undoable, event, unit);
			if (answering != null) {
				answer(answering, returned, event, unit);
			}
			give(returned, this.immediate, event, unit);
			return;
		}
		List<Object> collected = new ArrayList<>(1);
		this.results.forEach(returned, collected::add);
		for (Object result : collected) {
			give(result, this.undoable, event, unit);
		}
		if (answering != null) {
			answer(answering, (collected.isEmpty()) ? null : collected.get(0), event, unit);
		}
		for (Object result : collected) {
			give(result, this.immediate, event, unit);
		}
	}

	private static void give(Object result, SinkBinding[] sinks, Event<?> event, UnitOfWork unit) throws Exception {
		for (SinkBinding sink : sinks) {
			sink.accept(result, event, unit);
		}
	}

	private void answer(Replies answering, @Nullable Object result, Event<?> event, UnitOfWork unit) {
		answering.answer(event.headers(), result, this.agent.contract().resultSerializer(), unit);
	}

}
