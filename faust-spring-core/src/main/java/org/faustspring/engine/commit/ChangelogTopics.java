package org.faustspring.engine.commit;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.kafka.common.Uuid;

/**
 * What is known of changelog topics, for all workers. Any thread.
 */
public final class ChangelogTopics {

	private final Map<String, Uuid> topicIds;

	private final Map<String, Integer> partitionCounts;

	private final Set<String> misrouted = ConcurrentHashMap.newKeySet();

	/**
	 * Create it.
	 * @param topicIds the topics' ids
	 * @param partitionCounts the topics' partition counts
	 */
	public ChangelogTopics(Map<String, Uuid> topicIds, Map<String, Integer> partitionCounts) {
		this.topicIds = new ConcurrentHashMap<>(topicIds);
		this.partitionCounts = Map.copyOf(partitionCounts);
	}

	/**
	 * Return a topic's id, which changes when the topic is deleted and made again.
	 * @param topic the topic
	 * @return the id
	 */
	public Uuid topicId(String topic) {
		return java.util.Objects.requireNonNull(this.topicIds.get(topic), topic);
	}

	/**
	 * Take note of what topics' ids are now.
	 * @param found ids by topic
	 */
	public void topicIds(Map<String, Uuid> found) {
		this.topicIds.putAll(found);
	}

	/**
	 * Return a topic's number of partitions.
	 * @param topic the topic
	 * @return the number
	 */
	public int partitions(String topic) {
		return java.util.Objects.requireNonNull(this.partitionCounts.get(topic), topic);
	}

	/**
	 * Take note of a key that belongs to another partition.
	 * @param table the table
	 * @return whether it is the table's first
	 */
	boolean firstMisrouted(String table) {
		return this.misrouted.add(table);
	}

}
