package org.faustspring.engine.task;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * What one actor has taken from one source and not finished, in order. A delivery is
 * passed when its handler is through with it, and done when nothing that it caused holds
 * it any more. Belongs to the task's worker.
 */
abstract class Feed {

	final Actor actor;

	/** Passed and not done, and what is done behind such; the first is not done. */
	private final ArrayDeque<Delivery> passed = new ArrayDeque<>();

	/** Neither passed nor behind what is; some may be done. */
	private final ArrayDeque<Delivery> pending = new ArrayDeque<>();

	private int undone;

	/** Deliveries taken so far. */
	private long numbers;

	/** Passed and held. */
	private int held;

	/** Grows when everything is forgotten, so that late releases are recognized. */
	private int epoch;

	Feed(Actor actor) {
		this.actor = actor;
	}

	void add(Delivery delivery) {
		delivery.epoch = this.epoch;
		delivery.number = this.numbers++;
		this.pending.add(delivery);
		this.undone++;
	}

	/** The first delivery whose handler is not through with it, in the order taken. */
	@Nullable Delivery head() {
		return this.pending.peek();
	}

	int size() {
		return this.passed.size() + this.pending.size();
	}

	/** Whether handlers are through with deliveries that are held. */
	boolean holds() {
		return this.held > 0;
	}

	int undone() {
		return this.undone;
	}

	/** The first delivery that is not done. */
	@Nullable Delivery first() {
		Delivery first = this.passed.peek();
		return (first != null) ? first : this.pending.peek();
	}

	/** All from the first that is not done; some may be done. */
	Iterable<Delivery> all() {
		if (this.passed.isEmpty()) {
			return this.pending;
		}
		return () -> new Iterator<>() {

			private final Iterator<Delivery> first = Feed.this.passed.iterator();

			private final Iterator<Delivery> second = Feed.this.pending.iterator();

			@Override
			public boolean hasNext() {
				return this.first.hasNext() || this.second.hasNext();
			}

			@Override
			public Delivery next() {
				return this.first.hasNext() ? this.first.next() : this.second.next();
			}

		};
	}

	/** Hand over what no handler is through with, in order. */
	void forEachUndone(Consumer<Delivery> action) {
		this.pending.stream().filter((delivery) -> !delivery.passed).forEach(action);
	}

	/**
	 * The handler is through with a delivery: it is done, unless it is held.
	 */
	void done(Delivery delivery) {
		delivery.passed = true;
		if (!delivery.held()) {
			finish(delivery);
		}
		else {
			this.held++;
			this.actor.gate().opened(1);
		}
		Delivery head = this.pending.peek();
		while (head != null && head.passed) {
			this.pending.remove();
			if (head.done && this.passed.isEmpty()) {
				finished(head);
			}
			else {
				this.passed.add(head);
			}
			head = this.pending.peek();
		}
	}

	/**
	 * What held a delivery has let go of it.
	 */
	void released(Delivery delivery) {
		if (delivery.epoch != this.epoch || !delivery.passed || delivery.done || delivery.held()) {
			return;
		}
		this.held--;
		this.actor.gate().opened(-1);
		finish(delivery);
		Delivery head = this.passed.peek();
		while (head != null && head.done) {
			this.passed.remove();
			finished(head);
			head = this.passed.peek();
		}
	}

	private void finish(Delivery delivery) {
		delivery.done = true;
		this.undone--;
		completed(delivery);
	}

	/** A delivery is done, though others before it may not be. */
	void completed(Delivery delivery) {
	}

	/** A delivery is done, and everything before it. */
	abstract void finished(Delivery delivery);

	/** Whether events come all the time, so that it is worth waiting for the next. */
	boolean steady() {
		return true;
	}

	/** When the source was begun anew, in milliseconds since the epoch. */
	abstract long incarnation();

	void forget() {
		this.epoch++;
		this.passed.clear();
		this.pending.clear();
		this.undone = 0;
		this.actor.gate().opened(-this.held);
		this.held = 0;
	}

}
