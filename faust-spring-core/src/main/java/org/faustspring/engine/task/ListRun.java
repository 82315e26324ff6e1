package org.faustspring.engine.task;

import java.util.List;

import org.faustspring.engine.handler.EventRecord;
import org.jspecify.annotations.Nullable;

/**
 * One list on its way through a handler beside the worker. Belongs to the thread that
 * runs it until it is finished, then to the worker's again.
 */
final class ListRun {

	private final ListProcessor processor;

	private final HandlerScope scope;

	private final List<EventRecord<?>> events;

	private final IsolatedUnit unit;

	private final Actor.Call call;

	private final List<Delivery> deliveries;

	private final Delivery first;

	private final long started = System.nanoTime();

	private @Nullable Throwable failure;

	private long nanos;

	private volatile boolean finished;

	ListRun(ListProcessor processor, HandlerScope scope, List<EventRecord<?>> events, List<Delivery> deliveries,
			IsolatedUnit unit, Actor.Call call) {
		this.processor = processor;
		this.scope = scope;
		this.events = List.copyOf(events);
		this.deliveries = List.copyOf(deliveries);
		this.first = this.deliveries.get(0);
		this.unit = unit;
		this.call = call;
	}

	void start(OffWorker offWorker) {
		this.unit.begin(this.first, this.deliveries);
		offWorker.executor().execute(() -> {
			run();
			offWorker.wake().run();
		});
	}

	private void run() {
		this.call.begin(this.first, Thread.currentThread(), this.started);
		Throwable thrown = null;
		try {
			this.scope.enter(this.unit);
			this.processor.process(this.events, this.unit);
		}
		catch (Throwable ex) {
			thrown = ex;
		}
		this.failure = this.scope.leave(thrown);
		this.call.end();
		this.nanos = System.nanoTime() - this.started;
		this.finished = true;
	}

	boolean finished() {
		return this.finished;
	}

	@Nullable Throwable failure() {
		return this.failure;
	}

	long nanos() {
		return this.nanos;
	}

	IsolatedUnit unit() {
		return this.unit;
	}

}
