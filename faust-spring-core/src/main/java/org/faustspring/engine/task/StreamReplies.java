package org.faustspring.engine.task;

import java.util.List;

import org.faustspring.engine.call.Replies;
import org.faustspring.engine.handler.AgentDefinition;
import org.faustspring.engine.unit.UnitOfWork;

/**
 * Answers requests whose events are done: with the first result, with {@code null} if
 * there is none. Where a later stage goes on with an event, that stage answers it.
 * Belongs to the thread that pushes.
 */
final class StreamReplies {

	private final AgentDefinition agent;

	private final Replies replies;

	/** Whether values go on to another stage of the agent. */
	private final boolean goesOn;

	StreamReplies(AgentDefinition agent, Replies replies, boolean goesOn) {
		this.agent = agent;
		this.replies = replies;
		this.goesOn = goesOn;
	}

	/**
	 * Answer, as part of a unit.
	 * @param done the events
	 * @param answer what they have come to
	 * @param unit their unit
	 */
	void answer(List<Delivery> done, Answer answer, UnitOfWork unit) {
		if (this.goesOn && answer.given()) {
			return;
		}
		for (int i = 0; i < done.size(); i++) {
			answer(done.get(i), answer, unit);
		}
	}

	/** As {@link #answer(List, Answer, UnitOfWork)}, for a single event. */
	void answer(Delivery done, Answer answer, UnitOfWork unit) {
		if (!(this.goesOn && answer.given()) && !done.plain && Replies.asked(done.record.headers())) {
			this.replies.answer(done.record.headers(), answer.value(), this.agent.contract().resultSerializer(), unit);
		}
	}

}
