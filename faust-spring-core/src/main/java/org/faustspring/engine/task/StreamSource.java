package org.faustspring.engine.task;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What waits to be pushed through a stream, by where it came from: of what is there, the
 * lowest timestamp comes first. Belongs to the thread that pushes.
 */
final class StreamSource {

	private final List<Waiting> waiting = new ArrayList<>();

	private final long waitNanos;

	private @Nullable Actor owner;

	/**
	 * Create an empty source.
	 * @param wait how long an event waits for others to compare its time with, or
	 * {@code null} if it does not
	 */
	StreamSource(@Nullable Duration wait) {
		this.waitNanos = (wait != null) ? wait.toNanos() : 0;
	}

	/** Let an actor decide when messages of channels go before events of topics. */
	void owner(Actor actor) {
		this.owner = actor;
	}

	/**
	 * Expect events of a feed, also before the first.
	 */
	void expect(Feed feed) {
		of(feed);
	}

	void add(Delivery delivery) {
		Waiting own = of(delivery.feed);
		own.deliveries.add(delivery);
		if (this.waitNanos > 0) {
			own.arrivals.add(System.nanoTime());
		}
	}

	private Waiting of(Feed feed) {
		for (int i = 0; i < this.waiting.size(); i++) {
			if (this.waiting.get(i).feed == feed) {
				return this.waiting.get(i);
			}
		}
		Waiting added = new Waiting(feed);
		this.waiting.add(added);
		return added;
	}

	/**
	 * Take the next event.
	 * @param now the time, in {@link System#nanoTime()}
	 * @return the event, or {@code null} if there is none or it has to wait
	 */
	@Nullable Delivery poll(long now) {
		Waiting first = first(now);
		if (first == null) {
			return null;
		}
		if (this.waitNanos > 0) {
			first.arrivals.poll();
		}
		return first.deliveries.poll();
	}

	boolean ready(long now) {
		return first(now) != null;
	}

	private @Nullable Waiting first(long now) {
		Actor actor = this.owner;
		if (actor != null && actor.consumesChannels()) {
			boolean only = actor.messagesOnly();
			if (only || actor.messagesFirst()) {
				Waiting message = message(now);
				if (message != null || only) {
					return message;
				}
			}
		}
		return inOrder(now);
	}

	/** The first message that goes before events of topics. */
	private @Nullable Waiting message(long now) {
		Waiting first = null;
		Delivery lowest = null;
		for (Waiting candidate : this.waiting) {
			Delivery head = candidate.deliveries.peek();
			if (head != null && candidate.feed instanceof ChannelFeed
					&& (lowest == null || head.record.timestamp() < lowest.record.timestamp())) {
				first = candidate;
				lowest = head;
			}
		}
		if (first == null || lowest == null || (lowest.notBefore != 0 && now - lowest.notBefore < 0)) {
			return null;
		}
		if (this.waitNanos > 0) {
			Long arrived = first.arrivals.peek();
			boolean waited = arrived == null || now - arrived >= this.waitNanos;
			return (waited || inOrder(now) == first) ? first : null;
		}
		return first;
	}

	private @Nullable Waiting inOrder(long now) {
		Waiting first = null;
		Delivery lowest = null;
		boolean incomplete = false;
		for (int i = 0; i < this.waiting.size(); i++) {
			Waiting candidate = this.waiting.get(i);
			Delivery head = candidate.deliveries.peek();
			if (head == null) {
				incomplete |= candidate.feed.steady();
			}
			else if (lowest == null || head.record.timestamp() < lowest.record.timestamp()) {
				first = candidate;
				lowest = head;
			}
		}
		if (first == null || lowest == null || (lowest.notBefore != 0 && now - lowest.notBefore < 0)) {
			return null;
		}
		if (this.waitNanos > 0 && incomplete) {
			Long arrived = first.arrivals.peek();
			return (arrived == null || now - arrived >= this.waitNanos) ? first : null;
		}
		return first;
	}

	/**
	 * Take back an event that is to come again, to where it was.
	 */
	void giveBack(Delivery delivery) {
		Waiting own = of(delivery.feed);
		Deque<Delivery> before = new ArrayDeque<>();
		Delivery head = own.deliveries.peek();
		while (head != null && head.number < delivery.number) {
			before.push(own.deliveries.remove());
			head = own.deliveries.peek();
		}
		own.deliveries.addFirst(delivery);
		before.forEach(own.deliveries::addFirst);
		if (this.waitNanos > 0) {
			own.arrivals.addFirst(System.nanoTime() - this.waitNanos);
		}
	}

	/** Forget attempts and waits. */
	void begin() {
		for (Waiting own : this.waiting) {
			Delivery head = own.deliveries.peek();
			if (head != null) {
				head.failures = 0;
				head.notBefore = 0;
				head.alone = false;
			}
		}
	}

	void clear() {
		for (Waiting own : this.waiting) {
			own.deliveries.clear();
			own.arrivals.clear();
		}
	}

	private static final class Waiting {

		private final Feed feed;

		private final ArrayDeque<Delivery> deliveries = new ArrayDeque<>();

		private final ArrayDeque<Long> arrivals = new ArrayDeque<>();

		Waiting(Feed feed) {
			this.feed = feed;
		}

	}

}
