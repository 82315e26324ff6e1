package org.faustspring.engine.task;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.faustspring.engine.assignment.TaskId;
import org.faustspring.engine.progress.CommitMetadataCodec;
import org.faustspring.engine.table.EngineTable;
import org.faustspring.engine.table.TablePartition;
import org.faustspring.table.store.TaskStore;
import org.jspecify.annotations.Nullable;

/**
 * The unit of work and of ownership: a partition of co-partitioned topics, the actors
 * that process it, and its partition of tables. Created on the poller's thread, restored
 * on the restorer's, then pinned to one worker's; methods belong to whoever has it then,
 * unless they say otherwise.
 */
public final class Task {

	/** Events an actor processes before the next one has its turn. */
	public static final int EVENTS_A_TURN = 256;

	private static final Log logger = LogFactory.getLog(Task.class);

	private final TaskId id;

	private final Map<TopicPartition, Input> inputs = new LinkedHashMap<>();

	private final List<EngineTable<?, ?>> tables;

	private final Map<String, TablePartition> partitions = new HashMap<>();

	private final TaskActors actors;

	private @Nullable TaskTimers timers;

	private @Nullable TaskStore store;

	private volatile TaskState state = TaskState.RESTORING;

	private volatile boolean abandoned;

	private volatile int worker;

	private long sequence;

	private Map<String, Long> cuts = new HashMap<>();

	private boolean metadataTooLong;

	/** Records of the next commit are on their way to changelogs or retry topics. */
	private boolean sentToChangelogs;

	/** The same of a commit that has begun, or has failed. */
	private boolean committing;

	private final CompletableFuture<Void> closed = new CompletableFuture<>();

	/**
	 * Create a task that is to be restored.
	 * @param id the task
	 * @param inputs what it reads
	 * @param tables the tables it holds a partition of
	 * @param worker number of the worker that will run it
	 */
	public Task(TaskId id, Collection<Input> inputs, List<EngineTable<?, ?>> tables, int worker) {
		this.id = id;
		inputs.forEach((input) -> this.inputs.put(input.topicPartition(), input));
		this.actors = new TaskActors(this.inputs.values());
		this.tables = tables;
		this.worker = worker;
		tables.forEach((table) -> table.partitions().restoring(id.partition(), this));
	}

	/**
	 * Return the task's id. Any thread.
	 * @return the id
	 */
	public TaskId id() {
		return this.id;
	}

	/**
	 * Return what it reads. Any thread.
	 * @return the inputs
	 */
	public Collection<Input> inputs() {
		return this.inputs.values();
	}

	/**
	 * Return an input. Any thread.
	 * @param topicPartition its partition
	 * @return the input, or {@code null} if it is not this task's
	 */
	public @Nullable Input input(TopicPartition topicPartition) {
		return this.inputs.get(topicPartition);
	}

	/**
	 * Return the tables it holds a partition of. Any thread.
	 * @return the tables
	 */
	public List<EngineTable<?, ?>> tables() {
		return this.tables;
	}

	/**
	 * Return what it is doing. Any thread.
	 * @return the state
	 */
	public TaskState state() {
		return this.state;
	}

	/**
	 * Return the number of its worker. Any thread.
	 * @return the number
	 */
	public int worker() {
		return this.worker;
	}

	/**
	 * Tell that the task is not this instance's any more: whatever it has not committed
	 * must not be committed. Any thread.
	 */
	public void abandon() {
		this.abandoned = true;
	}

	/**
	 * Tell whether the task was abandoned. Any thread.
	 * @return whether it was
	 */
	public boolean abandoned() {
		return this.abandoned;
	}

	/**
	 * Take the restored state: what is committed, and the store that holds it.
	 * @param restored the store
	 * @param commitSequence number of the last commit
	 * @param committedCuts by table, the changelog offset after the last committed record
	 */
	public void restored(@Nullable TaskStore restored, long commitSequence, Map<String, Long> committedCuts) {
		this.store = restored;
		this.sequence = commitSequence;
		this.cuts = new HashMap<>(committedCuts);
	}

	/**
	 * Start processing.
	 * @param factory makes the actors
	 * @param committed what is committed, by input
	 */
	public void start(ActorFactory factory, Map<TopicPartition, OffsetAndMetadata> committed) {
		boolean concurrent = factory.concurrent(this);
		TaskStore opened = this.store;
		for (EngineTable<?, ?> table : this.tables) {
			TablePartition partition = new TablePartition(table.definition(), this.id.partition(),
					java.util.Objects.requireNonNull(opened).table(table.name()), concurrent, factory.cacheRoom());
			this.partitions.put(table.name(), partition);
		}
		this.actors.start(factory.actors(this, this.partitions), factory.channels(this, this.partitions),
				factory.retries(), committed);
		this.timers = factory.timers(this, this.partitions);
		this.partitions.values().forEach((partition) -> tableOf(partition).partitions().ready(partition));
		this.state = TaskState.RUNNING;
	}

	private EngineTable<?, ?> tableOf(TablePartition partition) {
		return this.tables.stream()
			.filter((table) -> table.definition() == partition.table())
			.findFirst()
			.orElseThrow();
	}

	/**
	 * Do some work.
	 * @param most roughly how many events of each actor to process
	 * @param now the time, in {@link System#nanoTime()}
	 * @param until when to return, if an event was processed: a commit is due then
	 * @return how much was done
	 */
	public int doWork(int most, long now, long until) {
		TaskTimers due = this.timers;
		int calls = (due != null) ? due.doWork(now) : 0;
		if (calls > 0 && System.nanoTime() - until >= 0) {
			return calls;
		}
		return calls + this.actors.doWork(most, now, until);
	}

	/**
	 * Return where inputs have to be read again, because actors that run now have missed
	 * records while they did not.
	 * @return offset by input; empty if there is nothing to read again
	 */
	public Map<Input, Long> missed() {
		return this.actors.missed();
	}

	/**
	 * Tell whether there is anything to commit.
	 * @return whether there is
	 */
	public boolean dirty() {
		TaskTimers called = this.timers;
		if (this.actors.moved() || (called != null && called.ran())) {
			return true;
		}
		for (TablePartition partition : this.partitions.values()) {
			if (partition.dirty() > 0) {
				return true;
			}
		}
		return this.actors.progressed();
	}

	/**
	 * Tell whether messages wait for an agent that does not run, so that a commit that
	 * waits for them would wait for long.
	 * @return whether there are any
	 */
	public boolean blocked() {
		TaskChannels channels = this.actors.channels();
		return channels != null && channels.blocked();
	}

	/**
	 * Tell whether all that was sent to channels outside of handlers has been taken, if
	 * this is the task that does so.
	 * @return whether nothing is left to take
	 */
	public boolean inboxesTaken() {
		TaskChannels channels = this.actors.channels();
		return channels == null || channels.inboxesTaken();
	}

	/**
	 * Tell whether all that was sent to channels outside of handlers has been processed,
	 * if this is the task that processes it.
	 * @return whether nothing is left
	 */
	public boolean inboxesEmpty() {
		TaskChannels channels = this.actors.channels();
		return channels == null || channels.inboxesEmpty();
	}

	/**
	 * Return its partitions of tables.
	 * @return the partitions
	 */
	public Collection<TablePartition> partitions() {
		return this.partitions.values();
	}

	/**
	 * Return where its committed data is.
	 * @return the store, or {@code null} if it has no tables
	 */
	public @Nullable TaskStore store() {
		return this.store;
	}

	/**
	 * Return the number of the last commit.
	 * @return the number
	 */
	public long sequence() {
		return this.sequence;
	}

	/**
	 * Return the cut of the last commit.
	 * @return by table, the changelog offset after the last committed record
	 */
	public Map<String, Long> cuts() {
		return this.cuts;
	}

	/**
	 * Take note that records of the next commit are on their way to changelogs or retry
	 * topics.
	 */
	public void sentToChangelogs() {
		this.sentToChangelogs = true;
	}

	/**
	 * Tell whether changelogs may hold records beyond the last commit.
	 * @return whether they may
	 */
	public boolean changelogsMayHoldTail() {
		return this.sentToChangelogs || this.committing;
	}

	/**
	 * Return what completes when the task is closed. Any thread.
	 * @return the future
	 */
	public CompletableFuture<Void> closed() {
		return this.closed;
	}

	/**
	 * Take note of how far the task is, to commit it. What it does from now on belongs to
	 * the next commit. Either {@link #committed} or {@link #rewind} follows.
	 * @return the note
	 */
	public TaskCommit beginCommit() {
		this.committing |= this.sentToChangelogs
				|| this.partitions.values().stream().anyMatch((partition) -> partition.dirty() > 0);
		this.sentToChangelogs = false;
		TaskChannels channels = this.actors.channels();
		if (channels != null) {
			channels.beginCommit();
		}
		TaskTimers called = this.timers;
		if (called != null) {
			called.beginCommit();
		}
		return TaskCommit.of(this, this.inputs.values(), this.sequence + 1);
	}

	/**
	 * Take note that a commit has succeeded.
	 * @param commit the commit
	 */
	public void committed(TaskCommit commit) {
		this.sequence = commit.sequence();
		this.cuts = commit.cuts();
		commit.apply();
		TaskChannels channels = this.actors.channels();
		if (channels != null) {
			channels.committed();
		}
		this.committing = false;
		TaskTimers called = this.timers;
		if (called != null) {
			called.committed();
		}
		this.partitions.values().forEach(TablePartition::dropFrozen);
		if (commit.metadataTooLong() && !this.metadataTooLong) {
			this.metadataTooLong = true;
			logger.warn(("Task %s: what a commit has to note is longer than the %d bytes Kafka keeps with an offset; "
					+ "after a crash, events of agents with groupBy or concurrency may be processed twice")
				.formatted(this.id, CommitMetadataCodec.MAX_LENGTH));
		}
	}

	/**
	 * Undo everything since the last commit: it will be read again.
	 * @return by input, the offset to read from
	 */
	public Map<Input, Long> rewind() {
		this.partitions.values().forEach(TablePartition::discard);
		TaskTimers called = this.timers;
		if (called != null) {
			called.rewind();
		}
		return this.actors.rewind();
	}

	/**
	 * Go on elsewhere in an input: what lies between is lost or comes again. What was
	 * taken of it and is not committed is dropped.
	 * @param input the input
	 * @param offset the offset of the next record
	 * @return by input, the offset to read from
	 */
	public Map<Input, Long> reposition(Input input, long offset) {
		Map<Input, Long> positions = rewind();
		input.cursors().forEach((cursor) -> cursor.moveTo(offset));
		input.committedPosition(offset);
		positions.put(input, offset);
		return positions;
	}

	/**
	 * Close: nothing of the task can be read here any more. Uncommitted work is dropped.
	 */
	public void close() {
		if (this.state == TaskState.CLOSED) {
			return;
		}
		this.state = TaskState.CLOSED;
		this.tables.forEach((table) -> table.partitions().gone(this.id.partition(), this));
		this.actors.end();
		this.partitions.values().forEach(TablePartition::close);
		try {
			TaskStore opened = this.store;
			if (opened != null) {
				opened.close();
			}
		}
		finally {
			this.closed.complete(null);
		}
	}

	@Override
	public String toString() {
		return this.id.toString();
	}

}
