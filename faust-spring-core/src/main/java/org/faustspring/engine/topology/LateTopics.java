package org.faustspring.engine.topology;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.kafka.clients.admin.TopicDescription;
import org.faustspring.app.CopartitioningException;
import org.faustspring.app.FaustSettings;
import org.faustspring.engine.deadletter.DeadLetters;

/**
 * Does for topics that come to match a pattern while the App runs what is done for others
 * at start: checks their partitions and creates their dead-letter topics. Any thread; the
 * work is done on one of its own.
 */
public final class LateTopics {

	private static final Log logger = LogFactory.getLog(LateTopics.class);

	private final Topology topology;

	private final TopicCatalog catalog;

	private final FaustSettings.Topics settings;

	private final Map<String, CompletableFuture<Void>> prepared = new ConcurrentHashMap<>();

	/**
	 * Create it.
	 * @param topology what was known at start
	 * @param catalog the cluster's topics
	 * @param settings how topics are created
	 */
	public LateTopics(Topology topology, TopicCatalog catalog, FaustSettings.Topics settings) {
		this.topology = topology;
		this.catalog = catalog;
		this.settings = settings;
	}

	/**
	 * Prepare those of some topics that were not known at start.
	 * @param topics the topics
	 * @return completes when they can be read; exceptionally, with a
	 * {@link CopartitioningException}, if one has the wrong number of partitions
	 */
	public CompletableFuture<Void> prepare(Collection<String> topics) {
		return CompletableFuture.allOf(topics.stream()
			.filter((topic) -> !this.topology.partitions().containsKey(topic))
			.map((topic) -> this.prepared.computeIfAbsent(topic, this::prepareLater))
			.toArray(CompletableFuture[]::new));
	}

	private CompletableFuture<Void> prepareLater(String topic) {
		return CompletableFuture.runAsync(() -> prepare(topic), (work) -> {
			Thread thread = new Thread(work, "faust-topics");
			thread.setDaemon(true);
			thread.start();
		});
	}

	private void prepare(String topic) {
		try {
			TopicDescription description = this.catalog.describe(List.of(topic)).get(topic);
			if (description == null) {
				return;
			}
			int count = description.partitions().size();
			checkPartitions(topic, count);
			createDeadLetters(topic, count);
			logger.info("Topic '%s' with %d partitions is read from now on".formatted(topic, count));
		}
		catch (CopartitioningException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			this.prepared.remove(topic);
			logger.warn(("Topic '%s' is read from now on, but it could not be made sure that its dead-letter topic "
					+ "exists: see to it that there is a topic '%s'")
				.formatted(topic, DeadLetters.topicFor(topic)), ex);
		}
	}

	private void checkPartitions(String topic, int count) {
		String group = this.topology.groups().groupOf(topic);
		Integer expected = this.topology.partitions().get(group);
		if (expected != null && expected != count) {
			Map<String, Integer> counts = new TreeMap<>(Map.of(topic, count, group, expected));
			throw new CopartitioningException(counts, "agents that read both use the same tables: %s"
				.formatted(this.topology.tablesOf(group).stream().map((table) -> "'" + table.name() + "'").toList()));
		}
	}

	private void createDeadLetters(String topic, int count) {
		if (!this.settings.create() || this.topology.stages()
			.stream()
			.filter((stage) -> stage.reads(topic) || !stage.channels().isEmpty())
			.map(Stage::agent)
			.noneMatch(TopologyPlanner::usesDeadLetters)) {
			return;
		}
		String deadLetters = DeadLetters.topicFor(topic);
		if (!this.catalog.describe(List.of(deadLetters)).containsKey(deadLetters)) {
			this.catalog.create(deadLetters, count, this.settings.replicationFactor(), Map.of());
			this.catalog.awaitOnline(List.of(deadLetters));
		}
	}

}
