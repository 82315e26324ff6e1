package org.faustspring.channel;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * The channel: a queue a subscriber, all of them under one lock, so that a message goes
 * to every subscriber or to none. Any thread.
 *
 * @param <T> the type of the messages
 */
final class BoundedChannel<T> implements Channel<T>, AutoCloseable {

	private static final Log logger = LogFactory.getLog(BoundedChannel.class);

	private final String name;

	private final Class<T> type;

	private final int capacity;

	private final ThreadFactory threads;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition room = this.lock.newCondition();

	private final List<Subscriber> subscribers = new ArrayList<>();

	private int subscribed;

	BoundedChannel(String name, Class<T> type, int capacity, ThreadFactory threads) {
		Assert.hasText(name, "'name' must not be empty");
		Assert.isTrue(capacity >= 1,
				() -> "Channel '%s' needs a capacity of at least 1, not %d".formatted(name, capacity));
		this.name = name;
		this.type = type;
		this.capacity = capacity;
		this.threads = threads;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public void send(T message) throws InterruptedException {
		check(message);
		this.lock.lockInterruptibly();
		try {
			while (anyFull()) {
				this.room.await();
			}
			publish(message);
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public boolean trySend(T message, Duration timeout) throws InterruptedException {
		check(message);
		long left = nanos(timeout);
		this.lock.lockInterruptibly();
		try {
			while (anyFull()) {
				if (left <= 0) {
					return false;
				}
				left = this.room.awaitNanos(left);
			}
			publish(message);
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public Subscription subscribe(Consumer<? super T> consumer) {
		Assert.notNull(consumer, "'consumer' must not be null");
		this.lock.lock();
		try {
			Subscriber subscriber = new Subscriber(consumer);
			Thread thread = this.threads.newThread(subscriber);
			Assert.state(thread != null, () -> "Channel '%s' got no thread for a subscriber".formatted(this.name));
			thread.setName("faust-channel-%s-%d".formatted(this.name, ++this.subscribed));
			subscriber.thread = thread;
			thread.start();
			this.subscribers.add(subscriber);
			return subscriber;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * End all subscriptions; a context does this when it closes, to a channel that is a
	 * bean.
	 */
	@Override
	public void close() {
		List<Subscriber> all;
		this.lock.lock();
		try {
			all = List.copyOf(this.subscribers);
		}
		finally {
			this.lock.unlock();
		}
		all.forEach(Subscriber::close);
	}

	private void check(T message) {
		Assert.notNull(message, "'message' must not be null");
		if (!this.type.isInstance(message)) {
			throw new IllegalArgumentException("Channel '%s' takes messages of type %s, not %s".formatted(this.name,
					this.type.getName(), message.getClass().getName()));
		}
	}

	private boolean anyFull() {
		for (Subscriber subscriber : this.subscribers) {
			if (subscriber.queue.size() >= this.capacity) {
				Assert.state(subscriber.thread != Thread.currentThread(),
						() -> "A subscriber of channel '%s' sends to it while its own queue is full: it would wait for itself"
							.formatted(this.name));
				return true;
			}
		}
		return false;
	}

	private void publish(T message) {
		for (Subscriber subscriber : this.subscribers) {
			subscriber.queue.add(message);
			subscriber.arrived.signal();
		}
	}

	private static long nanos(Duration timeout) {
		try {
			return timeout.toNanos();
		}
		catch (ArithmeticException ex) {
			return Long.MAX_VALUE;
		}
	}

	/**
	 * One subscriber. The queue belongs to the lock's holder, the rest to its thread.
	 */
	private final class Subscriber implements Subscription, Runnable {

		private final Consumer<? super T> consumer;

		private final Deque<T> queue = new ArrayDeque<>();

		private final Condition arrived = BoundedChannel.this.lock.newCondition();

		private @Nullable Thread thread;

		private boolean closed;

		private Subscriber(Consumer<? super T> consumer) {
			this.consumer = consumer;
		}

		@Override
		public void run() {
			T message = take();
			while (message != null) {
				try {
					this.consumer.accept(message);
				}
				catch (Throwable ex) {
					logger.error("A subscriber of channel '%s' failed on a %s; the message is not offered again"
						.formatted(BoundedChannel.this.name, message.getClass().getName()), ex);
				}
				message = take();
			}
		}

		private @Nullable T take() {
			BoundedChannel.this.lock.lock();
			try {
				while (this.queue.isEmpty() && !this.closed) {
					this.arrived.awaitUninterruptibly();
				}
				T message = (this.closed) ? null : this.queue.poll();
				if (this.queue.size() == BoundedChannel.this.capacity - 1) {
					BoundedChannel.this.room.signalAll();
				}
				return message;
			}
			finally {
				BoundedChannel.this.lock.unlock();
			}
		}

		@Override
		public void close() {
			BoundedChannel.this.lock.lock();
			try {
				this.closed = true;
				BoundedChannel.this.subscribers.remove(this);
				this.queue.clear();
				this.arrived.signal();
				BoundedChannel.this.room.signalAll();
			}
			finally {
				BoundedChannel.this.lock.unlock();
			}
		}

	}

}
