package org.faustspring.engine.task;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.faustspring.engine.table.TablePartition;
import org.jspecify.annotations.Nullable;

/**
 * The unit of events that may be kept back while others go on: those see what the ones
 * that are kept back have written, and belong with them from then on. Belongs to the
 * thread that pushes.
 */
final class StreamUnit extends IsolatedUnit {

	/** What is kept back now, shared by the units of an actor. */
	private final List<Ticket> kept;

	/** Makes sure that the worker does not wait. */
	private final Runnable leave;

	private List<Ticket> seen = Collections.emptyList();

	StreamUnit(Map<String, TablePartition> tables, Outbox outbox, List<Ticket> kept, Runnable leave) {
		super(tables, outbox);
		this.kept = kept;
		this.leave = leave;
	}

	@Override
	public void leaveWorker() {
		this.leave.run();
	}

	/** What has been kept back and seen here. */
	List<Ticket> takeSeen() {
		List<Ticket> found = this.seen;
		this.seen = Collections.emptyList();
		return found;
	}

	private @Nullable Object own(TablePartition partition, Object key) {
		return super.pending(partition, key);
	}

	@Override
	public @Nullable Object pending(TablePartition partition, Object key) {
		Object written = own(partition, key);
		for (int i = 0; written == null && i < this.kept.size(); i++) {
			Ticket ticket = this.kept.get(i);
			if (ticket.unit != this) {
				written = ticket.unit.own(partition, key);
				if (written != null) {
					see(ticket);
				}
			}
		}
		return written;
	}

	@Override
	public Map<Object, Object> pending(TablePartition partition) {
		Map<Object, Object> all = super.pending(partition);
		for (Ticket ticket : this.kept) {
			Map<Object, Object> others = (ticket.unit != this) ? ticket.unit.all(partition) : Map.of();
			if (!others.isEmpty()) {
				see(ticket);
				Map<Object, Object> merged = new HashMap<>(others);
				merged.putAll(all);
				all = merged;
			}
		}
		return all;
	}

	private Map<Object, Object> all(TablePartition partition) {
		return super.pending(partition);
	}

	@Override
	public void write(TablePartition partition, Object key, Object value) {
		pending(partition, key);
		super.write(partition, key, value);
	}

	private void see(Ticket ticket) {
		if (this.seen.isEmpty()) {
			this.seen = new ArrayList<>();
		}
		if (!this.seen.contains(ticket)) {
			this.seen.add(ticket);
		}
	}

}
