package org.faustspring.engine.channel;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * What was sent to an agent's channel outside of handlers and has not been taken by a
 * worker. Filled by any thread, emptied by one worker; outlives runs of the App.
 */
public final class AgentInbox {

	private final ReentrantLock lock;

	private final Runnable noteRoom;

	private final Deque<Sent> queue = new ArrayDeque<>();

	private volatile Runnable wake = () -> {
	};

	AgentInbox(ReentrantLock lock, Runnable noteRoom) {
		this.lock = lock;
		this.noteRoom = noteRoom;
	}

	/** With the lock. */
	void add(Sent message) {
		this.queue.add(message);
		this.wake.run();
	}

	/** With the lock. */
	int size() {
		return this.queue.size();
	}

	/**
	 * Have a worker woken by messages that arrive.
	 * @param worker wakes it
	 */
	public void wakes(Runnable worker) {
		this.wake = worker;
	}

	/**
	 * Take the next message.
	 * @return the message, or {@code null} if there is none
	 */
	public @Nullable Sent poll() {
		this.lock.lock();
		try {
			Sent message = this.queue.poll();
			if (message != null) {
				this.noteRoom.run();
			}
			return message;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Tell whether nothing waits.
	 * @return whether it is empty
	 */
	public boolean isEmpty() {
		this.lock.lock();
		try {
			return this.queue.isEmpty();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Take back messages that a run of the App has taken and not committed.
	 * @param messages the messages, in order
	 */
	public void giveBack(List<Sent> messages) {
		this.lock.lock();
		try {
			for (int i = messages.size() - 1; i >= 0; i--) {
				this.queue.addFirst(messages.get(i));
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * A message.
	 *
	 * @param message the message itself
	 * @param number its number in the channel
	 * @param timestamp when it was sent, in milliseconds since the epoch
	 */
	public record Sent(Object message, long number, long timestamp) {

	}

}
