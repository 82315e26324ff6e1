package org.faustspring.engine.stream;

import java.time.Duration;
import java.util.Iterator;
import java.util.function.Function;

import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Bytes;
import org.faustspring.engine.table.EngineTable;
import org.faustspring.table.TableEntry;
import org.jspecify.annotations.Nullable;

/**
 * Drops values whose key was let through a short time ago, and removes from its table
 * what is over, a few entries at a time.
 */
final class DistinctNode extends Step {

	/** Values between two looks at the table; each look is at more entries than that. */
	private static final int VALUES_A_STEP = 256;

	private static final int ENTRIES_A_STEP = 2 * VALUES_A_STEP;

	private final Flow flow;

	private final Function<Object, @Nullable Object> key;

	private final long within;

	private final EngineTable<Bytes, Long> table;

	private final Serializer<Object> keys;

	private long latest = Long.MIN_VALUE;

	private int values;

	private @Nullable Bytes position;

	DistinctNode(Node next, Flow flow, Function<Object, @Nullable Object> key, Duration within,
			EngineTable<Bytes, Long> table, Serializer<Object> keys) {
		super(next);
		this.flow = flow;
		this.key = key;
		this.within = within.toMillis();
		this.table = table;
		this.keys = keys;
	}

	@Override
	@SuppressWarnings("NullAway") // tombstones reach functions as null
	public void push(@Nullable Object value) throws Exception {
		Object distinguishing = this.key.apply(value);
		if (distinguishing == null) {
			throw new IllegalArgumentException("The key of distinct() is null for %s".formatted(this.flow.event()));
		}
		Bytes bytes = Bytes.wrap(this.keys.serialize(this.table.name(), distinguishing));
		long time = this.flow.event().timestamp();
		this.latest = Math.max(this.latest, time);
		if (++this.values % VALUES_A_STEP == 0) {
			removeExpired();
		}
		long before = this.table.getOrDefault(bytes, Long.MIN_VALUE);
		if (before != Long.MIN_VALUE && Math.abs(time - before) < this.within) {
			return;
		}
		this.table.put(bytes, Math.max(before, time));
		this.next.push(value);
	}

	private void removeExpired() {
		Iterator<TableEntry<Bytes, Long>> entries = this.table.committedFrom(this.position).iterator();
		int looked = 0;
		while (entries.hasNext() && looked < ENTRIES_A_STEP) {
			TableEntry<Bytes, Long> entry = entries.next();
			this.position = entry.key();
			if (over(this.table.getOrDefault(entry.key(), Long.MIN_VALUE))) {
				this.table.remove(entry.key());
			}
			looked++;
		}
		if (looked < ENTRIES_A_STEP) {
			this.position = null;
		}
	}

	private boolean over(long time) {
		return time != Long.MIN_VALUE && this.latest - time >= this.within;
	}

}
