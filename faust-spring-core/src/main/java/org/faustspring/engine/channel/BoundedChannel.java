package org.faustspring.engine.channel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Flow;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import org.faustspring.channel.Channel;
import org.faustspring.channel.ChannelStream;
import org.faustspring.engine.unit.EventHold;
import org.faustspring.engine.unit.Outlet;
import org.faustspring.engine.unit.UnitOfWork;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * The channel: a queue a consumer, all of them under one lock, so that a message goes to
 * every consumer or to none. What handlers send reaches agents in the handler's own task
 * and not through here. Any thread.
 *
 * @param <T> the type of the messages
 */
public final class BoundedChannel<T> implements Channel<T>, Outlet, AutoCloseable {

	private final String name;

	private final Class<T> type;

	private final int capacity;

	private final ThreadFactory threads;

	private final @Nullable ReaderOperators operators;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition room = this.lock.newCondition();

	private final List<ChannelReader<T>> readers = new ArrayList<>();

	private final List<AgentInbox> inboxes = new ArrayList<>();

	/** Of these, those of agents whose streams merge it, by the agent's name. */
	private final Map<String, AgentInbox> merging = new HashMap<>();

	/** Whom to wake when there is room again. */
	private final Set<Runnable> waiting = new HashSet<>();

	private final List<Runnable> onClose = new ArrayList<>();

	/** Messages on their way through agents in tasks. */
	private final AtomicInteger inTasks = new AtomicInteger();

	/** Whether some reader is full. */
	private volatile boolean full;

	private int subscribed;

	private long sent;

	/**
	 * Create a channel.
	 * @param name its name, for logs and thread names
	 * @param type the type of the messages; others are refused
	 * @param capacity how many messages it holds a consumer, at least 1, not counting the
	 * one being consumed
	 * @param threads makes the threads that call consumers
	 */
	public BoundedChannel(String name, Class<T> type, int capacity, ThreadFactory threads) {
		this(name, type, capacity, threads, null);
	}

	/**
	 * Create a channel.
	 * @param name its name, for logs and thread names
	 * @param type the type of the messages; others are refused
	 * @param capacity how many messages it holds a consumer, at least 1, not counting the
	 * one being consumed
	 * @param threads makes the threads that call consumers
	 * @param operators compose its streams, {@code null} if these are only iterated
	 */
	public BoundedChannel(String name, Class<T> type, int capacity, ThreadFactory threads,
			@Nullable ReaderOperators operators) {
		this.operators = operators;
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
	public Class<T> type() {
		return this.type;
	}

	@Override
	public int capacity() {
		return this.capacity;
	}

	@Override
	public int size() {
		this.lock.lock();
		try {
			int size = this.inTasks.get();
			for (ChannelReader<T> reader : this.readers) {
				size += reader.size();
			}
			for (AgentInbox inbox : this.inboxes) {
				size += inbox.size();
			}
			return size;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public int subscribers() {
		this.lock.lock();
		try {
			return this.readers.size() + this.inboxes.size();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Take note that a message has come to an agent in a task, or has gone.
	 * @param change 1 or -1, or the negative number of those that are forgotten
	 */
	public void inTasks(int change) {
		this.inTasks.addAndGet(change);
	}

	@Override
	public void send(T message) throws InterruptedException {
		check(message);
		UnitOfWork unit = UnitOfWork.current();
		if (unit != null) {
			unit.publish(this, message);
			return;
		}
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
		UnitOfWork unit = UnitOfWork.current();
		if (unit != null) {
			boolean room = unit.hasRoom(this);
			if (room) {
				unit.publish(this, message);
			}
			return room;
		}
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

	private void check(T message) {
		Assert.notNull(message, "'message' must not be null");
		if (!this.type.isInstance(message)) {
			throw new IllegalArgumentException("Channel '%s' takes messages of type %s, not %s".formatted(this.name,
					this.type.getName(), message.getClass().getName()));
		}
	}

	private boolean anyFull() {
		for (ChannelReader<T> reader : this.readers) {
			if (reader.waiting() >= this.capacity) {
				Assert.state(reader.thread() != Thread.currentThread(),
						() -> "A subscriber of channel '%s' sends to it while its own queue is full: it would wait for itself"
							.formatted(this.name));
				return true;
			}
		}
		for (AgentInbox inbox : this.inboxes) {
			if (inbox.size() >= this.capacity) {
				return true;
			}
		}
		return false;
	}

	/** Of a sender that is in no handler; with the lock. */
	private void publish(T message) {
		for (ChannelReader<T> reader : this.readers) {
			reader.add(message, null);
		}
		long number = this.sent++;
		for (AgentInbox inbox : this.inboxes) {
			inbox.add(new AgentInbox.Sent(message, number, System.currentTimeMillis()));
		}
		noteRoom();
	}

	@Override
	public boolean hasRoom() {
		return !this.full;
	}

	@Override
	public int capacityForOne() {
		return this.capacity;
	}

	@Override
	public void wakeOnRoom(Runnable wake) {
		this.lock.lock();
		try {
			this.waiting.add(wake);
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void put(Object message, EventHold hold) {
		this.lock.lock();
		try {
			for (ChannelReader<T> reader : this.readers) {
				hold.acquire();
				reader.add(this.type.cast(message), hold);
			}
			noteRoom();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** With the lock, whenever a queue has changed. */
	void noteRoom() {
		boolean nowFull = false;
		for (ChannelReader<T> reader : this.readers) {
			nowFull |= reader.waiting() >= this.capacity;
		}
		if (this.full && !nowFull) {
			this.waiting.forEach(Runnable::run);
			this.waiting.clear();
		}
		this.full = nowFull;
		this.room.signalAll();
	}

	ReentrantLock lock() {
		return this.lock;
	}

	/**
	 * Open a place that is read by any one thread at a time.
	 * @return the reader, to be closed
	 */
	public ChannelReader<T> reader() {
		this.lock.lock();
		try {
			ChannelReader<T> reader = new ChannelReader<>(this);
			this.readers.add(reader);
			return reader;
		}
		finally {
			this.lock.unlock();
		}
	}

	void remove(ChannelReader<T> reader) {
		this.readers.remove(reader);
		noteRoom();
	}

	/**
	 * Open the place of an agent that consumes the channel, for what is sent outside of
	 * handlers. It is there for as long as the channel.
	 * @return the inbox
	 */
	public AgentInbox inbox() {
		this.lock.lock();
		try {
			AgentInbox inbox = new AgentInbox(this.lock, this::noteRoom);
			this.inboxes.add(inbox);
			return inbox;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Open the place of an agent whose stream merges the channel, or return the one that
	 * an earlier run of the App has opened.
	 * @param agent the agent's name
	 * @return the inbox
	 */
	public AgentInbox inbox(String agent) {
		this.lock.lock();
		try {
			return this.merging.computeIfAbsent(agent, (name) -> inbox());
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public Subscription subscribe(Consumer<? super T> consumer) {
		Assert.notNull(consumer, "'consumer' must not be null");
		return start(new ConsumerLoop<>(this.name, reader(), consumer));
	}

	@Override
	public ChannelStream<T> stream() {
		return new ReaderStream<>(this, this.operators);
	}

	@Override
	public Flow.Publisher<T> publisher() {
		return (subscriber) -> {
			Assert.notNull(subscriber, "'subscriber' must not be null");
			PublisherLoop<T> loop = new PublisherLoop<>(this.name, reader(), subscriber);
			subscriber.onSubscribe(loop);
			start(loop);
		};
	}

	@Override
	public Subscription subscribeTo(Flow.Publisher<? extends T> publisher) {
		SendingSubscriber<T> subscriber = new SendingSubscriber<>(this);
		publisher.subscribe(subscriber);
		return subscriber;
	}

	private <L extends Subscription & Runnable> L start(L loop) {
		Thread thread = this.threads.newThread(loop);
		Assert.state(thread != null, () -> "Channel '%s' got no thread for a subscriber".formatted(this.name));
		this.lock.lock();
		try {
			thread.setName("faust-channel-%s-%d".formatted(this.name, ++this.subscribed));
		}
		finally {
			this.lock.unlock();
		}
		thread.start();
		return loop;
	}

	/**
	 * Run something when the channel is closed.
	 * @param action what to run
	 */
	public void onClose(Runnable action) {
		this.lock.lock();
		try {
			this.onClose.add(action);
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
		List<ChannelReader<T>> all;
		List<Runnable> actions;
		this.lock.lock();
		try {
			all = List.copyOf(this.readers);
			actions = List.copyOf(this.onClose);
		}
		finally {
			this.lock.unlock();
		}
		all.forEach(ChannelReader::close);
		actions.forEach(Runnable::run);
	}

	private static long nanos(Duration timeout) {
		try {
			return timeout.toNanos();
		}
		catch (ArithmeticException ex) {
			return Long.MAX_VALUE;
		}
	}

	@Override
	public String toString() {
		return "channel '%s'".formatted(this.name);
	}

	/**
	 * A message and what it holds.
	 *
	 * @param value the message
	 * @param hold holds the event that it came from, or {@code null} if it came from
	 * outside of handlers
	 * @param <T> the type of the message
	 */
	public record Message<T>(T value, @Nullable EventHold hold) {

		void release() {
			if (this.hold != null) {
				this.hold.release();
			}
		}

	}

}
