package org.faustspring.engine.task;

import java.util.ArrayList;
import java.util.List;

import org.faustspring.engine.handler.AgentDefinition;
import org.faustspring.engine.handler.SinkBinding;
import org.faustspring.engine.stream.Node;
import org.faustspring.engine.unit.UnitOfWork;
import org.faustspring.stream.Event;
import org.jspecify.annotations.Nullable;

/**
 * The end of a pipeline: gives values to the agent's sinks; those that act at once get
 * them when the event has come through, so that a failure does the least harm. Belongs to
 * the thread that pushes.
 */
final class ResultNode extends Node {

	private final StreamRun run;

	private final SinkBinding[] undoable;

	private final SinkBinding[] immediate;

	private final List<Object> values = new ArrayList<>();

	private final List<Event<?>> events = new ArrayList<>();

	ResultNode(StreamRun run, AgentDefinition agent) {
		this.run = run;
		this.undoable = agent.sinks().stream().filter((sink) -> !sink.immediate()).toArray(SinkBinding[]::new);
		this.immediate = agent.sinks().stream().filter(SinkBinding::immediate).toArray(SinkBinding[]::new);
	}

	@Override
	public void push(@Nullable Object value) throws Exception {
		if (value == null) {
			return;
		}
		this.run.result(value);
		if (this.undoable.length > 0) {
			UnitOfWork unit = this.run.unit();
			for (SinkBinding sink : this.undoable) {
				sink.accept(value, this.run.event(), unit);
			}
		}
		if (this.immediate.length > 0) {
			this.values.add(value);
			this.events.add(this.run.event());
		}
	}

	/** The event in hand has come through. */
	void through() throws Exception {
		if (!this.values.isEmpty()) {
			UnitOfWork unit = this.run.unit();
			for (int i = 0; i < this.values.size(); i++) {
				for (SinkBinding sink : this.immediate) {
					sink.accept(this.values.get(i), this.events.get(i), unit);
				}
			}
			clear();
		}
	}

	void clear() {
		if (!this.values.isEmpty()) {
			this.values.clear();
			this.events.clear();
		}
	}

}
