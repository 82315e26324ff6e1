package org.faustspring.engine.standby;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.faustspring.engine.assignment.TaskId;
import org.faustspring.engine.commit.CommittedOffsets;
import org.faustspring.engine.progress.CommitMetadata;
import org.faustspring.engine.progress.NameHash;
import org.faustspring.engine.restore.ClusterOffsets;
import org.faustspring.engine.restore.LocalCopy;
import org.faustspring.engine.restore.RestoreSetup;
import org.faustspring.engine.table.EngineTable;
import org.faustspring.engine.topology.Topology;
import org.faustspring.table.store.PartitionStore;
import org.faustspring.table.store.StorePosition;
import org.faustspring.table.store.TableStoreSpec;
import org.faustspring.table.store.TableStores;
import org.faustspring.table.store.TaskStore;

/**
 * Opens and leaves copies of tasks. Belongs to the standbys' thread.
 */
public final class StandbyTasks implements StandbyCopy.Positions {

	private final Topology topology;

	private final TableStores stores;

	private final RestoreSetup changelogs;

	private final CommittedOffsets committedOffsets;

	private final ClusterOffsets clusterOffsets;

	/**
	 * Create it.
	 * @param topology tells the topics and tables of tasks
	 * @param stores opens stores
	 * @param changelogs what is known of changelog topics
	 * @param committedOffsets tells what is committed
	 * @param clusterOffsets tells where changelogs begin and end
	 */
	public StandbyTasks(Topology topology, TableStores stores, RestoreSetup changelogs,
			CommittedOffsets committedOffsets, ClusterOffsets clusterOffsets) {
		this.topology = topology;
		this.stores = stores;
		this.changelogs = changelogs;
		this.committedOffsets = committedOffsets;
		this.clusterOffsets = clusterOffsets;
	}

	CommittedOffsets committedOffsets() {
		return this.committedOffsets;
	}

	/**
	 * Return the partitions that a task reads, of the topics that are known by name.
	 */
	Set<TopicPartition> inputs(TaskId task) {
		Set<TopicPartition> inputs = new HashSet<>();
		for (String topic : this.topology.groups().topicsOf(task.group())) {
			if (task.partition() < this.topology.partitions().getOrDefault(topic, Integer.MAX_VALUE)) {
				inputs.add(new TopicPartition(topic, task.partition()));
			}
		}
		return inputs;
	}

	/**
	 * Open copies, and drop what an earlier owner has left where it cannot be continued.
	 * @param tasks the tasks
	 * @return their copies; a task is missing whose store is still open elsewhere
	 * @throws org.apache.kafka.common.KafkaException if the cluster does not answer
	 */
	List<StandbyCopy> open(Collection<TaskId> tasks) {
		Set<TopicPartition> changelogPartitions = new HashSet<>();
		Set<TopicPartition> inputs = new HashSet<>();
		for (TaskId task : tasks) {
			this.topology.tablesOf(task.group()).forEach((table) -> changelogPartitions.add(changelog(table, task)));
			inputs.addAll(inputs(task));
		}
		Map<TopicPartition, OffsetAndMetadata> committed = this.committedOffsets.latest(inputs).join();
		// After what is committed was read, so that the ends are not before the cuts.
		Map<TopicPartition, Long> beginnings = this.clusterOffsets.beginnings(changelogPartitions);
		Map<TopicPartition, Long> ends = this.clusterOffsets.ends(changelogPartitions, IsolationLevel.READ_UNCOMMITTED);
		List<StandbyCopy> copies = new ArrayList<>();
		for (TaskId task : tasks) {
			List<EngineTable<?, ?>> tables = this.topology.tablesOf(task.group());
			TaskStore store = this.stores.openIfFree(task.toString(),
					tables.stream()
						.map((table) -> new TableStoreSpec(table.name(), table.definition().store()))
						.toList());
			if (store == null) {
				continue;
			}
			try {
				copies.add(copy(task, store, tables, committed, beginnings, ends));
			}
			catch (RuntimeException ex) {
				store.close();
				copies.forEach((copy) -> copy.store().close());
				throw ex;
			}
		}
		return copies;
	}

	private StandbyCopy copy(TaskId task, TaskStore store, List<EngineTable<?, ?>> tables,
			Map<TopicPartition, OffsetAndMetadata> committed, Map<TopicPartition, Long> beginnings,
			Map<TopicPartition, Long> ends) {
		CommitMetadata metadata = StandbyCopy.latest(inputs(task), committed);
		Map<Integer, Long> cuts = (metadata != null) ? metadata.cuts() : new HashMap<>();
		List<StandbyTable> copied = new ArrayList<>();
		for (EngineTable<?, ?> table : tables) {
			TopicPartition changelog = changelog(table, task);
			PartitionStore local = store.table(table.name());
			StorePosition position = local.position();
			// Where it is not known what is committed, nothing is applied, nor dropped.
			long cut = cuts.getOrDefault(NameHash.of(table.name()), (position != null) ? position.nextOffset() : 0L);
			long start = LocalCopy.continueAt(local, changelog, this.changelogs.changelogs().topicId(changelog.topic()),
					beginnings.getOrDefault(changelog, 0L), ends.getOrDefault(changelog, 0L), cut,
					this.changelogs.deleteRetention().getOrDefault(changelog.topic(), java.time.Duration.ofDays(1)));
			copied.add(new StandbyTable(table.name(), changelog, start, cut));
		}
		return new StandbyCopy(task, inputs(task), store, copied);
	}

	private static TopicPartition changelog(EngineTable<?, ?> table, TaskId task) {
		return new TopicPartition(table.definition().changelog(), task.partition());
	}

	/**
	 * Leave a copy to the owner that the task gets here.
	 */
	void handOver(StandbyCopy copy) {
		copy.handOver(this);
		this.stores.park(copy.store());
	}

	@Override
	public StorePosition at(TopicPartition changelog, long offset) {
		return new StorePosition(this.changelogs.changelogs().topicId(changelog.topic()), offset,
				System.currentTimeMillis());
	}

}
