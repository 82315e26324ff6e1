package org.faustspring.engine.assignment;

import java.util.Comparator;

/**
 * Names one task: partition number {@code partition} of the co-partitioned topics of
 * {@code group}. Ordered by group, then by partition. Immutable, any thread.
 *
 * @param group the name of the group of co-partitioned topics
 * @param partition the partition number, from 0
 */
public record TaskId(String group, int partition) implements Comparable<TaskId> {

	private static final Comparator<TaskId> ORDER = Comparator.comparing(TaskId::group)
		.thenComparingInt(TaskId::partition);

	@Override
	public int compareTo(TaskId other) {
		return ORDER.compare(this, other);
	}

	/**
	 * Return the name of the task for logs and directories.
	 * @return {@code <group>-<partition>}
	 */
	@Override
	public String toString() {
		return this.group + "-" + this.partition;
	}

}
