package org.faustspring.engine.restore;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.faustspring.app.TaskInfo.RestoreInfo;
import org.faustspring.engine.progress.CommitMetadata;
import org.faustspring.engine.progress.CommitMetadataCodec;
import org.faustspring.engine.task.Task;
import org.faustspring.table.store.StoreWrites;
import org.faustspring.table.store.TaskStore;
import org.jspecify.annotations.Nullable;

/**
 * A task being taken over. Belongs to the restorer; progress may be read by any thread.
 */
final class TaskRestoration {

	private final Task task;

	private final @Nullable TaskStore store;

	private final Map<TopicPartition, OffsetAndMetadata> committed;

	private final boolean genesis;

	private final @Nullable CommitMetadata metadata;

	private volatile Map<TopicPartition, TableRestoration> tables = Map.of();

	/**
	 * From so many changelog offsets on it pays to sort records first. Fewer are written
	 * sooner than buffers for them would be made.
	 */
	private static final long LARGE = 50_000;

	private boolean large;

	private boolean wroteToStore;

	private @Nullable Outcome outcome;

	private @Nullable FirstCommit commit;

	private final long begunAt = System.nanoTime();

	/**
	 * Create a restoration.
	 * @param task the task
	 * @param store its store, or {@code null} if it has no tables
	 * @param committed what is committed, or where to start, for every input
	 */
	TaskRestoration(Task task, @Nullable TaskStore store, Map<TopicPartition, OffsetAndMetadata> committed) {
		this.task = task;
		this.store = store;
		this.committed = committed;
		CommitMetadata latest = null;
		boolean anew = false;
		for (OffsetAndMetadata offset : committed.values()) {
			CommitMetadata found = CommitMetadataCodec.decode(offset.metadata(), offset.offset());
			anew |= found == null;
			if (found != null && (latest == null || found.sequence() > latest.sequence())) {
				latest = found;
			}
		}
		this.genesis = anew || latest == null;
		this.metadata = latest;
	}

	Task task() {
		return this.task;
	}

	@Nullable TaskStore store() {
		return this.store;
	}

	Map<TopicPartition, OffsetAndMetadata> committed() {
		return this.committed;
	}

	@Nullable CommitMetadata metadata() {
		return this.metadata;
	}

	/** What is left to do when everything is read and committed. */
	void outcome(Outcome value) {
		this.outcome = value;
	}

	Outcome outcome() {
		return java.util.Objects.requireNonNull(this.outcome);
	}

	/** The commit of what changed, or {@code null} before it has begun. */
	@Nullable FirstCommit commit() {
		return this.commit;
	}

	void commit(FirstCommit value) {
		this.commit = value;
	}

	/** When it began, as {@link System#nanoTime()} tells it. */
	long begunAt() {
		return this.begunAt;
	}

	/**
	 * Whether an input is begun anew, which is to be committed before the first event. It
	 * has no committed offset, or one that somebody has set, which nothing of ours
	 * travels with.
	 */
	boolean genesis() {
		return this.genesis;
	}

	void tables(List<TableRestoration> restorations) {
		Map<TopicPartition, TableRestoration> byPartition = new LinkedHashMap<>();
		restorations.forEach((table) -> byPartition.put(table.changelog(), table));
		this.tables = byPartition;
		this.large = restorations.stream().mapToLong((table) -> table.target() - table.start()).sum() >= LARGE;
	}

	Collection<TableRestoration> tables() {
		return this.tables.values();
	}

	@Nullable TableRestoration table(TopicPartition changelog) {
		return this.tables.get(changelog);
	}

	/** Whether there is so much to restore that it is done in bulk. */
	boolean large() {
		return this.large;
	}

	/** Write a chunk to the store, if there is anything in it. */
	void write(StoreWrites writes) {
		if (this.store == null || writes.isEmpty()) {
			return;
		}
		if (this.large) {
			this.store.load(writes);
		}
		else {
			this.store.restore(writes);
		}
		this.wroteToStore = true;
	}

	boolean done() {
		return this.tables.values().stream().allMatch(TableRestoration::done);
	}

	boolean hasWrittenToStore() {
		return this.wroteToStore;
	}

	/** Changelog offsets still to restore. */
	long remaining() {
		return this.tables.values().stream().mapToLong((table) -> table.target() - table.applied()).sum();
	}

	/** The committed offsets with other cuts and the next sequence number. */
	Map<TopicPartition, OffsetAndMetadata> withCuts(Map<Integer, Long> cuts, long sequence) {
		Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
		this.committed.forEach((partition, offset) -> {
			CommitMetadata old = CommitMetadataCodec.decode(offset.metadata(), offset.offset());
			CommitMetadata changed = new CommitMetadata(sequence, cuts, (old != null) ? old.actors() : Map.of(),
					(old != null) ? old.upstream() : Map.of(),
					(old != null) ? old.incarnation() : System.currentTimeMillis(),
					(old != null) ? old.sent() : List.of());
			offsets.put(partition,
					new OffsetAndMetadata(offset.offset(), CommitMetadataCodec.encode(changed, offset.offset())));
		});
		return offsets;
	}

	List<RestoreInfo> progress() {
		return this.tables.values().stream().map(TableRestoration::progress).toList();
	}

	/**
	 * What a finished restoration comes to.
	 *
	 * @param writes what has to change in the local copy
	 * @param positions where the tables' copies are then
	 * @param cuts where the changelogs are written on
	 * @param sequence number of the last commit
	 * @param committed what is committed
	 */
	record Outcome(StoreWrites writes, Map<String, Long> positions, Map<String, Long> cuts, long sequence,
			Map<TopicPartition, OffsetAndMetadata> committed) {

	}

}
