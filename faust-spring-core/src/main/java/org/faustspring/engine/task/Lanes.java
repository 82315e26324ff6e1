package org.faustspring.engine.task;

import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

import org.faustspring.engine.handler.EventRecord;
import org.faustspring.engine.unit.UnitOfWork;
import org.jspecify.annotations.Nullable;

/**
 * Runs handlers on threads of an executor, as many at the same time as there are lanes,
 * and wakes the worker when one has finished. Methods that are not private belong to the
 * worker's thread.
 */
final class Lanes {

	private final EventProcessor processor;

	private final HandlerScope scope;

	private final Executor executor;

	private final Runnable wake;

	private final int count;

	private final Queue<LaneRun> started = new ConcurrentLinkedQueue<>();

	private final AtomicInteger busyLanes = new AtomicInteger();

	private final Queue<LaneRun> finished = new ConcurrentLinkedQueue<>();

	private volatile int epoch;

	Lanes(EventProcessor processor, HandlerScope scope, Executor executor, Runnable wake, int count) {
		this.processor = processor;
		this.scope = scope;
		this.executor = executor;
		this.wake = wake;
		this.count = count;
	}

	/**
	 * Return what tells runs from those that were started before {@link #awaitNone()}.
	 * @return the epoch
	 */
	int epoch() {
		return this.epoch;
	}

	/**
	 * Tell whether anybody waits for a run.
	 * @param run the run
	 * @return whether it belongs to this epoch
	 */
	boolean awaited(LaneRun run) {
		return run.epoch == this.epoch;
	}

	/**
	 * Begin a new epoch: runs in progress end by themselves, but nobody waits for them.
	 */
	void awaitNone() {
		this.epoch++;
	}

	/**
	 * Run as soon as a lane is free.
	 * @param run the run
	 */
	void start(LaneRun run) {
		this.started.add(run);
		if (takeLane()) {
			this.executor.execute(this::runLane);
		}
	}

	/**
	 * Take a run that is finished, awaited or not.
	 * @return the run, or {@code null} if there is none now
	 */
	@Nullable LaneRun finished() {
		return this.finished.poll();
	}

	/** On a thread of the executor. */
	private void runLane() {
		do {
			LaneRun run = this.started.poll();
			while (run != null) {
				if (awaited(run)) {
					run(run);
				}
				else {
					finish(run, null);
				}
				run = this.started.poll();
			}
			this.busyLanes.decrementAndGet();
			// A run may have come when this lane was still taken for busy.
		}
		while (!this.started.isEmpty() && takeLane());
	}

	private boolean takeLane() {
		int busy = this.busyLanes.get();
		while (busy < this.count) {
			if (this.busyLanes.compareAndSet(busy, busy + 1)) {
				return true;
			}
			busy = this.busyLanes.get();
		}
		return false;
	}

	private void run(LaneRun run) {
		EventRecord<?> event;
		try {
			event = this.processor.read(run.delivery);
		}
		catch (RuntimeException ex) {
			run.undeserializable = true;
			finish(run, ex);
			return;
		}
		run.started = System.nanoTime();
		run.call.begin(run.delivery, Thread.currentThread(), run.started);
		run.unit.begin(run.delivery);
		CompletionStage<?> later = null;
		Throwable failure = null;
		try {
			this.scope.enter(run.unit);
			later = this.processor.process(event, run.delivery, run.unit);
		}
		catch (Throwable ex) {
			failure = ex;
		}
		failure = this.scope.leave(failure);
		if (later == null || failure != null) {
			run.undeserializable = Failures.keyUnreadable(event, failure);
			finish(run, failure);
		}
		else {
			later.whenComplete((returned, ex) -> finishLater(run, event, returned, ex));
		}
	}

	/** On whatever thread completes the handler's result. */
	private void finishLater(LaneRun run, EventRecord<?> event, @Nullable Object returned, @Nullable Throwable thrown) {
		Throwable failure = (thrown instanceof java.util.concurrent.CompletionException && thrown.getCause() != null)
				? thrown.getCause() : thrown;
		if (failure == null) {
			UnitOfWork enclosing = UnitOfWork.current();
			UnitOfWork.enter(run.unit);
			try {
				this.processor.finish(returned, event, run.unit);
			}
			catch (Throwable ex) {
				failure = ex;
			}
			finally {
				UnitOfWork.enter(enclosing);
			}
		}
		finish(run, failure);
	}

	private void finish(LaneRun run, @Nullable Throwable failure) {
		run.call.end();
		run.failure = failure;
		run.nanos = (run.started != 0) ? System.nanoTime() - run.started : 0;
		this.finished.add(run);
		this.wake.run();
	}

}
