package org.faustspring.engine.restore;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.TopicConfig;
import org.faustspring.app.FaustSettings;
import org.faustspring.engine.client.KafkaClients;
import org.faustspring.engine.commit.ChangelogTopics;
import org.faustspring.engine.commit.CommitFigures;
import org.faustspring.engine.commit.CommittedOffsets;
import org.faustspring.engine.commit.Group;
import org.faustspring.engine.table.EngineTable;

import org.faustspring.engine.topology.TopicCatalog;
import org.faustspring.engine.topology.Topology;
import org.faustspring.table.store.TableStores;
import org.jspecify.annotations.Nullable;

/**
 * What restoring needs to know of changelog topics, asked once at start.
 *
 * @param changelogs the topics' ids and partition counts
 * @param deleteRetention how long each keeps tombstones
 * @param minCompactionLag how long their records stay uncompacted
 */
public record RestoreSetup(ChangelogTopics changelogs, Map<String, Duration> deleteRetention,
		Duration minCompactionLag) {

	/** Fewer requests than with Kafka's 1 MB; few partitions are read at a time. */
	private static final int PARTITION_FETCH_BYTES = 4 * 1024 * 1024;

	/** More would have left the processor's caches before they are applied. */
	private static final int POLL_RECORDS = 2000;

	private static final int RECEIVE_BUFFER_BYTES = 1024 * 1024;

	/**
	 * Ask the cluster.
	 * @param tables the tables
	 * @param topology what runs where
	 * @param admin asks the brokers
	 * @param settings the App's settings
	 * @return what it says
	 */
	public static RestoreSetup of(List<EngineTable<?, ?>> tables, Topology topology, Admin admin,
			FaustSettings settings) {
		TopicCatalog catalog = new TopicCatalog(admin, "the broker", settings.startupTimeout());
		List<String> topics = tables.stream()
			.filter((table) -> topology.groupOfTable(table.name()) != null)
			.map((table) -> table.definition().changelog())
			.toList();
		Map<String, Uuid> topicIds = new HashMap<>();
		Map<String, Integer> partitions = new HashMap<>();
		catalog.describeExisting(topics).forEach((topic, description) -> {
			topicIds.put(topic, description.topicId());
			partitions.put(topic, description.partitions().size());
		});
		Map<String, Duration> deleteRetention = new HashMap<>();
		Duration lag = settings.tables().minCompactionLag();
		for (String topic : topics) {
			Map<String, String> found = catalog.settingsOfExisting(topic);
			deleteRetention.put(topic, millis(found, TopicConfig.DELETE_RETENTION_MS_CONFIG, Duration.ofDays(1)));
			Duration own = millis(found, TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG, lag);
			lag = (own.compareTo(lag) < 0) ? own : lag;
		}
		return new RestoreSetup(new ChangelogTopics(topicIds, partitions), deleteRetention, lag);
	}

	private static Duration millis(Map<String, String> settings, String name, Duration defaultValue) {
		String value = settings.get(name);
		return (value != null) ? Duration.ofMillis(Long.parseLong(value)) : defaultValue;
	}

	/**
	 * Make the restorer.
	 * @param clients makes Kafka clients
	 * @param stores opens stores
	 * @param committedOffsets tells what is committed
	 * @param clusterOffsets tells where logs begin and end
	 * @param startPositions tells where to start what was never committed
	 * @param group commits
	 * @param restored takes tasks that are ready
	 * @param transactionalId under exactly-once, the id for repairs
	 * @param figures where to count
	 * @param failed told when the App cannot go on
	 * @return the restorer
	 */
	public Restorer restorer(KafkaClients clients, TableStores stores, CommittedOffsets committedOffsets,
			ClusterOffsets clusterOffsets, StartPositions startPositions, Group group, TakeOver.Restored restored,
			@Nullable String transactionalId, CommitFigures figures, Consumer<Throwable> failed) {
		TailRepair tailRepair = new TailRepair(clients, transactionalId, this.minCompactionLag, figures);
		TakeOver takeOver = new TakeOver(stores, committedOffsets, clusterOffsets, startPositions, this.changelogs,
				this.deleteRetention, tailRepair, group, restored);
		return new Restorer(consumer(clients, "restorer", "earliest"), takeOver, figures, failed);
	}

	/**
	 * Make a consumer of changelogs.
	 * @param clients makes Kafka clients
	 * @param name the consumer's name
	 * @param offsetReset where to go on when the next record is gone
	 * @return the consumer
	 */
	public static org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer(KafkaClients clients, String name,
			String offsetReset) {
		Map<String, Object> overrides = new HashMap<>();
		overrides.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
		overrides.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, offsetReset);
		// Aborted records of an earlier exactly-once run must not count, whatever runs
		// now.
		overrides.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
		overrides.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL_RECORDS);
		overrides.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, PARTITION_FETCH_BYTES);
		overrides.put(ConsumerConfig.RECEIVE_BUFFER_CONFIG, RECEIVE_BUFFER_BYTES);
		return clients.consumer(name, overrides);
	}

}
