package org.faustspring.app;

import java.util.List;
import java.util.Map;

/**
 * A task as it is now.
 *
 * @param task the task's name: group of co-partitioned topics and partition
 * @param state what it is doing: {@code RESTORING}, {@code RUNNING} or {@code CLOSED}
 * @param worker number of the worker that runs it
 * @param topicPartitions what it reads, as {@code topic-partition}
 * @param lag messages not yet read by topic-partition, -1 where not known
 * @param restoring progress of the tables being restored; empty when none is
 */
public record TaskInfo(String task, String state, int worker, List<String> topicPartitions, Map<String, Long> lag,
		List<RestoreInfo> restoring) {

	/**
	 * Progress of restoring one partition of a table.
	 *
	 * @param table the table
	 * @param partition the partition
	 * @param restored offsets done
	 * @param total offsets to do, from where the local copy was
	 * @param recordsPerSecond records restored a second, lately; 0 while it is not known
	 * @param secondsLeft how long it takes at this rate, -1 while that is not known
	 */
	public record RestoreInfo(String table, int partition, long restored, long total, long recordsPerSecond,
			long secondsLeft) {

		/**
		 * Create a progress of which the rate is not known.
		 * @param table the table
		 * @param partition the partition
		 * @param restored offsets done
		 * @param total offsets to do
		 */
		public RestoreInfo(String table, int partition, long restored, long total) {
			this(table, partition, restored, total, 0, -1);
		}

	}

}
