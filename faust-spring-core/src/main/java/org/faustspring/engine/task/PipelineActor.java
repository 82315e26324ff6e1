package org.faustspring.engine.task;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;

import org.faustspring.engine.stream.Coroutine;
import org.faustspring.engine.stream.Flows;
import org.faustspring.engine.stream.Node;
import org.faustspring.engine.stream.Segment;
import org.faustspring.engine.stream.StreamPlan;
import org.faustspring.engine.table.TablePartition;
import org.faustspring.engine.topology.Stage;
import org.faustspring.stream.StreamClosedException;
import org.jspecify.annotations.Nullable;

/**
 * Pushes events through what an agent has composed, on the worker's thread: in order
 * within a partition, and by event time between the inputs of its task. If the agent asks
 * others, a coroutine pushes, which is aside while functions run.
 */
final class PipelineActor extends StreamActor {

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

	private final StreamPlan plan;

	private final Segment segment;

	private final int partitions;

	private final String id;

	private final Executor executor;

	private final LeftBehind leftBehind;

	private Line line;

	/** Pushes what is on the line, once the agent asks others. */
	private @Nullable Coroutine coroutine;

	private int most;

	private long now;

	private long until;

	private int processed;

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
	 * @param replies answers requests
	 * @param executor gives it a thread if the agent asks others
	 * @param id tells what this stage sends on from what others do
	 */
	PipelineActor(Stage stage, EngineAgent agent, StreamPlan plan, Segment segment, int partitions, Failures failures,
			HandlerScope scope, DirectUnit direct, Map<String, TablePartition> tables, Outbox outbox,
			StreamReplies replies, Executor executor, String id) {
		super(stage, agent, segment, new StreamSource(segment.mergeWait()), failures);
		this.plan = plan;
		this.segment = segment;
		this.partitions = partitions;
		this.id = id;
		this.executor = executor;
		this.leftBehind = new LeftBehind(agent.name());
		this.line = new Line(new StreamRun(this, segment, this.source, scope, direct, tables, outbox, replies));
	}

	@Override
	StreamRun run() {
		return this.line.run;
	}

	@Override
	boolean mayComplete() {
		return this.segment.ends();
	}

	@Override
	int process(int most, long now, long until) {
		Coroutine pushing = this.coroutine;
		if ((pushing != null && pushing.aside()) || (!this.source.ready(now) && !run().due(now))) {
			return 0;
		}
		this.most = most;
		this.now = now;
		this.until = until;
		this.processed = 0;
		run().begin();
		if (pushing != null || agent().offWorker()) {
			return processBeside(pushing, now);
		}
		Flows.enter(run());
		try {
			this.line.processReady();
		}
		finally {
			Flows.enter(null);
		}
		return this.processed;
	}

	private int processBeside(@Nullable Coroutine existing, long now) {
		Coroutine pushing = existing;
		if (pushing == null) {
			if (!this.leftBehind.unwound(now)) {
				return 0;
			}
			Line own = this.line;
			pushing = new Coroutine(this.executor, own::processTurns);
			own.run.turns().pushedBy(pushing);
			this.coroutine = pushing;
		}
		turn(pushing);
		return this.processed;
	}

	@Override
	int collect() {
		Coroutine pushing = this.coroutine;
		if (pushing == null || !pushing.aside()) {
			return super.collect();
		}
		if (!pushing.returning()) {
			return 0;
		}
		// It finishes its event, and goes on with the next if it may.
		this.most = 2;
		this.now = System.nanoTime();
		this.until = Long.MAX_VALUE / 2 + this.now;
		this.processed = 0;
		turn(pushing);
		return 1;
	}

	private void turn(Coroutine pushing) {
		pushing.resume();
		if (pushing.ended()) {
			this.coroutine = null;
			run().turns().pushedBy(null);
			throw new IllegalStateException("Agent '%s' could not go on".formatted(agent().name()), pushing.failure());
		}
	}

	/** Whether something was aside, and the actor goes on without it. */
	private boolean closeLine() {
		Coroutine pushing = this.coroutine;
		this.coroutine = null;
		if (pushing != null && pushing.aside()) {
			this.leftBehind.leave(pushing);
			this.call = new Call();
			this.line = new Line(run().anew());
			return true;
		}
		if (pushing != null) {
			pushing.close(CLOSE_TIMEOUT);
		}
		run().turns().pushedBy(null);
		return false;
	}

	@Override
	void restarted() {
		if (closeLine()) {
			takeUpAgain();
		}
		else {
			run().reset(true);
			this.line.assemble();
		}
		super.restarted();
	}

	@Override
	void clear() {
		closeLine();
		super.clear();
		this.line.assemble();
	}

	/**
	 * What events are pushed through. Belongs to the thread that pushes.
	 */
	private final class Line {

		private final StreamRun run;

		private final Node end;

		private final @Nullable ResultNode results;

		private final Call call = PipelineActor.this.call;

		Line(StreamRun run) {
			this.run = run;
			Segment.Exit exit = PipelineActor.this.segment.exit();
			this.results = (exit == null) ? new ResultNode(run, agent().definition()) : null;
			this.end = (exit == null) ? Objects.requireNonNull(this.results)
					: new SplitNode(run, exit, Objects.requireNonNull(stage().repartitionTopic()),
							PipelineActor.this.partitions, PipelineActor.this.id);
			assemble();
		}

		void assemble() {
			this.run.chain(PipelineActor.this.plan.chain(PipelineActor.this.segment, this.run, this.end));
		}

		/** On the coroutine's thread. */
		void processTurns(Coroutine self) {
			Flows.enter(this.run);
			try {
				while (true) {
					processReady();
					self.yield();
				}
			}
			catch (StreamClosedException ex) {
				if (!self.closing()) {
					throw ex;
				}
			}
			finally {
				this.run.left();
				Flows.enter(null);
			}
		}

		void processReady() {
			PipelineActor actor = PipelineActor.this;
			while (actor.processed < actor.most && running() && !heldBack()) {
				if (this.run.flush(actor.now, false)) {
					end();
				}
				else {
					Delivery delivery = this.run.resting(actor.now) ? null : actor.source.poll(actor.now);
					if (delivery == null) {
						return;
					}
					this.call.begin(delivery, Thread.currentThread(), this.run.time());
					if (this.run.push(delivery)) {
						end();
					}
					this.call.end();
				}
				actor.processed++;
				if (this.run.ended()) {
					flushAndComplete();
				}
				if (this.run.time() - actor.until >= 0) {
					return;
				}
			}
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

	}

}
