package org.faustspring.engine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.faustspring.engine.commit.Committer;
import org.faustspring.engine.commit.ForeignWriterException;
import org.faustspring.engine.commit.Group;
import org.faustspring.engine.commit.LostChangelogException;
import org.faustspring.engine.commit.OpenCommit;
import org.faustspring.engine.task.Task;
import org.faustspring.table.store.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * Commits a worker's tasks together, or takes all of them back to the last commit. Where
 * there are no transactions, the worker goes on while a commit is under way. Belongs to
 * the worker's thread, unless a method says otherwise.
 */
final class WorkerCommits {

	private static final Log logger = LogFactory.getLog(WorkerCommits.class);

	private final int number;

	private final boolean transactional;

	private final Committer committer;

	private final WorkerTasks tasks;

	private final CommitPace pace;

	private final Group group;

	private final TaskOutcomes outcomes;

	private final CommitThread thread;

	/** Begun and not ended. */
	private @Nullable UnderWay underWay;

	private volatile long dirtyEntries;

	private volatile boolean stopping;

	/** What is sent has to be undone before anything else, which was not possible yet. */
	private boolean abortDue;

	/**
	 * Create it.
	 * @param number the worker's number
	 * @param transactional whether commits are transactions
	 * @param committer commits
	 * @param tasks the worker's tasks
	 * @param pace told how commits go
	 * @param group tells whether it rebalances
	 * @param outcomes told of tasks that have to be taken over again
	 * @param wake wakes the worker when a commit that was under way is carried out
	 */
	WorkerCommits(int number, boolean transactional, Committer committer, WorkerTasks tasks, CommitPace pace,
			Group group, TaskOutcomes outcomes, Runnable wake) {
		this.number = number;
		this.transactional = transactional;
		this.committer = committer;
		this.tasks = tasks;
		this.pace = pace;
		this.group = group;
		this.outcomes = outcomes;
		this.thread = new CommitThread("faust-worker-%d-commit".formatted(number), wake);
	}

	/**
	 * Return the number of uncommitted table entries. Any thread.
	 * @return the number
	 */
	long dirtyEntries() {
		return this.dirtyEntries;
	}

	/**
	 * Return the estimated size of uncommitted table entries. Any thread.
	 * @return bytes
	 */
	long dirtyBytes() {
		return this.committer.estimateBytes(this.dirtyEntries);
	}

	/**
	 * Take note of the number of table entries that are in no commit yet.
	 * @param entries the number
	 */
	void processed(long entries) {
		UnderWay commit = this.underWay;
		this.dirtyEntries = entries + ((commit != null) ? commit.entries : 0);
	}

	/**
	 * Give up waiting for answers: the App stops and its time is over. Any thread.
	 */
	void giveUp() {
		this.stopping = true;
	}

	/**
	 * Tell whether a commit that is due should wait: it would be refused, and everything
	 * since the last one processed again.
	 * @return whether it should
	 */
	boolean held() {
		return this.transactional && this.group.rebalancing();
	}

	/**
	 * Tell whether a commit is under way.
	 * @return whether one is
	 */
	boolean underWay() {
		return this.underWay != null;
	}

	/**
	 * Begin to commit the tasks that have anything to commit, if the worker can go on
	 * meanwhile, or else commit them.
	 * @return whether there is any
	 */
	boolean begin() {
		if (this.transactional || this.pace.failing()) {
			boolean committed = commit();
			this.pace.ended(System.nanoTime());
			return committed;
		}
		List<Task> dirty = this.tasks.dirty();
		if (dirty.isEmpty()) {
			this.pace.ended(System.nanoTime());
			return false;
		}
		boolean handOver = this.pace.roomForCommits(System.nanoTime());
		attempt(dirty, () -> {
			OpenCommit commit = this.committer.begin(dirty, givesUp(dirty));
			if (!handOver) {
				this.committer.send(commit);
			}
			this.underWay = new UnderWay(dirty, commit, commit.entries(), handOver,
					this.thread.run(() -> carryOut(commit, handOver)));
			this.pace.goesOn(System.nanoTime());
		});
		if (this.underWay == null) {
			this.pace.ended(System.nanoTime());
		}
		return true;
	}

	/** What is done while the worker goes on: all that is left, or the waiting alone. */
	private void carryOut(OpenCommit commit, boolean all) {
		if (all) {
			this.committer.send(commit);
		}
		this.committer.confirm(commit, true);
		if (all) {
			this.committer.write(commit);
		}
	}

	/**
	 * End the commit that is under way, if it was carried out or has failed.
	 * @return whether it was
	 */
	boolean endIfDone() {
		UnderWay commit = this.underWay;
		if (commit == null || !commit.carriedOut.isDone()) {
			return false;
		}
		settle();
		return true;
	}

	/**
	 * Wait for the commit that is under way, if there is one, and end it.
	 */
	void settle() {
		UnderWay commit = this.underWay;
		if (commit != null) {
			attempt(commit.tasks, () -> end(commit));
			this.pace.ended(System.nanoTime());
		}
	}

	private void end(UnderWay commit) {
		commit.commit.hurry();
		try {
			this.thread.await(commit.carriedOut);
		}
		finally {
			this.underWay = null;
		}
		if (!commit.written) {
			this.committer.write(commit.commit);
		}
		this.committer.end(commit.commit);
		this.dirtyEntries -= commit.entries;
		this.pace.succeeded();
	}

	/**
	 * Commit the tasks that have anything to commit, after what is under way.
	 * @return whether there was any
	 */
	boolean commit() {
		settle();
		List<Task> dirty = this.tasks.dirty();
		if (dirty.isEmpty()) {
			return false;
		}
		attempt(dirty, () -> {
			OpenCommit commit = this.committer.begin(dirty, givesUp(dirty));
			this.committer.send(commit);
			this.committer.confirm(commit, false);
			this.committer.write(commit);
			this.committer.end(commit);
			this.dirtyEntries = 0;
			this.pace.succeeded();
		});
		return true;
	}

	private BooleanSupplier givesUp(List<Task> committed) {
		return () -> this.stopping || committed.stream().allMatch(Task::abandoned);
	}

	/** Do what commits tasks, and begin again from the last commit if it fails. */
	private void attempt(List<Task> committed, Runnable action) {
		try {
			action.run();
		}
		catch (StoreException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			undo(failed(committed, ex));
		}
	}

	/** Tell of a failure; which tasks have lost their changelogs. */
	private Set<Task> failed(List<Task> committed, RuntimeException failure) {
		if (failure instanceof LostChangelogException ex) {
			logger.error("Worker %d begins again from the last commit and restores changelogs: %s"
				.formatted(this.number, ex.getMessage()));
			return ex.tasks();
		}
		if (failure instanceof ForeignWriterException ex) {
			logger.warn("Worker %d begins again from the last commit and repairs: %s".formatted(this.number,
					ex.getMessage()));
		}
		else if (committed.stream().noneMatch(Task::abandoned)) {
			logger.warn("Worker %d begins again from the last commit, since a commit failed: %s".formatted(this.number,
					causes(failure)));
			logger.debug("The failed commit", failure);
		}
		return Set.of();
	}

	private static String causes(Throwable thrown) {
		StringBuilder text = new StringBuilder(thrown.toString());
		for (Throwable cause = thrown.getCause(); cause != null; cause = cause.getCause()) {
			text.append(", because ").append(cause);
		}
		return text.toString();
	}

	/**
	 * Begin again from the last commit.
	 */
	void undo() {
		undo(Set.of());
	}

	private void undo(Set<Task> alreadyLost) {
		Set<Task> lost = new HashSet<>(alreadyLost);
		UnderWay commit = this.underWay;
		if (commit != null) {
			// It may have succeeded: then that is the last commit.
			try {
				end(commit);
			}
			catch (StoreException ex) {
				throw ex;
			}
			catch (RuntimeException ex) {
				lost.addAll(failed(commit.tasks, ex));
			}
		}
		this.pace.failed(System.nanoTime());
		this.dirtyEntries = 0;
		abort();
		List<Task> again = new ArrayList<>();
		for (Task task : this.tasks) {
			if ((task.changelogsMayHoldTail() && !this.transactional) || lost.contains(task)) {
				again.add(task);
			}
			else {
				this.tasks.seek(task.rewind());
			}
		}
		for (Task task : again) {
			this.tasks.close(task);
			this.outcomes.takeOverAgain(task);
		}
	}

	/**
	 * Undo what was sent, if that is still to be done.
	 * @return whether nothing is left to undo
	 */
	boolean undone() {
		return !this.abortDue || abort();
	}

	private boolean abort() {
		try {
			this.committer.abort(this.pace.failedAgain());
			this.abortDue = false;
		}
		catch (RuntimeException ex) {
			logger.warn(
					"Worker %d could not undo what it has sent; it tries again: %s".formatted(this.number, causes(ex)));
			this.abortDue = true;
			this.pace.abortFailed();
		}
		return !this.abortDue;
	}

	/**
	 * Wait for what is under way, if anything still is, so that tasks can be closed: the
	 * worker commits no more. So nothing is undone if it fails.
	 */
	void release() {
		UnderWay commit = this.underWay;
		if (commit != null) {
			try {
				end(commit);
			}
			catch (RuntimeException ex) {
				logger.warn("The last commit of worker %d did not succeed: %s".formatted(this.number, causes(ex)));
			}
		}
	}

	/**
	 * End the thread that carries commits out, when what is under way has ended.
	 */
	void close() {
		try {
			release();
		}
		finally {
			this.thread.close();
		}
	}

	/**
	 * A commit that is under way.
	 *
	 * @param tasks the tasks
	 * @param commit the commit
	 * @param entries how many table entries it has
	 * @param written whether those are in the stores when it is carried out
	 * @param carriedOut completes then
	 */
	private record UnderWay(List<Task> tasks, OpenCommit commit, long entries, boolean written, Future<?> carriedOut) {

	}

}
