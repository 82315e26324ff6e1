package org.faustspring.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.faustspring.engine.commit.Committer;
import org.faustspring.engine.commit.Group;
import org.faustspring.engine.commit.WorkerProducer;
import org.faustspring.engine.task.ActorFactory;
import org.faustspring.engine.task.CommitGate;
import org.faustspring.engine.task.Input;
import org.faustspring.engine.task.Task;
import org.faustspring.engine.thread.Commands;
import org.faustspring.table.store.StoreException;

/**
 * Reads what some tasks read, runs them in a duty cycle and commits them together.
 * {@link #doWork()}, {@link #awaitRecords} and {@link #onClose()} belong to one thread,
 * the rest may be called by any unless it says otherwise.
 */
final class Worker {

	private static final Log logger = LogFactory.getLog(Worker.class);

	/** How long tasks that are closed may take to process what is in channels. */
	private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(10);

	private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

	private final int number;

	private final WorkerProducer producer;

	private final WorkerCommits commits;

	private final ActorFactory actors;

	private final TaskOutcomes outcomes;

	private final CommitPace pace;

	private final long overlayBytes;

	/** Keeps commits from parting events from the messages they publish to channels. */
	private final CommitGate gate;

	private final Commands commands = new Commands();

	private final InputReader reader;

	private final WorkerTasks tasks;

	/**
	 * A store does not take what is committed: whatever happened next would be on wrong
	 * state.
	 */
	private boolean broken;

	Worker(int number, Consumer<byte[], byte[]> consumer, InputReader.OutOfRange outOfRange, WorkerProducer producer,
			Committer committer, ActorFactory actors, Group group, TaskOutcomes outcomes, CommitPace pace,
			long overlayBytes) {
		this.number = number;
		this.reader = new InputReader("Worker " + number, consumer, outOfRange, this::reposition, outcomes);
		this.tasks = new WorkerTasks(this.reader);
		this.producer = producer;
		this.actors = actors;
		this.outcomes = outcomes;
		this.pace = pace;
		this.gate = actors.gate();
		this.overlayBytes = overlayBytes;
		this.commits = new WorkerCommits(number, producer.transactional(), committer, this.tasks, this.pace, group,
				outcomes, this.commands::wake);
	}

	int number() {
		return this.number;
	}

	/**
	 * Return the number of uncommitted table entries.
	 * @return the number
	 */
	long dirtyEntries() {
		return this.commits.dirtyEntries();
	}

	/**
	 * Return the estimated size of uncommitted table entries.
	 * @return bytes
	 */
	long dirtyBytes() {
		return this.commits.dirtyBytes();
	}

	/**
	 * Give up waiting for answers: the App stops and its time is over.
	 */
	void giveUp() {
		this.commits.giveUp();
	}

	/**
	 * Run a task from now on.
	 * @param task the task, restored
	 * @param committed what is committed
	 */
	void assign(Task task, Map<TopicPartition, OffsetAndMetadata> committed) {
		this.commands.add(() -> {
			if (task.abandoned()) {
				task.close();
				return;
			}
			task.start(this.actors, committed);
			this.tasks.add(task);
			this.outcomes.running(task);
		});
	}

	/**
	 * Run the task of what is sent to channels outside of handlers: it has no inputs and
	 * nothing to restore.
	 * @param task the task
	 */
	void open(Task task) {
		this.commands.add(() -> {
			task.start(this.actors, Map.of());
			this.tasks.add(task);
		});
	}

	/**
	 * Process what was sent to channels outside of handlers, as far as there is time, and
	 * close the task that does it. What is left is kept for the next start of the App.
	 * @param task the task
	 * @return completes when it is closed
	 */
	CompletableFuture<Void> finish(Task task) {
		CompletableFuture<Void> finished = new CompletableFuture<>();
		this.commands.add(() -> {
			try {
				if (settle(List.of(task))) {
					commit();
				}
				else {
					abandon(List.of(task));
				}
			}
			catch (StoreException ex) {
				fail(ex);
			}
			finally {
				this.tasks.close(task);
				finished.complete(null);
			}
		});
		return finished;
	}

	/**
	 * Go on elsewhere in an input, since the broker does not have what comes next.
	 */
	private void reposition(Input input, long offset) {
		Task task = this.tasks.taskOf(input);
		if (task == null) {
			return;
		}
		try {
			if (settle(List.of(task))) {
				commit();
			}
			else {
				this.commits.undo();
			}
		}
		catch (StoreException ex) {
			fail(ex);
			return;
		}
		if (this.tasks.contains(task)) {
			this.tasks.seek(task.reposition(input, offset));
		}
	}

	/**
	 * Commit and close tasks; tasks that this worker does not run are closed only.
	 * @param revoked the tasks
	 * @param commit whether to commit first
	 * @return completes when they are closed
	 */
	CompletableFuture<Void> close(Collection<Task> revoked, boolean commit) {
		CompletableFuture<Void> closed = new CompletableFuture<>();
		this.commands.add(() -> {
			try {
				boolean runs = revoked.stream().anyMatch(this.tasks::contains);
				if (commit && runs && settle(revoked)) {
					commit();
				}
				else if (!commit || runs) {
					abandon(revoked);
				}
			}
			catch (StoreException ex) {
				fail(ex);
			}
			finally {
				revoked.forEach(this.tasks::close);
				closed.complete(null);
			}
		});
		return closed;
	}

	/**
	 * Process what events have published to channels, so that they can be committed.
	 * @return whether there is nothing left; if there is, what is not committed has to be
	 * processed again
	 */
	private boolean settle(Collection<Task> closing) {
		long deadline = System.nanoTime() + SETTLE_NANOS;
		try {
			while (!this.broken) {
				long now = System.nanoTime();
				// What was sent outside of handlers is taken until there is no more of
				// it.
				if (closing.stream().allMatch(Task::inboxesTaken)) {
					this.gate.close(now);
				}
				if (this.gate.settled() && closing.stream().allMatch(Task::inboxesEmpty)) {
					return true;
				}
				if (now - deadline >= 0 || closing.stream().allMatch(Task::abandoned)) {
					return this.gate.settled();
				}
				int work = 0;
				for (Task task : this.tasks) {
					work += task.doWork(this.pace.most(0), now, now + TURN_NANOS);
				}
				if (work == 0) {
					LockSupport.parkNanos(TURN_NANOS / 10);
				}
			}
		}
		catch (StoreException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			logger.warn("Worker %d begins again from the last commit, since it could not go on".formatted(this.number),
					ex);
		}
		finally {
			this.gate.reopen(System.nanoTime());
		}
		return false;
	}

	/** What an abandoned task has sent must not be committed with the rest. */
	private void abandon(Collection<Task> lost) {
		this.commits.settle();
		if (lost.stream().anyMatch((task) -> this.tasks.contains(task) && task.dirty())) {
			lost.forEach(this.tasks::close);
			this.commits.undo();
		}
	}

	/**
	 * Do some work.
	 * @return how much was done; 0 to wait for more
	 */
	int doWork() {
		int work = this.commands.run();
		if (this.broken) {
			return 0;
		}
		long now = System.nanoTime();
		if (this.pace.resting(now)) {
			return work;
		}
		try {
			if (this.commits.endIfDone()) {
				return work + 1;
			}
			if (!this.commits.undone()) {
				return work;
			}
			dropAbandoned();
			this.reader.read();
			if (this.broken) {
				return work;
			}
			work += process(System.nanoTime());
			work += commitIfDue(work);
		}
		catch (StoreException ex) {
			fail(ex);
		}
		catch (RuntimeException ex) {
			logger.warn("Worker %d begins again from the last commit, since it could not go on".formatted(this.number),
					ex);
			undo();
		}
		return work;
	}

	/**
	 * Tell whether it is worth waiting for records. Worker's thread.
	 * @return whether a task wants some
	 */
	boolean canAwaitRecords() {
		return !this.broken && this.reader.canWait();
	}

	/**
	 * Tell whether anything is to be committed, now or when it is due. Worker's thread.
	 * @return whether anything is
	 */
	boolean dirty() {
		return this.commits.underWay() || !this.tasks.dirty().isEmpty();
	}

	/**
	 * Wait for records.
	 * @param longest the longest to wait
	 * @return whether nobody has ended it
	 */
	boolean awaitRecords(Duration longest) {
		return this.reader.await(longest);
	}

	/**
	 * End a wait for records, or the next one.
	 */
	void wakeup() {
		this.reader.wakeup();
	}

	private void undo() {
		try {
			this.commits.undo();
		}
		catch (StoreException ex) {
			fail(ex);
		}
	}

	private void fail(StoreException ex) {
		if (!this.broken) {
			this.broken = true;
			this.outcomes.failed(ex);
			this.commits.release();
		}
	}

	private void dropAbandoned() {
		List<Task> abandoned = this.tasks.abandoned();
		if (!abandoned.isEmpty()) {
			abandon(abandoned);
			abandoned.forEach(this.tasks::close);
		}
	}

	private int process(long now) {
		int work = 0;
		long dirty = 0;
		long until = (this.gate.closed() || this.commits.held() || this.commits.underWay()) ? now + TURN_NANOS
				: this.pace.until(now);
		List<Task> served = new ArrayList<>(this.tasks.size());
		for (Task task : this.tasks) {
			Map<Input, Long> missed = task.missed();
			if (!missed.isEmpty()) {
				this.tasks.seek(missed);
			}
			int done = task.doWork(this.pace.most(work), now, until);
			work += done;
			served.add(task);
			dirty += task.partitions().stream().mapToInt((partition) -> partition.dirty()).sum();
			// Somebody may wait for this worker to let go of a task.
			if (this.pace.enough(work) || (done > 0 && System.nanoTime() - until >= 0) || !this.commands.isEmpty()) {
				this.tasks.serveLast(served);
				break;
			}
		}
		this.commits.processed(dirty);
		this.pace.looked(now, work);
		return work;
	}

	private int commitIfDue(int work) {
		long now = System.nanoTime();
		boolean full = dirtyBytes() >= this.overlayBytes;
		if (this.commits.underWay()) {
			if (!full) {
				return 0;
			}
			this.commits.settle();
			return 1;
		}
		boolean awaited = work == 0 && this.producer.commitAwaited();
		if (!awaited && !full && !this.gate.closed() && !this.pace.due(now, work)) {
			return 0;
		}
		if (this.commits.held() && !full) {
			return 0;
		}
		if (!this.gate.ready(now)) {
			return beginAgainIfBlocked(now);
		}
		this.gate.reopen(now);
		this.pace.begins(now);
		return this.commits.begin() ? 1 : 0;
	}

	/**
	 * Messages for an agent that does not run would hold everybody's commit: the events
	 * they came from are processed again when it runs.
	 */
	private int beginAgainIfBlocked(long now) {
		for (Task task : this.tasks) {
			if (task.blocked()) {
				this.gate.reopen(now);
				this.commits.undo();
				return 1;
			}
		}
		return 0;
	}

	private boolean commit() {
		return !this.broken && this.commits.commit();
	}

	/**
	 * Close everything; tasks have been closed before, unless there was no time.
	 */
	void onClose() {
		this.commands.run();
		try {
			this.commits.close();
		}
		finally {
			this.tasks.closeAll();
			this.reader.close();
			this.producer.close();
		}
	}

}
