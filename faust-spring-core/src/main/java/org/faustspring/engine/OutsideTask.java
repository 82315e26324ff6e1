package org.faustspring.engine;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.faustspring.engine.assignment.TaskId;
import org.faustspring.engine.task.Task;
import org.faustspring.engine.topology.Topology;
import org.jspecify.annotations.Nullable;

/**
 * The task of what is sent to channels outside of handlers: it belongs to no partition
 * and runs on one worker of each instance. Used by the thread that starts and stops the
 * engine.
 */
final class OutsideTask {

	private static final Log logger = LogFactory.getLog(OutsideTask.class);

	private final Task task;

	private final WorkerThread worker;

	private OutsideTask(Task task, WorkerThread worker) {
		this.task = task;
		this.worker = worker;
	}

	/**
	 * Open it, if any agent consumes a channel.
	 * @param appId the App's id
	 * @param topology what runs where
	 * @param worker what runs it
	 * @return the task, or {@code null} if there is no need of it
	 */
	static @Nullable OutsideTask open(String appId, Topology topology, WorkerThread worker) {
		if (topology.stages().stream().allMatch((stage) -> stage.channels().isEmpty())) {
			return null;
		}
		Task task = new Task(new TaskId(appId + "-channels", 0), List.of(), List.of(), worker.worker().number());
		worker.open(task);
		return new OutsideTask(task, worker);
	}

	/**
	 * Process what is there, and commit.
	 * @param timeout how long to wait for that
	 */
	void finish(Duration timeout) {
		try {
			this.worker.finish(this.task).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException | ExecutionException ex) {
			logger.warn("What was sent to channels has not been processed within %d ms; it is kept for the next start"
				.formatted(timeout.toMillis()));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
