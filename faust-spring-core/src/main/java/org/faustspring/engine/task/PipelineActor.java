package org.faustspring.engine.task;

import java.util.Map;

import org.faustspring.engine.stream.Flows;
import org.faustspring.engine.stream.Node;
import org.faustspring.engine.stream.Segment;
import org.faustspring.engine.stream.StreamPlan;
import org.faustspring.engine.table.TablePartition;
import org.faustspring.engine.topology.Stage;
import org.jspecify.annotations.Nullable;

/**
 * Pushes events through what an agent has composed, on the worker's thread: in order
 * within a partition, and by event time between the inputs of its task.
 */
final class PipelineActor extends StreamActor {

	private final StreamPlan plan;

	private final Segment segment;

	private final StreamRun run;

	private final Node end;

	private final @Nullable ResultNode results;

	/**
	 * Create an actor of the last segment, whose values go to the agent's sinks, or of
	 * another one.
	 * @param stage the stage
	 * @param agent the agent
	 * @param plan what it has composed
	 * @param segment the segment
	 * @param partitions number of partitions of the topic that the segment feeds
	 * @param failures decides about failed events
	 * @param scope surrounds calls of the application's code
	 * @param direct the task's unit
	 * @param tables the task's tables
	 * @param outbox the open commit
	 * @param id tells what this stage sends on from what others do
	 */
	PipelineActor(Stage stage, EngineAgent agent, StreamPlan plan, Segment segment, int partitions, Failures failures,
			HandlerScope scope, DirectUnit direct, Map<String, TablePartition> tables, Outbox outbox, String id) {
		super(stage, agent, segment, new StreamSource(segment.mergeWait()), failures);
		this.plan = plan;
		this.segment = segment;
		this.run = new StreamRun(this, segment, this.source, scope, direct, tables, outbox);
		Segment.Exit exit = segment.exit();
		this.results = (exit == null) ? new ResultNode(this.run, agent.definition()) : null;
		this.end = (exit == null) ? java.util.Objects.requireNonNull(this.results) : new SplitNode(this.run, exit,
				java.util.Objects.requireNonNull(stage.repartitionTopic()), partitions, id);
		assemble();
	}

	private void assemble() {
		this.run.chain(this.plan.chain(this.segment, this.run, this.end));
	}

	@Override
	StreamRun run() {
		return this.run;
	}

	@Override
	boolean mayComplete() {
		return this.segment.ends();
	}

	@Override
	int process(int most, long now, long until) {
		if (!this.source.ready(now) && !this.run.due(now)) {
			return 0;
		}
		this.run.begin();
		Flows.enter(this.run);
		try {
			return processReady(most, now, until);
		}
		finally {
			Flows.enter(null);
		}
	}

	private int processReady(int most, long now, long until) {
		int processed = 0;
		while (processed < most && running() && !heldBack()) {
			if (this.run.flush(now, false)) {
				end();
			}
			else {
				Delivery delivery = this.run.resting(now) ? null : this.source.poll(now);
				if (delivery == null) {
					return processed;
				}
				this.call.begin(delivery, Thread.currentThread(), this.run.time());
				if (this.run.push(delivery)) {
					end();
				}
				this.call.end();
			}
			processed++;
			if (this.run.ended()) {
				flushAndComplete();
			}
			if (this.run.time() - until >= 0) {
				return processed;
			}
		}
		return processed;
	}

	/** What is in hand has come through. */
	private void end() {
		ResultNode values = this.results;
		if (!this.run.inHand()) {
			clearResults();
			return;
		}
		Throwable failure = null;
		if (values != null) {
			try {
				values.through();
			}
			catch (Throwable ex) {
				failure = ex;
			}
		}
		clearResults();
		this.run.end(failure);
	}

	private void clearResults() {
		if (this.results != null) {
			this.results.clear();
		}
	}

	private void flushAndComplete() {
		while (this.run.flush(0, true)) {
			end();
		}
		complete();
	}

	@Override
	void restarted() {
		super.restarted();
		this.run.reset(true);
		assemble();
	}

	@Override
	void clear() {
		super.clear();
		assemble();
	}

}
