package org.faustspring.engine.channel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;

import org.faustspring.engine.channel.BoundedChannel.Message;
import org.jspecify.annotations.Nullable;

/**
 * One consumer's place in a channel: a queue, and the message that it is processing. Any
 * thread, but one at a time takes.
 *
 * @param <T> the type of the messages
 */
public final class ChannelReader<T> implements AutoCloseable {

	private final BoundedChannel<T> channel;

	private final Deque<Message<T>> queue = new ArrayDeque<>();

	private final Condition arrived;

	private @Nullable Message<T> current;

	/** Taken to be released one by one. */
	private final Set<Message<T>> taken = Collections.newSetFromMap(new IdentityHashMap<>());

	private volatile @Nullable Thread thread;

	private boolean closed;

	ChannelReader(BoundedChannel<T> channel) {
		this.channel = channel;
		this.arrived = channel.lock().newCondition();
	}

	/**
	 * Wait for the next message. The one before is processed then.
	 * @return the message, or {@code null} if the reader is closed
	 * @throws InterruptedException if interrupted while waiting
	 */
	public @Nullable T take() throws InterruptedException {
		processed();
		this.channel.lock().lockInterruptibly();
		try {
			this.thread = Thread.currentThread();
			while (this.queue.isEmpty() && !this.closed) {
				this.arrived.await();
			}
			Message<T> message = this.queue.poll();
			this.current = message;
			this.channel.noteRoom();
			return (message != null) ? message.value() : null;
		}
		finally {
			this.channel.lock().unlock();
		}
	}

	/**
	 * Wait for the next message, which is to be released.
	 * @param nanos how long to wait
	 * @return the message, or {@code null} if there is none or the reader is closed
	 * @throws InterruptedException if interrupted while waiting
	 */
	public @Nullable Message<T> take(long nanos) throws InterruptedException {
		this.channel.lock().lockInterruptibly();
		try {
			this.thread = Thread.currentThread();
			long left = nanos;
			while (this.queue.isEmpty() && !this.closed && left > 0) {
				left = this.arrived.awaitNanos(left);
			}
			Message<T> message = this.queue.poll();
			if (message != null) {
				this.taken.add(message);
				this.channel.noteRoom();
			}
			return message;
		}
		finally {
			this.channel.lock().unlock();
		}
	}

	/**
	 * Wait, whatever arrives, unless the reader is closed.
	 * @param nanos how long
	 * @throws InterruptedException if interrupted while waiting
	 */
	public void rest(long nanos) throws InterruptedException {
		this.channel.lock().lockInterruptibly();
		try {
			long left = nanos;
			while (!this.closed && left > 0) {
				left = this.arrived.awaitNanos(left);
			}
		}
		finally {
			this.channel.lock().unlock();
		}
	}

	/**
	 * Take note that a message has been processed.
	 * @param message the message
	 */
	public void release(Message<T> message) {
		boolean own;
		this.channel.lock().lock();
		try {
			own = this.taken.remove(message);
		}
		finally {
			this.channel.lock().unlock();
		}
		if (own) {
			message.release();
		}
	}

	/**
	 * Take note that the message taken last has been processed, and all that were to be
	 * released.
	 */
	public void processed() {
		Message<T> processed;
		List<Message<T>> all;
		this.channel.lock().lock();
		try {
			processed = this.current;
			this.current = null;
			all = new ArrayList<>(this.taken);
			this.taken.clear();
		}
		finally {
			this.channel.lock().unlock();
		}
		if (processed != null) {
			processed.release();
		}
		all.forEach(Message::release);
	}

	/**
	 * Stop receiving. What waits is discarded; the message taken last is left to
	 * {@link #processed()}.
	 */
	@Override
	public void close() {
		List<Message<T>> discarded;
		this.channel.lock().lock();
		try {
			this.closed = true;
			discarded = new ArrayList<>(this.queue);
			this.queue.clear();
			this.channel.remove(this);
			this.arrived.signal();
		}
		finally {
			this.channel.lock().unlock();
		}
		discarded.forEach(Message::release);
	}

	/**
	 * Tell whether it has been closed.
	 * @return whether it has
	 */
	public boolean closed() {
		this.channel.lock().lock();
		try {
			return this.closed;
		}
		finally {
			this.channel.lock().unlock();
		}
	}

	/** With the lock. */
	void add(T message, org.faustspring.engine.unit.@Nullable EventHold hold) {
		this.queue.add(new Message<>(message, hold));
		this.arrived.signal();
	}

	/** With the lock. */
	int waiting() {
		return this.queue.size();
	}

	/** With the lock. */
	int size() {
		return this.queue.size() + this.taken.size() + ((this.current != null) ? 1 : 0);
	}

	@Nullable Thread thread() {
		return this.thread;
	}

}
