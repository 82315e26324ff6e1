package org.faustspring.table.store;

import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Keeps native memory from being freed under a thread that is using it: each operation
 * passes through the gate, closing waits for those inside and shuts it. Any thread.
 * <p>
 * One operation is one native call (a cursor passes through for each step), so shutting
 * never waits for application code.
 */
final class StoreGate {

	private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

	private final String task;

	private volatile boolean shut;

	StoreGate(String task) {
		this.task = task;
	}

	/**
	 * Begins an operation; {@link #leave()} must follow in a finally block.
	 * @throws StoreClosedException if the gate is shut
	 */
	void enter() {
		this.lock.readLock().lock();
		if (this.shut) {
			this.lock.readLock().unlock();
			throw closed();
		}
	}

	void leave() {
		this.lock.readLock().unlock();
	}

	/**
	 * Runs something while no operation is inside.
	 * @param action what to run
	 * @throws StoreClosedException if the gate is shut
	 */
	void alone(Runnable action) {
		this.lock.writeLock().lock();
		try {
			checkOpen();
			action.run();
		}
		finally {
			this.lock.writeLock().unlock();
		}
	}

	/**
	 * Shuts the gate, then runs the last action; does nothing if it is shut.
	 * @param last what to run when nobody is inside and nobody can enter
	 */
	void shut(Runnable last) {
		this.lock.writeLock().lock();
		try {
			if (!this.shut) {
				this.shut = true;
				last.run();
			}
		}
		finally {
			this.lock.writeLock().unlock();
		}
	}

	void checkOpen() {
		if (this.shut) {
			throw closed();
		}
	}

	private StoreClosedException closed() {
		return new StoreClosedException(
				"The local store of task '%s' is closed; its task may have moved to another instance"
					.formatted(this.task));
	}

}
