package org.faustspring.engine.topology;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.faustspring.app.BrokerUnreachableException;
import org.jspecify.annotations.Nullable;

/**
 * What the cluster knows about topics. Waits for answers no longer than the time for the
 * start. Any thread.
 */
public final class TopicCatalog {

	private static final Log logger = LogFactory.getLog(TopicCatalog.class);

	private static final long ASK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

	private final Admin admin;

	private final String bootstrapServers;

	private final Duration timeout;

	/**
	 * Create a catalog.
	 * @param admin asks the cluster
	 * @param bootstrapServers where the cluster is, for errors
	 * @param timeout longest wait for an answer
	 */
	public TopicCatalog(Admin admin, String bootstrapServers, Duration timeout) {
		this.admin = admin;
		this.bootstrapServers = bootstrapServers;
		this.timeout = timeout;
	}

	/**
	 * Check that a broker answers.
	 * @throws BrokerUnreachableException if none does
	 */
	public void checkReachable() {
		await(this.admin.describeCluster().nodes());
	}

	/**
	 * Return the names of all topics.
	 * @return the names
	 */
	public Set<String> names() {
		return await(this.admin.listTopics().names());
	}

	/**
	 * Describe topics.
	 * @param topics their names
	 * @return descriptions of those that exist, by name
	 */
	public Map<String, TopicDescription> describe(Collection<String> topics) {
		Map<String, TopicDescription> found = new HashMap<>();
		this.admin.describeTopics(topics).topicNameValues().forEach((topic, description) -> {
			try {
				found.put(topic, await(description));
			}
			catch (UnknownTopicOrPartitionException ex) {
				logger.debug("Topic '%s' does not exist".formatted(topic));
			}
		});
		return found;
	}

	/**
	 * Describe topics that exist. A broker that has not heard of one yet is asked again.
	 * @param topics their names
	 * @return their descriptions, by name
	 */
	public Map<String, TopicDescription> describeExisting(Collection<String> topics) {
		return await("Topics %s".formatted(topics), () -> {
			Map<String, TopicDescription> found = describe(topics);
			return found.keySet().containsAll(topics) ? found : null;
		});
	}

	/**
	 * Return the settings of a topic that exists. A broker that has not heard of it yet
	 * is asked again.
	 * @param topic the topic
	 * @return values by name
	 */
	public Map<String, String> settingsOfExisting(String topic) {
		return await("Topic '%s'".formatted(topic), () -> {
			try {
				return settings(topic);
			}
			catch (UnknownTopicOrPartitionException ex) {
				return null;
			}
		});
	}

	/**
	 * Return the settings of a topic.
	 * @param topic the topic
	 * @return values by name
	 * @throws UnknownTopicOrPartitionException if the broker that is asked does not know
	 * it, or does not know it yet
	 */
	public Map<String, String> settings(String topic) {
		ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
		Config config = await(this.admin.describeConfigs(List.of(resource)).all()).get(resource);
		Map<String, String> settings = new HashMap<>();
		for (ConfigEntry entry : (config != null) ? config.entries() : List.<ConfigEntry>of()) {
			if (entry.value() != null) {
				settings.put(entry.name(), entry.value());
			}
		}
		return settings;
	}

	/**
	 * Create a topic, unless another instance does so at the same time.
	 * @param topic its name
	 * @param partitions number of partitions
	 * @param replicationFactor replication factor, -1 for the broker's default
	 * @param settings its settings
	 */
	public void create(String topic, int partitions, short replicationFactor, Map<String, String> settings) {
		NewTopic newTopic = new NewTopic(topic, Optional.of(partitions),
				(replicationFactor > 0) ? Optional.of(replicationFactor) : Optional.empty())
			.configs(settings);
		try {
			create(newTopic);
			logger.info("Created topic '%s' with %d partitions".formatted(topic, partitions));
		}
		catch (TopicExistsException ex) {
			logger.debug("Topic '%s' was created by another instance".formatted(topic));
		}
		// It becomes known to all brokers a moment later.
		describeExisting(List.of(topic));
	}

	/** A broker that is just being restarted counts for nothing: it is waited for. */
	private void create(NewTopic topic) {
		long deadline = System.nanoTime() + this.timeout.toNanos();
		boolean told = false;
		while (true) {
			try {
				await(this.admin.createTopics(List.of(topic)).all());
				return;
			}
			catch (InvalidReplicationFactorException ex) {
				if (System.nanoTime() - deadline > 0) {
					throw ex;
				}
				if (!told) {
					logger.warn("Topic '%s' cannot be created with so few brokers; more of them are waited for: %s"
						.formatted(topic.name(), ex.getMessage()));
				}
				told = true;
				LockSupport.parkNanos(10 * ASK_AGAIN_NANOS);
			}
		}
	}

	private <T> T await(String what, Supplier<@Nullable T> question) {
		long deadline = System.nanoTime() + this.timeout.toNanos();
		T answer = question.get();
		while (answer == null) {
			if (System.nanoTime() - deadline > 0) {
				throw new BrokerUnreachableException(this.bootstrapServers, this.timeout,
						new TimeoutException("%s should be there, but the broker does not know of it".formatted(what)));
			}
			LockSupport.parkNanos(ASK_AGAIN_NANOS);
			answer = question.get();
		}
		return answer;
	}

	/**
	 * Wait until the brokers serve all partitions of some topics. A partition of a new
	 * topic may refuse a producer's first batch and then take its second one: what was in
	 * the first can never be written after that.
	 * @param topics the topics, which exist
	 */
	public void awaitOnline(Collection<String> topics) {
		Map<TopicPartition, OffsetSpec> partitions = new HashMap<>();
		describeExisting(topics).forEach((topic, description) -> description.partitions()
			.forEach((partition) -> partitions.put(new TopicPartition(topic, partition.partition()),
					OffsetSpec.latest())));
		if (!partitions.isEmpty()) {
			// The leaders answer this one, and the client asks again until they do,
			// unless
			// it meets a broker that has not heard of the topic.
			await("Topics %s".formatted(topics), () -> {
				try {
					return await(this.admin.listOffsets(partitions).all());
				}
				catch (UnknownTopicOrPartitionException ex) {
					return null;
				}
			});
		}
	}

	private <T> T await(KafkaFuture<T> future) {
		try {
			return future.get(this.timeout.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException ex) {
			throw new BrokerUnreachableException(this.bootstrapServers, this.timeout, ex);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof org.apache.kafka.common.errors.TimeoutException) {
				throw new BrokerUnreachableException(this.bootstrapServers, this.timeout, ex.getCause());
			}
			if (ex.getCause() instanceof RuntimeException cause) {
				throw cause;
			}
			throw new IllegalStateException(ex.getCause());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while asking the broker", ex);
		}
	}

}
