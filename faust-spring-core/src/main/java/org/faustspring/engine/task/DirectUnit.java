package org.faustspring.engine.task;

import java.util.Collections;
import java.util.Map;

import org.faustspring.engine.table.DirectWrites;
import org.faustspring.engine.table.TablePartition;
import org.jspecify.annotations.Nullable;

/**
 * The unit of handlers that run one at a time on the worker's thread: table writes go
 * straight into the overlay and are undone when a handler throws. Re-used.
 */
final class DirectUnit extends EventUnit {

	private final DirectWrites writes = new DirectWrites();

	private final Leave leave = new Leave();

	DirectUnit(Map<String, TablePartition> tables, Outbox outbox) {
		super(tables, outbox);
	}

	@Override
	public void leaveWorker() {
		this.leave.want();
	}

	/** Whether the handler wanted to wait, whatever it has made of that since. */
	boolean takeLeft() {
		return this.leave.take();
	}

	@Override
	public @Nullable Object pending(TablePartition partition, Object key) {
		return null;
	}

	@Override
	public Map<Object, Object> pending(TablePartition partition) {
		return Collections.emptyMap();
	}

	@Override
	public void write(TablePartition partition, Object key, Object value) {
		this.writes.write(partition, key, value);
	}

	@Override
	void keepWrites() {
		this.writes.keep();
	}

	@Override
	void dropWrites() {
		this.writes.undo();
	}

}
