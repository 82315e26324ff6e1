package org.faustspring.engine.commit;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads the group's committed offsets, never while a transaction that commits them is
 * pending. Any thread.
 */
public final class CommittedOffsets {

	private final Admin admin;

	private final String groupId;

	private final Duration timeout;

	/**
	 * Create a reader.
	 * @param admin asks the broker
	 * @param groupId the group
	 * @param timeout longest wait for an answer
	 */
	public CommittedOffsets(Admin admin, String groupId, Duration timeout) {
		this.admin = admin;
		this.groupId = groupId;
		this.timeout = timeout;
	}

	/**
	 * Read committed offsets.
	 * @param partitions of these partitions
	 * @return what is committed
	 * @throws KafkaException if there is no answer in time
	 */
	public Answer fetch(Collection<TopicPartition> partitions) {
		ListConsumerGroupOffsetsSpec spec = new ListConsumerGroupOffsetsSpec().topicPartitions(List.copyOf(partitions));
		ListConsumerGroupOffsetsOptions options = new ListConsumerGroupOffsetsOptions().requireStable(true)
			.timeoutMs((int) this.timeout.toMillis());
		try {
			Map<TopicPartition, @Nullable OffsetAndMetadata> answer = this.admin
				.listConsumerGroupOffsets(Map.of(this.groupId, spec), options)
				.partitionsToOffsetAndMetadata(this.groupId)
				.get(this.timeout.toMillis(), TimeUnit.MILLISECONDS);
			Map<TopicPartition, OffsetAndMetadata> found = new HashMap<>();
			answer.forEach((partition, offset) -> {
				if (offset != null) {
					found.put(partition, offset);
				}
			});
			// Partitions without an offset are in the answer; those the broker does not
			// tell
			// about yet are not.
			Set<TopicPartition> pending = new HashSet<>(partitions);
			pending.removeAll(answer.keySet());
			return new Answer(found, pending);
		}
		catch (ExecutionException | TimeoutException ex) {
			throw new KafkaException("Committed offsets of group '%s' could not be read".formatted(this.groupId), ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new KafkaException("Interrupted while reading committed offsets", ex);
		}
	}

	/**
	 * Read committed offsets as they are, without waiting for transactions: what is
	 * pending is not among them.
	 * @param partitions of these partitions
	 * @return completes with what is committed
	 */
	public CompletableFuture<Map<TopicPartition, OffsetAndMetadata>> latest(Collection<TopicPartition> partitions) {
		ListConsumerGroupOffsetsSpec spec = new ListConsumerGroupOffsetsSpec().topicPartitions(List.copyOf(partitions));
		return this.admin
			.listConsumerGroupOffsets(Map.of(this.groupId, spec),
					new ListConsumerGroupOffsetsOptions().timeoutMs((int) this.timeout.toMillis()))
			.partitionsToOffsetAndMetadata(this.groupId)
			.toCompletionStage()
			.thenApply((answer) -> {
				Map<TopicPartition, OffsetAndMetadata> found = new HashMap<>(answer);
				found.values().removeIf(java.util.Objects::isNull);
				return found;
			})
			.toCompletableFuture();
	}

	/**
	 * What is committed.
	 *
	 * @param offsets offsets by partition, without those that have none
	 * @param pending partitions whose offset is not known yet, since a transaction that
	 * commits one is open
	 */
	public record Answer(Map<TopicPartition, OffsetAndMetadata> offsets, Set<TopicPartition> pending) {

	}

}
