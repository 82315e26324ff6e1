package org.faustspring.engine.topology;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.kafka.common.config.TopicConfig;
import org.faustspring.app.FaustSettings;
import org.faustspring.app.InternalTopicException;
import org.faustspring.engine.retry.RetryTopicNames;

/**
 * Creates the retry topics of agents, partitioned like the topics that they are for. Used
 * once at start.
 */
final class RetryTopicPlan {

	private static final Duration KEPT_BEYOND_DELAY = Duration.ofDays(7);

	private final Map<String, Integer> partitions;

	private final FaustSettings.Topics settings;

	private final Creation creation;

	private final Map<String, String> topics = new LinkedHashMap<>();

	RetryTopicPlan(Map<String, Integer> partitions, FaustSettings.Topics settings, Creation creation) {
		this.partitions = partitions;
		this.settings = settings;
		this.creation = creation;
	}

	/** The stage with its retry topics, if its agent wants any. */
	Stage prepare(Stage stage) {
		List<Duration> delays = stage.agent().retryDelays();
		if (stage.grouping() || delays.isEmpty()) {
			return stage;
		}
		Set<String> retryTopics = new LinkedHashSet<>();
		List<String> read = this.partitions.keySet()
			.stream()
			.filter((topic) -> stage.reads(topic) && !this.topics.containsKey(topic))
			.sorted()
			.toList();
		for (String topic : read) {
			int count = java.util.Objects.requireNonNull(this.partitions.get(topic));
			List<String> names = RetryTopicNames.of(topic, delays);
			for (int i = 0; i < names.size(); i++) {
				create(names.get(i), topic, count, delays.get(i));
			}
			retryTopics.addAll(names);
		}
		return stage.withRetryTopics(Set.copyOf(retryTopics));
	}

	private void create(String name, String topic, int count, Duration delay) {
		Map<String, String> config = new HashMap<>(this.settings.config());
		config.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
		config.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "CreateTime");
		config.put(TopicConfig.RETENTION_MS_CONFIG,
				String.valueOf(delay.multipliedBy(2).plus(KEPT_BEYOND_DELAY).toMillis()));
		int found = this.creation.ensure(name, count, config);
		if (found != count) {
			throw new InternalTopicException(name,
					"it has %d partitions, but topic '%s', whose failed events it is for, has %d".formatted(found,
							topic, count));
		}
		this.partitions.put(name, count);
		this.topics.put(name, topic);
	}

	/** By retry topic, the topic that it is for. */
	Map<String, String> topics() {
		return this.topics;
	}

	/**
	 * Creates topics.
	 */
	@FunctionalInterface
	interface Creation {

		/**
		 * Create a topic that does not exist.
		 * @return how many partitions it has
		 */
		int ensure(String topic, int partitions, Map<String, String> config);

	}

}
