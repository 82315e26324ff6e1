package org.faustspring.engine.table;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Table writes of one unit of work. Belongs to the thread that runs the handler.
 */
public interface UnitWrites {

	/**
	 * Return a write of this unit that is not in the partition's overlay.
	 * @param partition the partition
	 * @param key the key
	 * @return the value, {@link TablePartition#REMOVED}, or {@code null} if this unit has
	 * not written the key
	 */
	@Nullable Object pending(TablePartition partition, Object key);

	/**
	 * Take note of what was read from the overlay or the store.
	 * @param partition the partition
	 * @param key the key
	 * @param value what it had, or {@code null}
	 */
	default void observed(TablePartition partition, Object key, @Nullable Object value) {
		// Where nothing else runs meanwhile, it cannot change.
	}

	/**
	 * Write.
	 * @param partition the partition
	 * @param key the key
	 * @param value the value, or {@link TablePartition#REMOVED}
	 */
	void write(TablePartition partition, Object key, Object value);

	/**
	 * Return all writes that {@link #pending} knows of.
	 * @param partition the partition
	 * @return values by key
	 */
	Map<Object, Object> pending(TablePartition partition);

	/**
	 * Return the task's partition of a table.
	 * @param table the table
	 * @return the partition, or {@code null} if the task does not hold the table
	 */
	@Nullable TablePartition partition(TableDefinition table);

	/**
	 * Describe the event and task for errors.
	 * @return such as {@code agent 'a' at t-0@42}
	 */
	String describe();

}
