package org.faustspring.engine;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.faustspring.engine.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * Runs a worker's duty cycle on a thread, which sleeps only while there is nothing to do.
 * Any thread may call it.
 */
final class WorkerThread implements Runnable {

	private static final Log logger = LogFactory.getLog(WorkerThread.class);

	/** Timers of tasks are at most this late; arrivals wake the thread at once. */
	private static final Duration IDLE = Duration.ofMillis(2);

	/**
	 * The same where there has been nothing to do for long: looking costs processor time.
	 */
	private static final Duration LONG_IDLE = Duration.ofMillis(10);

	/** Rests in a row after which there has been nothing to do for long. */
	private static final int MANY_RESTS = 50;

	private final Worker worker;

	private final EngineListener listener;

	private volatile @Nullable Thread thread;

	private volatile boolean stopping;

	private volatile Rest rest = Rest.NONE;

	/** Nobody has woken it when it last slept. */
	private boolean calm = true;

	/** Since there was anything to do. */
	private int rests;

	WorkerThread(Worker worker, EngineListener listener) {
		this.worker = worker;
		this.listener = listener;
	}

	Worker worker() {
		return this.worker;
	}

	void assign(Task task, Map<TopicPartition, OffsetAndMetadata> committed) {
		this.worker.assign(task, committed);
		wake();
	}

	void open(Task task) {
		this.worker.open(task);
		wake();
	}

	CompletableFuture<Void> finish(Task task) {
		CompletableFuture<Void> finished = this.worker.finish(task);
		wake();
		return finished;
	}

	void close(Collection<Task> tasks, boolean commit) {
		this.worker.close(tasks, commit);
		wake();
	}

	void wake() {
		switch (this.rest) {
			case READING -> this.worker.wakeup();
			case PARKED -> LockSupport.unpark(this.thread);
			case NONE -> {
			}
		}
	}

	void stop() {
		this.stopping = true;
		this.worker.giveUp();
		LockSupport.unpark(this.thread);
	}

	void interrupt() {
		Thread running = this.thread;
		if (running != null) {
			running.interrupt();
		}
	}

	@Override
	public void run() {
		this.thread = Thread.currentThread();
		try {
			while (!this.stopping) {
				if (!work()) {
					rest();
				}
			}
		}
		catch (RuntimeException | Error ex) {
			logger.error("Worker %d cannot go on".formatted(this.worker.number()), ex);
			this.listener.failed(ex);
		}
		finally {
			this.worker.onClose();
		}
	}

	/**
	 * Sleep until there is something to do. To be woken while it waits for records costs
	 * an exception: where others wake it all the time, it looks for records whenever they
	 * do.
	 */
	private void rest() {
		boolean reading = this.calm && this.worker.canAwaitRecords();
		this.rest = reading ? Rest.READING : Rest.PARKED;
		// Whoever added work before it could see the flag is seen here.
		if (!work()) {
			this.calm = reading ? this.worker.awaitRecords(idle()) : park();
		}
		this.rest = Rest.NONE;
	}

	/** Returns whether there was anything to do. */
	private boolean work() {
		if (this.worker.doWork() == 0) {
			return false;
		}
		this.rests = 0;
		return true;
	}

	private Duration idle() {
		if (this.rests < MANY_RESTS) {
			this.rests++;
			return IDLE;
		}
		return this.worker.dirty() ? IDLE : LONG_IDLE;
	}

	/** Returns whether nobody has woken it. */
	private static boolean park() {
		long begun = System.nanoTime();
		LockSupport.parkNanos(IDLE.toNanos());
		return System.nanoTime() - begun >= IDLE.toNanos();
	}

	private enum Rest {

		NONE, READING, PARKED

	}

}
