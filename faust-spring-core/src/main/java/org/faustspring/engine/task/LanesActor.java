package org.faustspring.engine.task;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.faustspring.agent.HandlerInProgress;
import org.faustspring.engine.topology.Stage;

/**
 * Processes events in lanes: keys are hashed into many strands, the events of a strand
 * are processed one at a time in order, and as many strands as there are lanes at the
 * same time, so that lanes stay busy however keys fall. Each event is a unit of work of
 * its own that the worker takes over when it is done. A strand starts its next event
 * after that, so that events of a key see each other's writes. Also runs handlers that
 * complete later.
 */
final class LanesActor extends Actor {

	private static final Log logger = LogFactory.getLog(LanesActor.class);

	private static final int LIMIT = 512;

	private static final int STRANDS_A_LANE = 32;

	private final Supplier<IsolatedUnit> units;

	private final Lanes lanes;

	/** Most runs handed out: some wait, so that no lane waits for the worker. */
	private final int most;

	private final Strand[] strands;

	/** Strands that have an event to start, in the order in which they got it. */
	private final ArrayDeque<Strand> ready = new ArrayDeque<>();

	/** Strands whose event is to be tried again later. */
	private final List<Strand> resting = new ArrayList<>();

	private int running;

	/** What it works for: others know that one. */
	private Actor owner = this;

	private boolean warned;

	LanesActor(Stage stage, EngineAgent agent, EventProcessor processor, Supplier<IsolatedUnit> units,
			Failures failures, HandlerScope scope, Executor executor, Runnable wake) {
		super(stage, agent, failures, LIMIT);
		this.units = units;
		int count = agent.concurrency();
		this.lanes = new Lanes(processor, scope, executor, wake, count);
		this.most = (count == 1 || agent.definition().results().asynchronous()) ? count : 2 * count;
		// One lane keeps the order of the partition.
		this.strands = new Strand[(count == 1) ? 1 : STRANDS_A_LANE * count];
		Arrays.setAll(this.strands, (i) -> new Strand());
	}

	/** Work for another actor of the same stage, which decides when. */
	void owner(Actor other) {
		this.owner = other;
	}

	@Override
	void accept(Delivery delivery) {
		byte[] key = delivery.record.key();
		int hash = (key != null) ? Arrays.hashCode(key) : Long.hashCode(delivery.record.offset());
		Strand strand = this.strands[Math.floorMod(hash * 0x9E3779B9 >>> 8, this.strands.length)];
		strand.waiting.add(delivery);
		if (strand.waiting.size() == 1 && strand.running == null) {
			this.ready.add(strand);
		}
	}

	@Override
	int collect() {
		int collected = 0;
		LaneRun run = this.lanes.finished();
		while (run != null) {
			this.running--;
			run.strand.running = null;
			if (this.lanes.awaited(run)) {
				takeOver(run);
			}
			next(run.strand);
			collected++;
			run = this.lanes.finished();
		}
		return collected;
	}

	private void takeOver(LaneRun run) {
		Delivery delivery = run.delivery;
		String outdated = (run.failure == null) ? run.unit.outdated() : null;
		if (outdated != null) {
			// It stays at the head of its lane and is processed again.
			run.unit.drop();
			warnOnce(outdated, delivery);
			return;
		}
		AgentStats stats = stats(delivery.sourceTopic());
		stats.handlerNanos.add(run.nanos);
		boolean done = true;
		Throwable failure = run.failure;
		if (failure == null) {
			stats.events.increment();
		}
		else {
			run.unit.drop();
			done = run.undeserializable ? failures().undeserializable(delivery, run.unit, failure)
					: failures().thrown(delivery, run.unit, failure, this.owner);
		}
		run.unit.keep();
		if (done) {
			run.strand.waiting.remove();
			delivery.feed.done(delivery);
		}
	}

	private void next(Strand strand) {
		Delivery delivery = strand.waiting.peek();
		if (delivery == null) {
			return;
		}
		if (delivery.notBefore != 0) {
			this.resting.add(strand);
		}
		else {
			this.ready.add(strand);
		}
	}

	private void warnOnce(String outdated, Delivery delivery) {
		if (!this.warned) {
			this.warned = true;
			logger
				.warn(("Agent '%s': %s was changed by another event while %s changed it, so that one is processed again. "
						+ "Events of different keys share table entries: group them by the entries' key. Said once a task")
					.formatted(agent().name(), outdated, delivery.place()));
		}
	}

	@Override
	int process(int most, long now, long until) {
		if (!this.resting.isEmpty()) {
			this.resting.removeIf((strand) -> rested(strand, now));
		}
		int begun = 0;
		while (begun < most && this.running < this.most && !this.owner.heldBack()) {
			Strand strand = this.ready.poll();
			if (strand == null) {
				return begun;
			}
			start(strand);
			begun++;
		}
		return begun;
	}

	@Override
	boolean idle() {
		return this.running == 0;
	}

	private boolean rested(Strand strand, long now) {
		Delivery delivery = java.util.Objects.requireNonNull(strand.waiting.peek());
		if (delivery.notBefore != 0 && now - delivery.notBefore < 0) {
			return false;
		}
		this.ready.add(strand);
		return true;
	}

	private void start(Strand strand) {
		LaneRun run = new LaneRun(strand, strand.waiting.element(), this.units.get(), this.lanes.epoch());
		strand.running = run;
		this.running++;
		this.lanes.start(run);
	}

	@Override
	void begin() {
		for (Strand strand : this.strands) {
			Delivery delivery = strand.waiting.peek();
			if (delivery != null) {
				delivery.failures = 0;
				delivery.notBefore = 0;
			}
		}
	}

	@Override
	void clear() {
		this.lanes.awaitNone();
		this.ready.clear();
		this.resting.clear();
		for (Strand strand : this.strands) {
			strand.waiting.clear();
		}
	}

	@Override
	void inProgress(List<HandlerInProgress> reported) {
		for (Strand strand : this.strands) {
			LaneRun run = strand.running;
			if (run != null) {
				run.call.report(reported);
			}
		}
	}

}
