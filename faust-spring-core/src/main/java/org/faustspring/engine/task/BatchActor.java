package org.faustspring.engine.task;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

import org.faustspring.agent.HandlerInProgress;
import org.faustspring.engine.handler.EventRecord;
import org.faustspring.engine.topology.Stage;
import org.jspecify.annotations.Nullable;

/**
 * Processes events in batches on the worker's thread: a batch is one unit of work. A
 * batch that fails on every attempt is taken apart, so that only the events that fail
 * alone are dealt with as failed. The batches of an agent that asks others are processed
 * beside the worker, one after the other.
 */
final class BatchActor extends Actor {

	private final ListProcessor processor;

	private final DirectUnit unit;

	private final HandlerScope scope;

	private final OffWorker offWorker;

	private final int size;

	private final long withinNanos;

	private final Queue<Delivery> waiting = new ArrayDeque<>();

	private final List<Delivery> batch = new ArrayList<>();

	private final List<EventRecord<?>> events = new ArrayList<>();

	private final Call call = new Call();

	/** The batch that is processed beside the worker. */
	private @Nullable ListRun running;

	private long filledSince;

	/** Deliveries at the head of the queue to be processed one by one. */
	private int singly;

	BatchActor(Stage stage, EngineAgent agent, ListProcessor processor, DirectUnit unit, Failures failures,
			HandlerScope scope, OffWorker offWorker) {
		super(stage, agent, failures, Math.max(1000, 2 * agent.definition().batch()));
		this.processor = processor;
		this.unit = unit;
		this.scope = scope;
		this.offWorker = offWorker;
		this.size = agent.definition().batch();
		this.withinNanos = agent.definition().within().toNanos();
	}

	@Override
	void accept(Delivery delivery) {
		if (this.waiting.isEmpty()) {
			this.filledSince = System.nanoTime();
		}
		this.waiting.add(delivery);
	}

	@Override
	int process(int most, long now, long until) {
		int processed = 0;
		while (processed < most && running() && this.running == null && !heldBack() && due(now)) {
			take((this.singly > 0) ? 1 : this.size);
			Delivery first = this.batch.isEmpty() ? null : this.batch.get(0);
			if (first != null && agent().offWorker()) {
				start();
			}
			else if (first == null || run(first)) {
				processed += this.batch.size();
				finishBatch();
				if (System.nanoTime() - until >= 0) {
					return processed;
				}
			}
			else {
				return processed + 1;
			}
		}
		return processed;
	}

	private boolean due(long now) {
		Delivery first = this.waiting.peek();
		if (first == null || (first.notBefore != 0 && now - first.notBefore < 0)) {
			return false;
		}
		return this.singly > 0 || this.waiting.size() >= this.size || flushing()
				|| now - this.filledSince >= this.withinNanos;
	}

	/** Read the first deliveries; those that do not deserialize are dealt with here. */
	private void take(int most) {
		this.batch.clear();
		this.events.clear();
		for (Delivery delivery : this.waiting) {
			if (this.batch.size() == most) {
				return;
			}
			if (delivery.done) {
				continue;
			}
			try {
				this.events.add(this.processor.read(delivery));
				this.batch.add(delivery);
			}
			catch (RuntimeException ex) {
				boolean done = failures().undeserializable(delivery, this.unit, ex);
				this.unit.keep();
				if (!done) {
					return;
				}
				delivery.feed.done(delivery);
			}
		}
	}

	private boolean run(Delivery first) {
		long started = System.nanoTime();
		this.call.begin(first, Thread.currentThread(), started);
		this.unit.begin(first, this.batch);
		Throwable failure = null;
		try {
			this.scope.enter(this.unit);
			this.processor.process(this.events, this.unit);
		}
		catch (Throwable ex) {
			failure = ex;
		}
		failure = this.scope.leave(failure);
		this.call.end();
		if (this.unit.takeLeft()) {
			// Nothing was sent; it begins again where it may wait.
			this.unit.drop();
			agent().leaveWorker();
			return false;
		}
		return ended(first, this.unit, failure, System.nanoTime() - started);
	}

	private void start() {
		ListRun run = new ListRun(this.processor, this.scope, this.events, this.batch, this.offWorker.unit(),
				this.call);
		this.running = run;
		run.start(this.offWorker);
	}

	@Override
	boolean idle() {
		return this.running == null;
	}

	@Override
	int collect() {
		ListRun run = this.running;
		if (run == null || !run.finished()) {
			return 0;
		}
		this.running = null;
		Delivery first = this.batch.get(0);
		if (run.failure() == null && run.unit().outdated() != null) {
			// Another event has changed what it has read: it is processed again.
			run.unit().drop();
		}
		else if (ended(first, run.unit(), run.failure(), run.nanos())) {
			finishBatch();
		}
		return 1;
	}

	/** Whether the batch is done. */
	private boolean ended(Delivery first, EventUnit unit, @Nullable Throwable failure, long nanos) {
		stats(first.sourceTopic()).handlerNanos.add(nanos);
		boolean done = true;
		if (failure != null) {
			unit.drop();
			done = failed(first, unit, failure);
		}
		else {
			this.batch.forEach((delivery) -> stats(delivery.sourceTopic()).events.increment());
		}
		unit.keep();
		return done;
	}

	private boolean failed(Delivery first, EventUnit unit, Throwable failure) {
		if (tookOutUnreadableKeys(unit, failure)) {
			return false;
		}
		if (this.batch.size() > 1 && first.failures + 1 >= agent().definition().attempts()) {
			this.singly = this.batch.size();
			// Each event has its last attempt alone.
			this.batch.forEach((delivery) -> {
				delivery.failures = agent().definition().attempts() - 1;
				delivery.notBefore = 0;
			});
			stats(first.sourceTopic()).errors.increment();
			return false;
		}
		if (this.batch.size() > 1) {
			failures().batchThrown(first, failure);
			return false;
		}
		return failures().thrown(first, unit, failure, this);
	}

	/** Keys are read when they are asked for, so only the handler's failure tells. */
	private boolean tookOutUnreadableKeys(EventUnit unit, Throwable failure) {
		boolean unreadable = false;
		for (int i = 0; i < this.batch.size(); i++) {
			if (!Failures.keyUnreadable(this.events.get(i), failure)) {
				continue;
			}
			unreadable = true;
			Delivery delivery = this.batch.get(i);
			if (failures().undeserializable(delivery, unit, failure)) {
				delivery.feed.done(delivery);
				this.singly = Math.max(0, this.singly - 1);
			}
		}
		return unreadable;
	}

	private void finishBatch() {
		if (this.singly > 0) {
			this.singly--;
		}
		this.batch.forEach((delivery) -> delivery.feed.done(delivery));
		Delivery head = this.waiting.peek();
		while (head != null && head.done) {
			this.waiting.remove();
			head = this.waiting.peek();
		}
		this.filledSince = System.nanoTime();
	}

	@Override
	void begin() {
		this.singly = 0;
		this.waiting.forEach((delivery) -> {
			delivery.failures = 0;
			delivery.notBefore = 0;
		});
	}

	@Override
	void clear() {
		this.running = null;
		this.singly = 0;
		this.waiting.clear();
		this.batch.clear();
		this.events.clear();
	}

	@Override
	void inProgress(List<HandlerInProgress> running) {
		this.call.report(running);
	}

}
