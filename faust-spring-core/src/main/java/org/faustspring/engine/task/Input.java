package org.faustspring.engine.task;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.faustspring.engine.progress.CommitMetadata.Mark;
import org.faustspring.engine.progress.CommitMetadata.Upstream;
import org.jspecify.annotations.Nullable;

/**
 * A partition that a task reads: what has been polled of it and not been taken yet.
 * Belongs to the task's worker, unless a method says otherwise.
 */
public final class Input {

	private final TopicPartition topicPartition;

	private final boolean repartition;

	private final @Nullable RetryInlet retries;

	/** Taken out of its batch, and not due yet. */
	private @Nullable ConsumerRecord<byte[], byte[]> head;

	private final Queue<List<ConsumerRecord<byte[], byte[]>>> inbox = new ArrayDeque<>();

	private int buffered;

	private boolean wanted = true;

	private volatile long position = -1;

	private volatile long lag = -1;

	private long incarnation;

	private @Nullable List<ConsumerRecord<byte[], byte[]>> batch;

	private int nextInBatch;

	private final List<Cursor> cursors = new ArrayList<>();

	private Map<Upstream, Mark> takenUpstream = new HashMap<>();

	private Map<Upstream, Mark> doneUpstream = new HashMap<>();

	private Map<Upstream, Mark> committedUpstream = new HashMap<>();

	/**
	 * Create an input.
	 * @param topicPartition the partition
	 * @param repartition whether its records carry where they were first read from
	 */
	public Input(TopicPartition topicPartition, boolean repartition) {
		this(topicPartition, repartition, null);
	}

	private Input(TopicPartition topicPartition, boolean repartition, @Nullable RetryInlet retries) {
		this.topicPartition = topicPartition;
		this.repartition = repartition;
		this.retries = retries;
	}

	/**
	 * Create an input from a retry topic.
	 * @param topicPartition the partition
	 * @return the input
	 */
	public static Input retry(TopicPartition topicPartition) {
		return new Input(topicPartition, false, new RetryInlet());
	}

	/** What is known of a retry topic's records, {@code null} for another topic. */
	@Nullable RetryInlet retries() {
		return this.retries;
	}

	/** The next record, which stays the next until it is taken; or null. */
	@Nullable ConsumerRecord<byte[], byte[]> peek() {
		if (this.head == null) {
			this.head = next();
		}
		return this.head;
	}

	void taken() {
		this.head = null;
	}

	/**
	 * Return the partition. Any thread.
	 * @return the partition
	 */
	public TopicPartition topicPartition() {
		return this.topicPartition;
	}

	/**
	 * Hand over polled records.
	 * @param records the records, in order
	 */
	public void add(List<ConsumerRecord<byte[], byte[]>> records) {
		this.inbox.add(records);
		this.buffered += records.size();
	}

	/**
	 * Return how many records wait.
	 * @return the number
	 */
	public int buffered() {
		return this.buffered;
	}

	/**
	 * Return how many messages of the partition have not been processed or begun, as of a
	 * second ago. Any thread.
	 * @return the number, -1 if not known
	 */
	public long lag() {
		return this.lag;
	}

	/**
	 * Take note of how many messages have not been taken.
	 * @param messages the number
	 */
	public void lag(long messages) {
		this.lag = messages;
	}

	/**
	 * Tell whether any actor processes this input now.
	 * @return whether it is worth polling
	 */
	public boolean wanted() {
		return this.wanted;
	}

	/**
	 * Return the offset up to which everything is committed. Any thread.
	 * @return the offset, -1 if not known yet
	 */
	public long committedPosition() {
		return this.position;
	}

	void committedPosition(long offset) {
		this.position = offset;
	}

	void wanted(boolean value) {
		this.wanted = value;
	}

	List<Cursor> cursors() {
		return this.cursors;
	}

	/**
	 * Drop what waits: it is polled again from elsewhere.
	 */
	public void clear() {
		this.head = null;
		this.batch = null;
		this.inbox.clear();
		this.buffered = 0;
	}

	/** The next record, or null. */
	@Nullable ConsumerRecord<byte[], byte[]> next() {
		List<ConsumerRecord<byte[], byte[]>> current = this.batch;
		if (current == null) {
			current = this.inbox.poll();
			if (current == null) {
				return null;
			}
			this.nextInBatch = 0;
		}
		ConsumerRecord<byte[], byte[]> record = current.get(this.nextInBatch++);
		this.buffered--;
		this.batch = (this.nextInBatch < current.size()) ? current : null;
		return record;
	}

	/** The origin of a record; null where records are read where they were written. */
	@Nullable Origin originOf(ConsumerRecord<byte[], byte[]> record) {
		return this.repartition ? Origin.read(record) : null;
	}

	/**
	 * Note that a record has been taken.
	 * @return false if it has been taken before, sent twice by an interrupted commit
	 */
	boolean take(Origin origin) {
		Upstream upstream = origin.upstream();
		Mark mark = this.takenUpstream.get(upstream);
		if (mark != null && mark.covers(origin.incarnation(), origin.sequence())) {
			return false;
		}
		this.takenUpstream.put(upstream, new Mark(origin.incarnation(), origin.sequence() + 1));
		return true;
	}

	void done(Origin origin) {
		Upstream upstream = origin.upstream();
		Mark mark = this.doneUpstream.get(upstream);
		if (mark == null || !mark.covers(origin.incarnation(), origin.sequence())) {
			this.doneUpstream.put(upstream, new Mark(origin.incarnation(), origin.sequence() + 1));
		}
	}

	Map<Upstream, Mark> doneUpstream() {
		return this.doneUpstream;
	}

	void committedUpstream(Map<Upstream, Mark> upstream) {
		this.committedUpstream = upstream;
	}

	long incarnation() {
		return this.incarnation;
	}

	void incarnation(long since) {
		this.incarnation = since;
	}

	void rewindUpstream() {
		this.takenUpstream = new HashMap<>(this.committedUpstream);
		this.doneUpstream = new HashMap<>(this.committedUpstream);
	}

	@Override
	public String toString() {
		return this.topicPartition.toString();
	}

}
