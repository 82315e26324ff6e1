package org.faustspring.engine.standby;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.faustspring.table.store.StoreWrites;

/**
 * A standby's copy of one partition of a table: follows its changelog up to the cut, and
 * holds back what was read beyond. Belongs to the standbys' thread.
 */
final class StandbyTable {

	private final String table;

	private final TopicPartition changelog;

	/** Read, but not known to be committed. */
	private final Deque<ConsumerRecord<byte[], byte[]>> beyond = new ArrayDeque<>();

	private long applied;

	private long read;

	private long cut;

	/**
	 * Create a copy.
	 * @param table the table
	 * @param changelog its changelog partition
	 * @param start the changelog offset after what the store has
	 * @param cut the offset after the last record that is known to be committed
	 */
	StandbyTable(String table, TopicPartition changelog, long start, long cut) {
		this.table = table;
		this.changelog = changelog;
		this.applied = start;
		this.read = start;
		this.cut = cut;
	}

	String table() {
		return this.table;
	}

	TopicPartition changelog() {
		return this.changelog;
	}

	/** The changelog offset after what the store has. */
	long applied() {
		return this.applied;
	}

	long cut() {
		return this.cut;
	}

	/** Cuts only grow; one that does not has been read late. */
	void cut(long committed) {
		this.cut = Math.max(this.cut, committed);
	}

	long lag() {
		return Math.max(0, this.cut - this.applied);
	}

	/** Whether to go on reading: not while something waits for its commit. */
	boolean wantsRecords() {
		return this.beyond.isEmpty();
	}

	/**
	 * Take polled records and the position after them.
	 */
	void take(List<ConsumerRecord<byte[], byte[]>> polled, long position) {
		this.beyond.addAll(polled);
		this.read = position;
	}

	/**
	 * Apply what is known to be committed.
	 * @param writes where to write
	 * @return how many records it is
	 */
	int apply(StoreWrites writes) {
		int records = 0;
		ConsumerRecord<byte[], byte[]> next = this.beyond.peek();
		while (next != null && next.offset() < this.cut) {
			this.beyond.remove();
			records++;
			if (next.value() != null) {
				writes.put(this.table, next.key(), next.value());
			}
			else {
				writes.delete(this.table, next.key());
			}
			next = this.beyond.peek();
		}
		// Offsets without a record count as applied: markers, and what was compacted.
		long end = Math.min(this.cut, (next != null) ? next.offset() : this.read);
		this.applied = Math.max(this.applied, end);
		return records;
	}

}
