package org.faustspring.engine;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.apache.kafka.common.TopicPartition;
import org.faustspring.engine.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * The engine, as the poller sees it. Called on the poller's thread.
 */
interface TaskOwnership {

	/**
	 * Take partitions: their tasks are restored and run.
	 * @param partitions the partitions
	 */
	void assigned(Collection<TopicPartition> partitions);

	/**
	 * Give tasks up.
	 * @param tasks the tasks
	 * @param commit whether they may commit
	 * @return complete when they are closed
	 */
	List<CompletableFuture<Void>> close(Collection<Task> tasks, boolean commit);

	/**
	 * Return the tasks of this instance.
	 * @return the tasks
	 */
	Collection<Task> all();

	/**
	 * Return the task that reads a partition.
	 * @param partition the partition
	 * @return the task, or {@code null} if it is not this instance's
	 */
	@Nullable Task taskOf(TopicPartition partition);

	/**
	 * The App cannot go on.
	 * @param cause why
	 */
	void failed(Throwable cause);

}
