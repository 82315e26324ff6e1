package org.faustspring.engine.task;

import java.util.List;
import java.util.function.Supplier;

import org.faustspring.agent.HandlerInProgress;
import org.faustspring.engine.handler.EventRecord;
import org.faustspring.engine.topology.Stage;
import org.jspecify.annotations.Nullable;

/**
 * Processes events one at a time on the worker's thread: in order within a partition, and
 * by event time between the inputs of its task. Once its agent is seen to ask others, it
 * goes on in one lane.
 */
final class SequentialActor extends Actor {

	/**
	 * As many as have their turn at once: what is taken long before it is processed has
	 * left the processor's cache by then.
	 */
	private static final int LIMIT = Task.EVENTS_A_TURN;

	private final EventProcessor processor;

	private final DirectUnit unit;

	private final HandlerScope scope;

	private final Supplier<LanesActor> lanesMaker;

	private final Call call = new Call();

	/** Where it goes on; others ask it what it does. */
	private volatile @Nullable LanesActor lanes;

	/**
	 * When the last event was through, and so the next began: to look at the clock twice
	 * for each event would be a measurable part of what it costs.
	 */
	private long ended = System.nanoTime();

	SequentialActor(Stage stage, EngineAgent agent, EventProcessor processor, DirectUnit unit, Failures failures,
			HandlerScope scope, Supplier<LanesActor> lanesMaker) {
		super(stage, agent, failures, LIMIT);
		this.processor = processor;
		this.unit = unit;
		this.scope = scope;
		this.lanesMaker = lanesMaker;
	}

	@Override
	void accept(Delivery delivery) {
		LanesActor there = this.lanes;
		if (there != null) {
			there.accept(delivery);
		}
		// Else it waits in its feed.
	}

	@Override
	int collect() {
		LanesActor there = this.lanes;
		return (there != null) ? there.collect() : 0;
	}

	@Override
	boolean idle() {
		LanesActor there = this.lanes;
		return there == null || there.idle();
	}

	@Override
	int process(int most, long now, long until) {
		LanesActor there = lanes();
		if (there != null) {
			return there.process(most, now, until);
		}
		int processed = 0;
		this.ended = System.nanoTime();
		while (processed < most && running() && !heldBack()) {
			Delivery delivery = next();
			if (delivery == null || (delivery.notBefore != 0 && now - delivery.notBefore < 0)) {
				return processed;
			}
			if (!run(delivery)) {
				return processed + 1;
			}
			delivery.feed.done(delivery);
			processed++;
			if (this.ended - until >= 0) {
				return processed;
			}
		}
		return processed;
	}

	/** The lane that this actor goes on in, if it does. */
	private @Nullable LanesActor lanes() {
		LanesActor there = this.lanes;
		if (there == null && agent().offWorker() && !stage().grouping()) {
			LanesActor made = this.lanesMaker.get();
			made.owner(this);
			feeds().forEach((feed) -> feed.forEachUndone(made::accept));
			this.lanes = made;
			there = made;
		}
		return there;
	}

	private @Nullable Delivery next() {
		List<Feed> feeds = feeds();
		Delivery first = feeds.get(0).head();
		for (int i = 1; i < feeds.size(); i++) {
			Delivery head = feeds.get(i).head();
			if (first == null || (head != null && head.record.timestamp() < first.record.timestamp())) {
				first = head;
			}
		}
		return first;
	}

	/** Whether the delivery is done. */
	private boolean run(Delivery delivery) {
		EventRecord<?> event;
		try {
			event = this.processor.read(delivery);
		}
		catch (RuntimeException ex) {
			boolean done = failures().undeserializable(delivery, this.unit, ex);
			this.unit.keep();
			this.ended = System.nanoTime();
			return done;
		}
		long started = this.ended;
		this.call.begin(delivery, Thread.currentThread(), started);
		this.unit.begin(delivery);
		Throwable failure = null;
		try {
			this.scope.enter(this.unit);
			this.processor.process(event, delivery, this.unit);
		}
		catch (Throwable ex) {
			failure = ex;
		}
		failure = this.scope.leave(failure);
		this.call.end();
		if (this.unit.takeLeft()) {
			if (!stage().grouping()) {
				// Nothing was sent; it begins again where it may wait.
				this.unit.drop();
				agent().leaveWorker();
				return false;
			}
			failure = new IllegalStateException("What 'groupBy' calls must not ask an agent");
		}
		AgentStats stats = stats(delivery.sourceTopic());
		this.ended = System.nanoTime();
		stats.handlerNanos.add(this.ended - started);
		boolean done = true;
		if (failure == null) {
			if (!stage().grouping()) {
				stats.events.increment();
			}
		}
		else {
			this.unit.drop();
			done = Failures.keyUnreadable(event, failure) ? failures().undeserializable(delivery, this.unit, failure)
					: failures().thrown(delivery, this.unit, failure, this);
			this.ended = System.nanoTime();
		}
		this.unit.keep();
		return done;
	}

	@Override
	void begin() {
		LanesActor there = this.lanes;
		if (there != null) {
			there.begin();
		}
		for (Feed feed : feeds()) {
			Delivery head = feed.head();
			if (head != null) {
				head.failures = 0;
				head.notBefore = 0;
			}
		}
	}

	@Override
	void clear() {
		LanesActor there = this.lanes;
		if (there != null) {
			there.clear();
		}
		// Else deliveries wait in the feeds only.
	}

	@Override
	void inProgress(List<HandlerInProgress> running) {
		this.call.report(running);
		LanesActor there = this.lanes;
		if (there != null) {
			there.inProgress(running);
		}
	}

}
