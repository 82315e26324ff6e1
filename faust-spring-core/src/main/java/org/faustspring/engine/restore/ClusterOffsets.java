package org.faustspring.engine.restore;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * Asks where logs begin and end. Any thread.
 */
public final class ClusterOffsets {

	private final Admin admin;

	private final Duration timeout;

	/**
	 * Create it.
	 * @param admin asks the brokers
	 * @param timeout longest wait for an answer
	 */
	public ClusterOffsets(Admin admin, Duration timeout) {
		this.admin = admin;
		this.timeout = timeout;
	}

	/**
	 * Return the first offsets.
	 * @param partitions of these partitions
	 * @return offsets by partition
	 */
	public Map<TopicPartition, Long> beginnings(Collection<TopicPartition> partitions) {
		return offsets(partitions, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED);
	}

	/**
	 * Return the offsets after the last records.
	 * @param partitions of these partitions
	 * @param isolation whether records of open transactions count
	 * @return offsets by partition
	 */
	public Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions, IsolationLevel isolation) {
		return offsets(partitions, OffsetSpec.latest(), isolation);
	}

	/**
	 * Return the ids of topics, which change when a topic is deleted and made again.
	 * @param topics the topics
	 * @return ids by topic
	 */
	public Map<String, Uuid> topicIds(Collection<String> topics) {
		if (topics.isEmpty()) {
			return Map.of();
		}
		try {
			Map<String, Uuid> ids = new HashMap<>();
			this.admin.describeTopics(topics)
				.allTopicNames()
				.get(this.timeout.toMillis(), TimeUnit.MILLISECONDS)
				.forEach((topic, description) -> ids.put(topic, description.topicId()));
			return ids;
		}
		catch (ExecutionException | TimeoutException ex) {
			throw new KafkaException("Topics %s could not be described".formatted(topics), ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new KafkaException("Interrupted while describing topics", ex);
		}
	}

	private Map<TopicPartition, Long> offsets(Collection<TopicPartition> partitions, OffsetSpec spec,
			IsolationLevel isolation) {
		if (partitions.isEmpty()) {
			return Map.of();
		}
		Map<TopicPartition, OffsetSpec> specs = new HashMap<>();
		partitions.forEach((partition) -> specs.put(partition, spec));
		try {
			Map<TopicPartition, ListOffsetsResultInfo> answer = this.admin
				.listOffsets(specs, new ListOffsetsOptions(isolation))
				.all()
				.get(this.timeout.toMillis(), TimeUnit.MILLISECONDS);
			Map<TopicPartition, Long> offsets = new HashMap<>();
			answer.forEach((partition, info) -> offsets.put(partition, info.offset()));
			return offsets;
		}
		catch (ExecutionException | TimeoutException ex) {
			throw new KafkaException("Offsets of %s could not be read".formatted(partitions), ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new KafkaException("Interrupted while reading offsets", ex);
		}
	}

}
