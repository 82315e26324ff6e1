package org.faustspring.engine.standby;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.faustspring.engine.assignment.TaskId;
import org.faustspring.engine.progress.CommitMetadata;
import org.faustspring.engine.progress.CommitMetadataCodec;
import org.faustspring.engine.progress.NameHash;
import org.faustspring.table.store.StorePosition;
import org.faustspring.table.store.StoreWrites;
import org.faustspring.table.store.TaskStore;
import org.jspecify.annotations.Nullable;

/**
 * The copy of one task that another instance owns. Its store never is ahead of what that
 * one has committed. Belongs to the standbys' thread.
 */
final class StandbyCopy {

	private final TaskId task;

	private final Set<TopicPartition> inputs;

	private final TaskStore store;

	private final Map<TopicPartition, StandbyTable> tables = new TreeMap<>(
			java.util.Comparator.comparing(TopicPartition::toString));

	/** What was written without the store's log is not flushed yet. */
	private boolean unlogged;

	private boolean caughtUp;

	/** What is committed has been read since the copy was opened. */
	private boolean cutsKnown;

	/**
	 * Create a copy.
	 * @param task the task
	 * @param inputs the partitions it reads
	 * @param store its store, open
	 * @param tables where its tables are
	 */
	StandbyCopy(TaskId task, Set<TopicPartition> inputs, TaskStore store, Collection<StandbyTable> tables) {
		this.task = task;
		this.inputs = inputs;
		this.store = store;
		tables.forEach((table) -> this.tables.put(table.changelog(), table));
	}

	TaskId task() {
		return this.task;
	}

	Set<TopicPartition> inputs() {
		return this.inputs;
	}

	TaskStore store() {
		return this.store;
	}

	Collection<StandbyTable> tables() {
		return this.tables.values();
	}

	/** Offsets behind what is committed, -1 while that is not known. */
	long lag() {
		return this.cutsKnown ? this.tables.values().stream().mapToLong(StandbyTable::lag).sum() : -1;
	}

	/**
	 * Take note of what is committed.
	 * @param committed committed offsets, of this task's inputs among others
	 */
	void committed(Map<TopicPartition, OffsetAndMetadata> committed) {
		CommitMetadata metadata = latest(this.inputs, committed);
		if (metadata != null) {
			this.tables.values()
				.forEach((table) -> table.cut(metadata.cuts().getOrDefault(NameHash.of(table.table()), 0L)));
		}
		this.cutsKnown = true;
	}

	/**
	 * Return what the latest commit of a task has noted.
	 */
	static @Nullable CommitMetadata latest(Collection<TopicPartition> inputs,
			Map<TopicPartition, OffsetAndMetadata> committed) {
		CommitMetadata latest = null;
		for (TopicPartition input : inputs) {
			OffsetAndMetadata offset = committed.get(input);
			CommitMetadata found = (offset != null) ? CommitMetadataCodec.decode(offset.metadata(), offset.offset())
					: null;
			if (found != null && (latest == null || found.sequence() > latest.sequence())) {
				latest = found;
			}
		}
		return latest;
	}

	/**
	 * Apply what is known to be committed, data and positions in one write.
	 * @param positions makes positions
	 * @return how many records it is
	 */
	int apply(Positions positions) {
		StoreWrites writes = new StoreWrites();
		int records = 0;
		for (StandbyTable table : this.tables.values()) {
			long before = table.applied();
			records += table.apply(writes);
			if (table.applied() != before) {
				writes.position(table.table(), positions.at(table.changelog(), table.applied()));
			}
		}
		if (!writes.isEmpty()) {
			write(writes);
		}
		if (!this.caughtUp && lag() == 0) {
			this.caughtUp = true;
			flush();
		}
		return records;
	}

	/**
	 * In bulk without the store's log, and with it once the copy has caught up: then a
	 * killed process comes back to a warm copy.
	 */
	private void write(StoreWrites writes) {
		if (this.caughtUp) {
			this.store.apply(writes);
		}
		else {
			this.store.restore(writes);
			this.unlogged = true;
		}
	}

	private void flush() {
		if (this.unlogged) {
			this.store.finishRestoring();
			this.unlogged = false;
		}
	}

	/**
	 * Leave the store to the task's new owner, flushed.
	 * @param positions makes positions
	 */
	void handOver(Positions positions) {
		flush();
		noteAsFresh(positions);
	}

	/** What has caught up is as fresh as now, however old the last record is. */
	private void noteAsFresh(Positions positions) {
		if (lag() != 0) {
			return;
		}
		StoreWrites writes = new StoreWrites();
		this.tables.values()
			.forEach((table) -> writes.position(table.table(), positions.at(table.changelog(), table.applied())));
		this.store.apply(writes);
	}

	/**
	 * Return where each changelog is to be read from.
	 */
	Map<TopicPartition, Long> starts() {
		Map<TopicPartition, Long> starts = new HashMap<>();
		this.tables.values().forEach((table) -> starts.put(table.changelog(), table.applied()));
		return starts;
	}

	/** The changelogs not to be read now. */
	List<TopicPartition> paused() {
		return this.tables.values()
			.stream()
			.filter((table) -> !table.wantsRecords())
			.map(StandbyTable::changelog)
			.toList();
	}

	/**
	 * Makes positions of now.
	 */
	interface Positions {

		StorePosition at(TopicPartition changelog, long offset);

	}

}
