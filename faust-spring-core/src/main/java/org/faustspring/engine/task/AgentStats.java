package org.faustspring.engine.task;

import java.util.concurrent.atomic.LongAdder;

import org.faustspring.agent.AgentFigures;

/**
 * What an agent has done with one topic. Any thread.
 */
final class AgentStats {

	final String topic;

	final LongAdder events = new LongAdder();

	final LongAdder errors = new LongAdder();

	final LongAdder undeserializable = new LongAdder();

	final LongAdder deadLettered = new LongAdder();

	final LongAdder skipped = new LongAdder();

	final LongAdder handlerNanos = new LongAdder();

	AgentStats(String topic) {
		this.topic = topic;
	}

	AgentFigures figures() {
		return new AgentFigures(this.topic, this.events.sum(), this.errors.sum(), this.undeserializable.sum(),
				this.deadLettered.sum(), this.skipped.sum(), this.handlerNanos.sum());
	}

}
