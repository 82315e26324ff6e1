package org.faustspring.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.kafka.common.TopicPartition;
import org.faustspring.engine.commit.Committer;
import org.faustspring.engine.commit.ForeignWriterException;
import org.faustspring.engine.commit.Group;
import org.faustspring.engine.commit.LostChangelogException;
import org.faustspring.engine.task.Input;
import org.faustspring.engine.task.Task;
import org.faustspring.table.store.StoreException;

/**
 * Commits a worker's tasks together, or takes all of them back to the last commit.
 * Belongs to the worker's thread, unless a method says otherwise.
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

	private volatile long dirtyEntries;

	private volatile boolean stopping;

	/** What is sent has to be undone before anything else, which was not possible yet. */
	private boolean abortDue;

	WorkerCommits(int number, boolean transactional, Committer committer, WorkerTasks tasks, CommitPace pace,
			Group group, TaskOutcomes outcomes) {
		this.number = number;
		this.transactional = transactional;
		this.committer = committer;
		this.tasks = tasks;
		this.pace = pace;
		this.group = group;
		this.outcomes = outcomes;
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
	 * Take note of the number of uncommitted table entries.
	 * @param entries the number
	 */
	void processed(long entries) {
		this.dirtyEntries = entries;
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
	 * Commit the tasks that have anything to commit.
	 * @return whether there was any
	 */
	boolean commit() {
		List<Task> dirty = this.tasks.dirty();
		if (dirty.isEmpty()) {
			return false;
		}
		try {
			this.committer.commit(dirty, () -> this.stopping || dirty.stream().allMatch(Task::abandoned));
			this.dirtyEntries = 0;
			this.pace.succeeded();
		}
		catch (StoreException ex) {
			throw ex;
		}
		catch (LostChangelogException ex) {
			logger.error("Worker %d begins again from the last commit and restores changelogs: %s"
				.formatted(this.number, ex.getMessage()));
			undo(ex.tasks());
		}
		catch (ForeignWriterException ex) {
			logger.warn("Worker %d begins again from the last commit and repairs: %s".formatted(this.number,
					ex.getMessage()));
			undo();
		}
		catch (RuntimeException ex) {
			if (dirty.stream().allMatch((task) -> !task.abandoned())) {
				logger.warn("Worker %d begins again from the last commit, since a commit failed: %s"
					.formatted(this.number, causes(ex)));
				logger.debug("The failed commit", ex);
			}
			undo();
		}
		return true;
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

	private void undo(Set<Task> lost) {
		this.pace.failed(System.nanoTime());
		this.dirtyEntries = 0;
		abort();
		List<Task> again = new ArrayList<>();
		for (Task task : this.tasks) {
			if ((task.changelogsMayHoldTail() && !this.transactional) || lost.contains(task)) {
				again.add(task);
			}
			else {
				seek(task.rewind());
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
	 * Go on reading elsewhere.
	 * @param positions offset by input
	 */
	void seek(Map<Input, Long> positions) {
		Map<TopicPartition, Group.Seek> seeks = new HashMap<>();
		positions
			.forEach((input, offset) -> seeks.put(input.topicPartition(), new Group.Seek(offset, input.startEpoch())));
		this.group.seek(seeks);
	}

}
