package org.faustspring.engine.task;

import java.time.Duration;
import java.util.Map;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.faustspring.engine.stream.Flows;
import org.faustspring.engine.stream.LoopRun;
import org.faustspring.engine.stream.Node;
import org.faustspring.engine.stream.Segment;
import org.faustspring.engine.stream.StreamPlan;
import org.faustspring.engine.table.TablePartition;
import org.faustspring.engine.topology.Stage;
import org.jspecify.annotations.Nullable;

/**
 * Runs the method of a loop agent as a coroutine of the worker: while the worker waits,
 * the loop's thread does all that the worker would do between two events, and goes back
 * to it when there is nothing to do, or something that only the worker does. So the
 * worker has no event in hand. The loop of an agent that asks others is aside whenever
 * its body runs: the worker goes on, and takes over what the body did when that asks for
 * the next event. Belongs to the worker; the methods of {@link Host} to the loop's
 * thread.
 */
final class LoopActor extends StreamActor {

	private static final Log logger = LogFactory.getLog(LoopActor.class);

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

	/** Events of a turn that is not cut short after a failed commit. */
	private static final int FULL_TURN = 256;

	/** Handing over costs as much as some events do. */
	private static final int TURNS_A_HAND_OVER = 4;

	private final StreamPlan plan;

	private StreamRun run;

	private Slot slot = new Slot();

	private @Nullable LoopRun loop;

	private final LeftBehind leftBehind;

	private int most;

	private long now;

	private long until;

	private int processed;

	LoopActor(Stage stage, EngineAgent agent, StreamPlan plan, Segment segment, Failures failures, HandlerScope scope,
			DirectUnit direct, Map<String, TablePartition> tables, Outbox outbox, StreamReplies replies) {
		super(stage, agent, segment, new StreamSource(segment.mergeWait()), failures);
		this.plan = plan;
		this.run = new StreamRun(this, segment, this.source, scope, direct, tables, outbox, replies);
		this.leftBehind = new LeftBehind(agent.name());
	}

	@Override
	StreamRun run() {
		return this.run;
	}

	@Override
	boolean mayComplete() {
		return true;
	}

	@Override
	int process(int most, long now, long until) {
		this.most = (most >= FULL_TURN) ? TURNS_A_HAND_OVER * most : most;
		this.now = now;
		this.until = until;
		this.processed = 0;
		LoopRun running = this.loop;
		if (running == null) {
			if (!this.leftBehind.unwound(now)) {
				return 0;
			}
			running = this.plan.newLoop();
			running.host(new Host(running));
			this.loop = running;
			if (agent().offWorker() && !running.coroutine().started()) {
				// What comes before the loop may ask, too.
				running.coroutine().startAside();
				return 1;
			}
		}
		else if (running.coroutine().aside()) {
			return 0;
		}
		else if (!this.run.due(now) && (this.run.resting(now) || !this.source.ready(now))) {
			return 0;
		}
		this.run.begin();
		turn(running);
		return this.processed;
	}

	@Override
	int collect() {
		LoopRun running = this.loop;
		if (running == null || !running.coroutine().aside()) {
			return super.collect();
		}
		if (!running.coroutine().returning()) {
			return 0;
		}
		// It finishes its event, and goes on with the next if it may.
		this.most = 1;
		this.now = System.nanoTime();
		this.until = this.now;
		this.processed = 0;
		turn(running);
		return 1;
	}

	private void turn(LoopRun running) {
		running.coroutine().resume();
		if (running.coroutine().ended()) {
			this.loop = null;
			ended(running.outcome());
		}
	}

	private void ended(LoopRun.Outcome outcome) {
		this.slot.clear();
		if (outcome.failure() == null) {
			this.run.reset(false);
			complete();
			return;
		}
		this.run.reset(true);
		if (!outcome.handled()) {
			failures().crashed(outcome.failure(), this);
		}
	}

	/** Whether it was aside, and the actor goes on without it. */
	private boolean closeLoop() {
		LoopRun running = this.loop;
		this.loop = null;
		if (running != null && running.coroutine().aside()) {
			this.leftBehind.leave(running.coroutine());
			this.run = this.run.anew();
			this.slot = new Slot();
			this.call = new Call();
			return true;
		}
		if (running != null && !running.close(CLOSE_TIMEOUT)) {
			logger
				.warn(("Agent '%s': a loop that is to end has not done so within %d s and is left alone: it should not "
						+ "catch StreamClosedException, nor wait in a finally block")
					.formatted(agent().name(), 2 * CLOSE_TIMEOUT.toSeconds()));
		}
		this.slot.clear();
		return false;
	}

	@Override
	void restarted() {
		endRun();
		super.restarted();
	}

	@Override
	void endRun() {
		if (closeLoop()) {
			takeUpAgain();
		}
		else {
			this.run.reset(true);
		}
	}

	@Override
	void clear() {
		closeLoop();
		super.clear();
	}

	/**
	 * What the loop gets next.
	 */
	private static final class Slot extends Node {

		private boolean filled;

		private @Nullable Object value;

		@Override
		public void push(@Nullable Object pushed) {
			this.value = pushed;
			this.filled = true;
		}

		@Override
		public boolean wants() {
			return !this.filled;
		}

		void clear() {
			this.filled = false;
			this.value = null;
		}

	}

	/**
	 * The actor as its loop sees it.
	 */
	private final class Host implements LoopRun.Host {

		private final LoopRun own;

		private final StreamRun run = LoopActor.this.run;

		private final Slot slot = LoopActor.this.slot;

		private final Call call = LoopActor.this.call;

		private boolean begun;

		Host(LoopRun own) {
			this.own = own;
			this.run.turns().pushedBy(own.coroutine());
		}

		private StreamRun run() {
			return this.run;
		}

		private Slot slot() {
			return this.slot;
		}

		@Override
		public void begin() {
			run().turns().stepBack();
			if (!this.begun) {
				run().chain(LoopActor.this.plan.chain(this.own, run(), slot()));
				this.begun = true;
			}
			else {
				run().reopen();
			}
			Flows.enter(run());
		}

		@Override
		public boolean next() {
			slot().clear();
			while (true) {
				if (run().inHand()) {
					if (run().proceed() && slot().filled) {
						return handOut();
					}
					endCall(null);
				}
				if (slot().filled) {
					// Its event has failed on the way.
					slot().clear();
				}
				if (run().ended()) {
					if (!run().flush(0, true)) {
						run().turns().between();
						return false;
					}
				}
				else if (pausing() || !pushNext()) {
					pause();
				}
				if (run().inHand() && slot().filled) {
					return handOut();
				}
			}
		}

		private boolean pushNext() {
			LoopActor actor = LoopActor.this;
			run().takeAcknowledged();
			if (run().flush(actor.now, false)) {
				return true;
			}
			Delivery delivery = run().resting(actor.now) ? null : actor.source.poll(actor.now);
			if (delivery == null) {
				return false;
			}
			actor.processed++;
			run().push(delivery);
			return true;
		}

		/** Whether the worker has something to do before the next event. */
		private boolean pausing() {
			LoopActor actor = LoopActor.this;
			return actor.processed >= actor.most || (actor.processed > 0 && run().time() - actor.until >= 0)
					|| !running() || heldBack();
		}

		private void pause() {
			this.own.coroutine().yield();
		}

		private boolean handOut() {
			this.call.begin(run().place(), Thread.currentThread(), run().time());
			run().turns().stepAside();
			return true;
		}

		private void endCall(@Nullable Throwable failure) {
			if (run().inHand()) {
				run().end(failure);
			}
			this.call.end();
		}

		@Override
		public @Nullable Object value() {
			return slot().value;
		}

		@Override
		public boolean ended(@Nullable Throwable failure) {
			run().turns().stepBack();
			boolean handled = run().inHand();
			endCall(failure);
			return handled;
		}

		@Override
		public void left() {
			run().left();
		}

	}

}
