package org.faustspring.engine.task;

import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

import org.faustspring.engine.table.TablePartition;
import org.jspecify.annotations.Nullable;

/**
 * The unit of handlers that run beside others: table writes are kept apart until the
 * worker takes them over.
 */
class IsolatedUnit extends EventUnit {

	private final Map<TablePartition, Map<Object, Object>> writes = new IdentityHashMap<>();

	private final Map<TablePartition, Map<Object, @Nullable Object>> reads = new IdentityHashMap<>();

	IsolatedUnit(Map<String, TablePartition> tables, Outbox outbox) {
		super(tables, outbox);
	}

	@Override
	public void leaveWorker() {
		// It runs beside the worker.
	}

	@Override
	public @Nullable Object pending(TablePartition partition, Object key) {
		Map<Object, Object> written = this.writes.get(partition);
		return (written != null) ? written.get(key) : null;
	}

	@Override
	public Map<Object, Object> pending(TablePartition partition) {
		return this.writes.getOrDefault(partition, Collections.emptyMap());
	}

	@Override
	public void observed(TablePartition partition, Object key, @Nullable Object value) {
		this.reads.computeIfAbsent(partition, (p) -> new HashMap<>()).putIfAbsent(key, value);
	}

	/**
	 * Tell whether an entry that was read and then written has changed since, by an event
	 * that ran beside this one: what was made of it is outdated. Worker only.
	 * @return the table and key, or {@code null} if there is none
	 */
	@Nullable String outdated() {
		for (Map.Entry<TablePartition, Map<Object, Object>> written : this.writes.entrySet()) {
			TablePartition partition = written.getKey();
			Map<Object, @Nullable Object> read = this.reads.getOrDefault(partition, Collections.emptyMap());
			for (Object key : written.getValue().keySet()) {
				if (read.containsKey(key) && !partition.same(read.get(key), partition.read(key))) {
					return "key '%s' of table '%s'".formatted(key, partition.table().name());
				}
			}
		}
		return null;
	}

	/** Take over all that another unit has effected; it saw this one's writes. */
	void join(IsolatedUnit other) {
		other.writes.forEach(
				(partition, values) -> this.writes.computeIfAbsent(partition, (p) -> new HashMap<>()).putAll(values));
		other.reads.forEach(
				(partition, values) -> this.reads.computeIfAbsent(partition, (p) -> new HashMap<>()).putAll(values));
		other.dropWrites();
		takeSends(other);
	}

	@Override
	public void write(TablePartition partition, Object key, Object value) {
		this.writes.computeIfAbsent(partition, (p) -> new HashMap<>()).put(key, value);
	}

	@Override
	void keepWrites() {
		this.writes.forEach(TablePartition::merge);
		this.writes.clear();
		this.reads.clear();
	}

	@Override
	void dropWrites() {
		this.writes.clear();
		this.reads.clear();
	}

}
