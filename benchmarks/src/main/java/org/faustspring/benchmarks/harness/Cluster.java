package org.faustspring.benchmarks.harness;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * What a measurement asks the broker, and has it do. One thread.
 */
final class Cluster implements AutoCloseable {

	private static final Duration SERVED = Duration.ofSeconds(30);

	private final String bootstrapServers;

	private final Admin admin;

	Cluster(String bootstrapServers) {
		this.bootstrapServers = bootstrapServers;
		this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
	}

	String bootstrapServers() {
		return this.bootstrapServers;
	}

	void createTopic(String name, int partitions) {
		create(new NewTopic(name, partitions, (short) 1));
	}

	void createCompacted(String name, int partitions) {
		create(new NewTopic(name, partitions, (short) 1).configs(Map.of("cleanup.policy", "compact")));
	}

	private void create(NewTopic topic) {
		get(this.admin.createTopics(List.of(topic)).all());
		long limit = System.nanoTime() + SERVED.toNanos();
		// Only a partition that is served can tell its end. One that is not yet may
		// refuse a producer's first batch and take the second, and then refuses the first
		// for ever.
		while (!served(topic)) {
			if (System.nanoTime() - limit >= 0) {
				throw new RunFailedException("Topic %s is not served after %s".formatted(topic.name(), SERVED));
			}
			LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
		}
	}

	private boolean served(NewTopic topic) {
		try {
			ends(topic.name(), topic.numPartitions());
			return true;
		}
		catch (RunFailedException ex) {
			if (ex.getCause() instanceof UnknownTopicOrPartitionException) {
				return false;
			}
			throw ex;
		}
	}

	/** Create a topic whose records have the time at which the broker got them. */
	void createTimedTopic(String name, int partitions) {
		create(new NewTopic(name, partitions, (short) 1).configs(Map.of("message.timestamp.type", "LogAppendTime")));
	}

	/** The partitions of a topic that each member of a group owns, by its client id. */
	Map<String, List<Integer>> owners(String group, String topic) {
		Map<String, List<Integer>> owners = new TreeMap<>();
		if (get(this.admin.listGroups().all()).stream().noneMatch((listed) -> listed.groupId().equals(group))) {
			return owners;
		}
		get(this.admin.describeConsumerGroups(List.of(group)).all()).values()
			.forEach((description) -> description.members()
				.forEach((member) -> owners.put(member.groupInstanceId().orElse(member.consumerId()),
						member.assignment()
							.topicPartitions()
							.stream()
							.filter((partition) -> partition.topic().equals(topic))
							.map(TopicPartition::partition)
							.sorted()
							.toList())));
		return owners;
	}

	/** Delete all topics whose names start with a group's name. */
	void deleteTopics(String group) {
		get(this.admin.deleteTopics(topics(group)).all());
	}

	/**
	 * Wait until a group has no members: some engines do not say that they leave, so that
	 * the broker waits for them for a while.
	 */
	void awaitEmpty(String group, Duration timeout) throws InterruptedException {
		long limit = System.nanoTime() + timeout.toNanos();
		while (!get(this.admin.describeConsumerGroups(List.of(group)).all()).values()
			.stream()
			.allMatch((description) -> description.members().isEmpty())) {
			if (System.nanoTime() - limit >= 0) {
				throw new RunFailedException("Group %s still has members after %s".formatted(group, timeout));
			}
			Thread.sleep(200);
		}
	}

	List<String> topics(String start) {
		return get(this.admin.listTopics().names()).stream().filter((name) -> name.startsWith(start)).toList();
	}

	int partitions(String topic) {
		return Objects.requireNonNull(get(this.admin.describeTopics(List.of(topic)).allTopicNames()).get(topic))
			.partitions()
			.size();
	}

	Map<TopicPartition, Long> ends(String topic, int partitions) {
		Map<TopicPartition, OffsetSpec> wanted = IntStream.range(0, partitions)
			.boxed()
			.collect(Collectors.toMap((number) -> new TopicPartition(topic, number), (number) -> OffsetSpec.latest()));
		Map<TopicPartition, Long> ends = new HashMap<>();
		for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end : get(this.admin.listOffsets(wanted).all())
			.entrySet()) {
			ends.put(end.getKey(), end.getValue().offset());
		}
		return ends;
	}

	boolean committed(String group, Map<TopicPartition, Long> ends) {
		try {
			Map<TopicPartition, OffsetAndMetadata> committed = get(
					this.admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
			return ends.entrySet().stream().allMatch((end) -> {
				OffsetAndMetadata offset = committed.get(end.getKey());
				return end.getValue() == 0 || (offset != null && offset.offset() >= end.getValue());
			});
		}
		catch (RunFailedException ex) {
			if (ex.getCause() instanceof GroupIdNotFoundException) {
				return false;
			}
			throw ex;
		}
	}

	static long sum(Collection<Long> offsets) {
		return offsets.stream().mapToLong(Long::longValue).sum();
	}

	private static <T> T get(KafkaFuture<T> future) {
		try {
			return future.get();
		}
		catch (ExecutionException ex) {
			throw new RunFailedException("The broker refused: " + ex.getCause(),
					(ex.getCause() != null) ? ex.getCause() : ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new RunFailedException("Interrupted", ex);
		}
	}

	@Override
	public void close() {
		this.admin.close();
	}

}
