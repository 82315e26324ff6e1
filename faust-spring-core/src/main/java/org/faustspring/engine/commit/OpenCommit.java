package org.faustspring.engine.commit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

import org.faustspring.engine.table.TablePartition;
import org.faustspring.engine.task.TaskCommit;

/**
 * A commit that has begun: where the tasks were then, what they had written to tables,
 * and what was sent. Made by the worker, handed to whoever carries it out, and back.
 */
public final class OpenCommit {

	final long started = System.nanoTime();

	final SendInterval interval;

	final BooleanSupplier giveUp;

	final List<Part> parts = new ArrayList<>();

	private volatile boolean hurried;

	OpenCommit(SendInterval interval, BooleanSupplier giveUp) {
		this.interval = interval;
		this.giveUp = giveUp;
	}

	List<TaskCommit> commits() {
		return this.parts.stream().map(Part::commit).toList();
	}

	/**
	 * Have everything sent at once that waits to fill a batch: somebody waits for the
	 * commit. Any thread.
	 */
	public void hurry() {
		this.hurried = true;
	}

	boolean hurried() {
		return this.hurried;
	}

	/**
	 * Return the number of table entries to commit.
	 * @return the number
	 */
	public long entries() {
		return this.parts.stream().flatMap((part) -> part.frozen.values().stream()).mapToLong(Map::size).sum();
	}

	/**
	 * What one task commits.
	 *
	 * @param commit where it is
	 * @param frozen its uncommitted writes
	 * @param sent what was sent of them; filled when the commit is carried out
	 */
	record Part(TaskCommit commit, Map<TablePartition, Map<Object, Object>> frozen,
			Map<TablePartition, SentWrites> sent) {

	}

}
