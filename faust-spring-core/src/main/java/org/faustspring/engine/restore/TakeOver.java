package org.faustspring.engine.restore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.faustspring.engine.commit.ChangelogTopics;
import org.faustspring.engine.commit.CommittedOffsets;
import org.faustspring.engine.commit.Group;
import org.faustspring.engine.progress.CommitMetadata;
import org.faustspring.engine.progress.NameHash;
import org.faustspring.engine.table.EngineTable;
import org.faustspring.engine.task.Input;
import org.faustspring.engine.task.Task;

import org.faustspring.table.store.PartitionStore;
import org.faustspring.table.store.StorePosition;
import org.faustspring.table.store.StoreWrites;
import org.faustspring.table.store.TableStoreSpec;
import org.faustspring.table.store.TableStores;
import org.faustspring.table.store.TaskStore;
import org.jspecify.annotations.Nullable;

/**
 * The two ends of taking a task over, in the order of {@code docs/architecture.md}:
 * before its changelogs are read, and after. Belongs to the restorer.
 */
public final class TakeOver implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(TakeOver.class);

	private final TableStores stores;

	private final CommittedOffsets committedOffsets;

	private final ClusterOffsets clusterOffsets;

	private final StartPositions startPositions;

	private final ChangelogTopics changelogs;

	private final Map<String, Duration> deleteRetention;

	private final TailRepair tailRepair;

	private final Group group;

	private final Restored restored;

	private boolean loading;

	/**
	 * Create it.
	 * @param stores opens stores
	 * @param committedOffsets tells what is committed
	 * @param clusterOffsets tells where changelogs begin and end
	 * @param startPositions tells where to start what was never committed
	 * @param changelogs what is known of changelog topics
	 * @param deleteRetention how long each changelog topic keeps tombstones
	 * @param tailRepair deals with interrupted commits
	 * @param group commits
	 * @param restored takes tasks that are ready
	 */
	TakeOver(TableStores stores, CommittedOffsets committedOffsets, ClusterOffsets clusterOffsets,
			StartPositions startPositions, ChangelogTopics changelogs, Map<String, Duration> deleteRetention,
			TailRepair tailRepair, Group group, Restored restored) {
		this.stores = stores;
		this.committedOffsets = committedOffsets;
		this.clusterOffsets = clusterOffsets;
		this.startPositions = startPositions;
		this.changelogs = changelogs;
		this.deleteRetention = deleteRetention;
		this.tailRepair = tailRepair;

		this.group = group;
		this.restored = restored;
	}

	/**
	 * Return how many large tables to restore at a time.
	 * @return number of tables
	 */
	int loadsAtATime() {
		return this.stores.loadsAtATime();
	}

	/**
	 * Take note of whether large restorations are left.
	 * @param left whether there are
	 */
	void loads(boolean left) {
		if (left != this.loading) {
			this.loading = left;
			if (left) {
				this.stores.beginLoads();
			}
			else {
				this.stores.endLoads();
			}
		}
	}

	/**
	 * Begin: open the stores, then ask what is committed, then where changelogs end.
	 * @param tasks the tasks
	 * @return what there is to restore; tasks that are not among it have not been begun,
	 * since an earlier owner's transaction is still open
	 * @throws KafkaException if the cluster does not answer; nothing has been begun then
	 */
	List<TaskRestoration> begin(Collection<Task> tasks) {
		Map<Task, TaskStore> opened = new HashMap<>();
		try {
			for (Task task : tasks) {
				if (!task.tables().isEmpty()) {
					opened.put(task, this.stores.open(task.id().toString(), specs(task)));
				}
			}
			return begin(tasks, opened);
		}
		catch (RuntimeException ex) {
			opened.values().forEach(TaskStore::close);
			throw ex;
		}
	}

	private static List<TableStoreSpec> specs(Task task) {
		return task.tables()
			.stream()
			.map((table) -> new TableStoreSpec(table.name(), table.definition().store()))
			.toList();
	}

	private List<TaskRestoration> begin(Collection<Task> all, Map<Task, TaskStore> opened) {
		Set<TopicPartition> inputs = new HashSet<>();
		all.forEach((task) -> task.inputs().forEach((input) -> inputs.add(input.topicPartition())));

		CommittedOffsets.Answer answer = this.committedOffsets.fetch(inputs);
		Map<TopicPartition, OffsetAndMetadata> committed = answer.offsets();
		List<Task> tasks = new ArrayList<>();
		for (Task task : all) {
			if (task.inputs().stream().noneMatch((input) -> answer.pending().contains(input.topicPartition()))) {
				tasks.add(task);
				continue;
			}
			task.inputs().forEach((input) -> inputs.remove(input.topicPartition()));
			TaskStore store = opened.remove(task);
			if (store != null) {
				store.close();
			}
		}
		Set<TopicPartition> missing = new HashSet<>(inputs);
		missing.removeAll(committed.keySet());
		Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>(committed);
		positions.putAll(this.startPositions.of(missing));
		Set<TopicPartition> changelogPartitions = new HashSet<>();
		tasks.forEach((task) -> task.tables().forEach((table) -> changelogPartitions.add(changelog(table, task))));
		this.changelogs.topicIds(this.clusterOffsets
			.topicIds(changelogPartitions.stream().map(TopicPartition::topic).collect(Collectors.toSet())));
		// After what is committed was read, so that the ends are not before the cuts.
		Ends ends = new Ends(this.clusterOffsets.beginnings(changelogPartitions),
				this.clusterOffsets.ends(changelogPartitions, IsolationLevel.READ_COMMITTED),
				this.clusterOffsets.ends(changelogPartitions, IsolationLevel.READ_UNCOMMITTED));
		List<TaskRestoration> restorations = new ArrayList<>();
		for (Task task : tasks) {
			Map<TopicPartition, OffsetAndMetadata> own = new HashMap<>();
			for (Input input : task.inputs()) {
				TopicPartition partition = input.topicPartition();
				own.put(partition, java.util.Objects.requireNonNull(positions.get(partition)));
			}
			TaskRestoration restoration = new TaskRestoration(task, opened.get(task), own);
			restoration.tables(task.tables().stream().map((table) -> plan(restoration, table, ends)).toList());
			restorations.add(restoration);
		}
		return restorations;
	}

	private static TopicPartition changelog(EngineTable<?, ?> table, Task task) {
		return new TopicPartition(table.definition().changelog(), task.id().partition());
	}

	private TableRestoration plan(TaskRestoration restoration, EngineTable<?, ?> table, Ends ends) {
		TopicPartition changelog = changelog(table, restoration.task());
		PartitionStore store = java.util.Objects.requireNonNull(restoration.store()).table(table.name());
		Long cut = cut(restoration.metadata(), table);
		if (cut != null && LocalCopy.survivesChangelog(store, this.changelogs.topicId(changelog.topic()),
				ends.all().getOrDefault(changelog, 0L), cut)) {
			logger
				.error(("Changelog %s does not have the records up to %d that were committed, as if the topic had been "
						+ "deleted and made again. The local copy of table '%s' has all of them and is written to it")
					.formatted(changelog, cut, table.name()));
			return TableRestoration.ofChangelog(table.name(), changelog, ends.beginnings().getOrDefault(changelog, 0L),
					(this.tailRepair.fenced() ? ends.committed() : ends.all()).getOrDefault(changelog, 0L));
		}
		// Where nobody is fenced, an open transaction of an earlier exactly-once run is
		// waited
		// for: its records would pass for those of a foreign writer.
		long end = (this.tailRepair.fenced() ? ends.committed() : ends.all()).getOrDefault(changelog, 0L);
		long target = target(restoration.metadata(), table, changelog, end, ends.all().getOrDefault(changelog, end));
		long start = LocalCopy.continueAt(store, changelog, this.changelogs.topicId(changelog.topic()),
				ends.beginnings().getOrDefault(changelog, 0L), ends.all().getOrDefault(changelog, end), target,
				this.deleteRetention.getOrDefault(changelog.topic(), Duration.ofDays(1)));
		return new TableRestoration(table.name(), changelog, Math.min(start, target), target, end);
	}

	private static @Nullable Long cut(@Nullable CommitMetadata metadata, EngineTable<?, ?> table) {
		return (metadata != null) ? metadata.cuts().get(NameHash.of(table.name())) : null;
	}

	private static long target(@Nullable CommitMetadata metadata, EngineTable<?, ?> table, TopicPartition changelog,
			long end, long logEnd) {
		Long cut = cut(metadata, table);
		if (cut == null) {
			if (end > 0) {
				logger.warn(
						("It is not known which part of changelog %s belongs to the committed offsets, as if they had "
								+ "been set by hand or had expired: all of it is restored")
							.formatted(changelog));
			}
			return end;
		}
		if (cut > logEnd) {
			logger
				.error(("Changelog %s ends at %d, before the %d that was committed: the cluster has lost records, and "
						+ "table '%s' with them")
					.formatted(changelog, logEnd, cut, table.name()));
			return end;
		}
		if (cut > end) {
			logger
				.info(("Changelog %s can be read up to %d of the %d that is committed, until an open transaction of an "
						+ "earlier owner ends: that is waited for")
					.formatted(changelog, end, cut));
		}
		return cut;
	}

	/**
	 * Make the position of a table's local copy.
	 * @param table the table
	 * @param offset the changelog offset after the last applied record
	 * @return the position
	 */
	StorePosition position(TableRestoration table, long offset) {
		return new StorePosition(this.changelogs.topicId(table.changelog().topic()), offset,
				System.currentTimeMillis());
	}

	/**
	 * End, first part: deal with interrupted commits, and begin to commit what changed by
	 * that.
	 * @param restoration the restored task
	 * @return completes when the task can {@link #run}
	 */
	CompletableFuture<Void> finish(TaskRestoration restoration) {
		CommitMetadata metadata = restoration.metadata();
		TaskStore store = restoration.store();
		if (store != null && restoration.hasWrittenToStore()) {
			store.finishRestoring();
		}
		StoreWrites writes = new StoreWrites();
		Map<String, Long> cuts = new HashMap<>();
		Map<String, Long> positions = new HashMap<>();
		Map<Integer, Long> cutsByHash = new HashMap<>();
		boolean commit = restoration.genesis();
		for (TableRestoration table : restoration.tables()) {
			boolean tail = !table.tail().isEmpty() || table.rewrite();
			long cut = this.tailRepair.repair(table, java.util.Objects.requireNonNull(store).table(table.table()),
					writes);
			// Without a tail only markers follow the target: the cut need not move, but
			// the
			// next record comes after them.
			positions.put(table.table(), tail ? cut : table.target());
			cuts.put(table.table(), cut);
			cutsByHash.put(NameHash.of(table.table()), tail ? cut : table.target());
			commit |= tail || metadata == null || !metadata.cuts().containsKey(NameHash.of(table.table()));
		}
		long sequence = (metadata != null) ? metadata.sequence() : 0;
		Map<TopicPartition, OffsetAndMetadata> committed = restoration.committed();
		if (commit) {
			sequence++;
			committed = restoration.withCuts(cutsByHash, sequence);
		}
		restoration.outcome(new TaskRestoration.Outcome(writes, positions, cuts, sequence, committed));
		return commit ? commit(committed, restoration.task()) : CompletableFuture.completedFuture(null);
	}

	private CompletableFuture<Void> commit(Map<TopicPartition, OffsetAndMetadata> offsets, Task task) {
		return this.group.commit(offsets, () -> !task.abandoned());
	}

	/**
	 * End, second part: note where the local copy is, and let the task run.
	 * @param restoration a task that is finished and whose commit has succeeded
	 */
	void run(TaskRestoration restoration) {
		TaskRestoration.Outcome outcome = restoration.outcome();
		TaskStore store = restoration.store();
		if (store != null) {
			StoreWrites writes = outcome.writes();
			restoration.tables()
				.forEach((table) -> writes.position(table.table(),
						position(table, java.util.Objects.requireNonNull(outcome.positions().get(table.table())))));
			store.apply(writes);
		}
		restoration.task().restored(store, outcome.sequence(), outcome.cuts());
		this.restored.ready(restoration.task(), outcome.committed());
	}

	@Override
	public void close() {
		loads(false);
		this.tailRepair.close();
	}

	private record Ends(Map<TopicPartition, Long> beginnings, Map<TopicPartition, Long> committed,
			Map<TopicPartition, Long> all) {

	}

	/**
	 * Takes tasks that are ready to run.
	 */
	public interface Restored {

		/**
		 * A task is ready.
		 * @param task the task
		 * @param committed what is committed
		 */
		void ready(Task task, Map<TopicPartition, OffsetAndMetadata> committed);

	}

}
