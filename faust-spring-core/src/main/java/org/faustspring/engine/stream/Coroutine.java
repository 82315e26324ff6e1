package org.faustspring.engine.stream;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;

import org.faustspring.stream.StreamClosedException;
import org.jspecify.annotations.Nullable;

/**
 * Code with a thread of its own that runs only while its owner waits for it: the two take
 * turns, so that all that one did is seen by the other. It may step aside, and runs
 * beside its owner then, until it asks for its turn again. Methods belong to the owner,
 * one thread at a time, unless they say otherwise.
 */
public final class Coroutine {

	private final Executor executor;

	private final Body body;

	/** Whose turn it is; the other one waits. */
	private volatile boolean running;

	/** It runs though it is not its turn. */
	private volatile boolean aside;

	/** It is aside and waits for its turn. */
	private volatile boolean returning;

	private volatile boolean closing;

	private volatile boolean ended;

	private volatile @Nullable Thread thread;

	private volatile @Nullable Thread owner;

	private @Nullable Throwable failure;

	private boolean started;

	/**
	 * Create a coroutine that has not started.
	 * @param executor gives it a thread
	 * @param body what it runs
	 */
	public Coroutine(Executor executor, Body body) {
		this.executor = executor;
		this.body = body;
	}

	/**
	 * Let it run until it yields or ends. An interrupt meanwhile goes to its thread.
	 */
	public void resume() {
		turn();
		while (this.running) {
			LockSupport.park(this);
			if (Thread.interrupted()) {
				interrupt();
			}
		}
	}

	/**
	 * Let it run until it yields or ends, or until a time is over, after which it still
	 * runs. An interrupt counts as the end of the time.
	 * @param timeout the time
	 * @return whether it has yielded or ended
	 */
	public boolean resume(Duration timeout) {
		turn();
		return await(System.nanoTime() + timeout.toNanos());
	}

	/**
	 * Tell whether it has had a turn.
	 * @return whether it has started
	 */
	public boolean started() {
		return this.started;
	}

	/**
	 * Start it aside, without a turn.
	 */
	public void startAside() {
		if (this.started) {
			throw new IllegalStateException("The coroutine has started");
		}
		this.started = true;
		this.aside = true;
		this.executor.execute(this::run);
	}

	private void turn() {
		if (this.ended) {
			throw new IllegalStateException("The coroutine has ended");
		}
		this.owner = Thread.currentThread();
		this.running = true;
		if (this.started) {
			LockSupport.unpark(this.thread);
		}
		else {
			this.started = true;
			this.executor.execute(this::run);
		}
	}

	private boolean await(long deadline) {
		long left = deadline - System.nanoTime();
		while (this.running && left > 0 && !Thread.currentThread().isInterrupted()) {
			LockSupport.parkNanos(this, left);
			left = deadline - System.nanoTime();
		}
		return !this.running;
	}

	private void run() {
		this.thread = Thread.currentThread();
		try {
			this.body.run(this);
		}
		catch (Throwable ex) {
			this.failure = ex;
		}
		finally {
			this.ended = true;
			handOver();
		}
	}

	private void handOver() {
		Thread waiting = this.owner;
		this.running = false;
		LockSupport.unpark(waiting);
	}

	/**
	 * Give the turn to the owner, and wait for the next. Only on its own thread.
	 * @throws StreamClosedException if it is to end
	 */
	public void yield() {
		checkOpen();
		handOver();
		boolean interrupted = false;
		while (!this.running) {
			LockSupport.park(this);
			// Meant for what it does in its turn.
			interrupted |= Thread.interrupted();
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
		checkOpen();
	}

	/**
	 * Give the turn to the owner and go on beside it; nothing if it is aside. Only on its
	 * own thread.
	 */
	public void stepAside() {
		if (!this.aside) {
			this.aside = true;
			handOver();
		}
	}

	/**
	 * Wait for the turn, if it is aside. Only on its own thread.
	 * @param wake makes the owner look whether it is to be resumed
	 * @throws StreamClosedException if it is to end
	 */
	public void stepBack(Runnable wake) {
		if (!this.aside) {
			return;
		}
		checkOpen();
		this.returning = true;
		wake.run();
		boolean interrupted = false;
		while (!this.running && !this.closing) {
			LockSupport.park(this);
			interrupted |= Thread.interrupted();
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
		checkOpen();
		this.returning = false;
		this.aside = false;
	}

	/**
	 * Tell whether it runs beside its owner: it must not be resumed, unless it waits for
	 * that.
	 * @return whether it does
	 */
	public boolean aside() {
		return this.aside && !this.ended;
	}

	/**
	 * Tell whether it is aside and waits to be resumed.
	 * @return whether it does
	 */
	public boolean returning() {
		return this.returning && !this.ended;
	}

	/**
	 * Let go of it while it is aside: it is never resumed, and unwinds when it asks for
	 * its turn.
	 */
	public void abandon() {
		this.closing = true;
		LockSupport.unpark(this.thread);
	}

	/**
	 * Tell whether it is to end. Any thread.
	 * @return whether it is
	 */
	public boolean closing() {
		return this.closing;
	}

	/**
	 * Check that it is not to end. Only on its own thread.
	 * @throws StreamClosedException if it is to end
	 */
	public void checkOpen() {
		if (this.closing) {
			throw new StreamClosedException("The stream is closed: its actor ends");
		}
	}

	/**
	 * End it: let it unwind, interrupt it when the time is over, and leave it when that
	 * is of no use.
	 * @param timeout how long to wait before each step
	 * @return whether it has ended
	 */
	public boolean close(Duration timeout) {
		this.closing = true;
		if (this.ended || !this.started) {
			return true;
		}
		if (this.aside) {
			abandon();
			return await(System.nanoTime() + timeout.toNanos()) && this.ended;
		}
		if (this.running) {
			// Left running by a start that has waited long enough.
			interrupt();
			return await(System.nanoTime() + timeout.toNanos());
		}
		if (resume(timeout)) {
			return closed();
		}
		interrupt();
		return await(System.nanoTime() + timeout.toNanos()) && closed();
	}

	private boolean closed() {
		if (!this.ended) {
			throw new IllegalStateException("A coroutine that is to end has yielded");
		}
		return true;
	}

	/**
	 * Interrupt its thread. Any thread.
	 */
	public void interrupt() {
		Thread current = this.thread;
		if (current != null) {
			current.interrupt();
		}
	}

	/**
	 * Tell whether it has ended.
	 * @return whether it has
	 */
	public boolean ended() {
		return this.ended;
	}

	/**
	 * Return what it has thrown.
	 * @return the failure, or {@code null} if it has returned or runs
	 */
	public @Nullable Throwable failure() {
		return this.failure;
	}

	/**
	 * What a coroutine runs.
	 */
	@FunctionalInterface
	public interface Body {

		/**
		 * Run.
		 * @param self the coroutine, to yield
		 * @throws Throwable whatever the code throws
		 */
		void run(Coroutine self) throws Throwable;

	}

}
