package org.faustspring.engine.restore;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.faustspring.app.TaskInfo.RestoreInfo;
import org.faustspring.table.store.StoreWrites;
import org.jspecify.annotations.Nullable;

/**
 * Restores one partition of a table: applies the changelog up to the target, and notes
 * what lies between there and the end, which an interrupted commit has left. Belongs to
 * the restorer; progress may be read by any thread.
 */
final class TableRestoration {

	private final String table;

	private final TopicPartition changelog;

	private final long start;

	private final long target;

	private final long end;

	private final boolean rewrite;

	private final Map<byte[], byte @Nullable []> tail = new TreeMap<>(Arrays::compareUnsigned);

	private long oldestInTail = Long.MAX_VALUE;

	private final RestorePace pace = new RestorePace();

	private long records;

	private volatile long position;

	/**
	 * Create a restoration.
	 * @param table the table
	 * @param changelog its changelog partition
	 * @param start where the local copy is
	 * @param target the offset after the last committed record
	 * @param end the offset after the last record that can be read
	 */
	TableRestoration(String table, TopicPartition changelog, long start, long target, long end) {
		this(table, changelog, start, target, end, false);
	}

	private TableRestoration(String table, TopicPartition changelog, long start, long target, long end,
			boolean rewrite) {
		this.table = table;
		this.changelog = changelog;
		this.start = start;
		this.target = target;
		this.end = Math.max(end, target);
		this.position = start;
		this.rewrite = rewrite;
	}

	/**
	 * Create the restoration of a changelog that has lost what is committed, from the
	 * local copy: all that it holds is its tail.
	 * @param table the table
	 * @param changelog its changelog partition
	 * @param beginning where that begins
	 * @param end where that ends
	 * @return the restoration
	 */
	static TableRestoration ofChangelog(String table, TopicPartition changelog, long beginning, long end) {
		return new TableRestoration(table, changelog, beginning, beginning, end, true);
	}

	/** Whether it is the changelog that is restored, from the local copy. */
	boolean rewrite() {
		return this.rewrite;
	}

	String table() {
		return this.table;
	}

	TopicPartition changelog() {
		return this.changelog;
	}

	long start() {
		return this.start;
	}

	long target() {
		return this.target;
	}

	long end() {
		return this.end;
	}

	long position() {
		return this.position;
	}

	long records() {
		return this.records;
	}

	boolean done() {
		return this.position >= this.end;
	}

	/** Take polled records and the position after them. */
	void apply(List<ConsumerRecord<byte[], byte[]>> polled, long newPosition, StoreWrites writes) {
		for (ConsumerRecord<byte[], byte[]> record : polled) {
			if (record.offset() < this.target) {
				this.records++;
				if (record.value() != null) {
					writes.put(this.table, record.key(), record.value());
				}
				else {
					writes.delete(this.table, record.key());
				}
			}
			else if (record.offset() < this.end) {
				this.tail.put(record.key(), record.value());
				this.oldestInTail = Math.min(this.oldestInTail, record.timestamp());
			}
		}
		this.position = newPosition;
		this.pace.at(this.records, applied(), System.nanoTime());
	}

	/** Begin to measure the pace. */
	void begins() {
		this.pace.at(this.records, applied(), System.nanoTime());
	}

	/** How far it is. */
	RestoreInfo progress() {
		return new RestoreInfo(this.table, this.changelog.partition(), applied() - this.start,
				Math.max(0, this.target - this.start), this.pace.recordsPerSecond(),
				this.pace.secondsLeft(Math.max(0, this.target - applied())));
	}

	/** Last values of keys in the tail; null for removed ones. */
	Map<byte[], byte @Nullable []> tail() {
		return this.tail;
	}

	long oldestInTail() {
		return this.oldestInTail;
	}

	long applied() {
		return Math.min(this.position, this.target);
	}

}
