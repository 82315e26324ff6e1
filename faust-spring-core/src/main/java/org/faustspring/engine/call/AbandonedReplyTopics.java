package org.faustspring.engine.call;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.faustspring.engine.topology.TopicCatalog;
import org.faustspring.engine.topology.TopicNames;

/**
 * Deletes reply topics of instances that ended without doing so. An instance that lives
 * writes a sign of life to its topic far more often than the topic forgets: a topic that
 * has had none for longer than that, at two looks, is abandoned. Any thread, one at a
 * time.
 */
final class AbandonedReplyTopics {

	private static final Log logger = LogFactory.getLog(AbandonedReplyTopics.class);

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private final TopicNames names;

	private final String own;

	private final TopicCatalog catalog;

	private final Admin admin;

	private final Duration silence;

	/** Topics that were silent at the last look. */
	private final Set<String> suspects = new TreeSet<>();

	/**
	 * Create it.
	 * @param names the App's names of topics
	 * @param own the topic of this instance
	 * @param catalog tells topics and their settings
	 * @param admin looks at topics and deletes them
	 * @param silence how long a living instance is never silent
	 */
	AbandonedReplyTopics(TopicNames names, String own, TopicCatalog catalog, Admin admin, Duration silence) {
		this.names = names;
		this.own = own;
		this.catalog = catalog;
		this.admin = admin;
		this.silence = silence;
	}

	/**
	 * Look, and delete what was silent at the last look too.
	 * @return whether another look is due
	 */
	boolean look() {
		try {
			List<String> candidates = new ArrayList<>(this.catalog.names());
			candidates.removeIf((topic) -> topic.equals(this.own) || !this.names.isReply(topic) || !isOurs(topic));
			Set<String> silent = silent(candidates);
			for (String topic : silent) {
				if (this.suspects.remove(topic)) {
					await(this.admin.deleteTopics(List.of(topic)).all());
					logger.info("Deleted reply topic '%s' of an instance that is gone".formatted(topic));
				}
				else {
					this.suspects.add(topic);
				}
			}
			this.suspects.retainAll(silent);
			return !this.suspects.isEmpty();
		}
		catch (ExecutionException | TimeoutException | RuntimeException ex) {
			logger.info("Reply topics of instances that are gone could not be looked for; whoever starts next does: %s"
				.formatted(ex));
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	/** A topic of the application may have such a name, but hardly such settings. */
	private boolean isOurs(String topic) {
		try {
			Map<String, String> settings = this.catalog.settings(topic);
			return String.valueOf(ReplyTopic.RETENTION.toMillis()).equals(settings.get(TopicConfig.RETENTION_MS_CONFIG))
					&& String.valueOf(ReplyTopic.SEGMENT.toMillis())
						.equals(settings.get(TopicConfig.SEGMENT_MS_CONFIG));
		}
		catch (UnknownTopicOrPartitionException ex) {
			return false;
		}
	}

	private Set<String> silent(Collection<String> topics)
			throws InterruptedException, ExecutionException, TimeoutException {
		Map<TopicPartition, OffsetSpec> newest = new HashMap<>();
		topics.forEach((topic) -> newest.put(new TopicPartition(topic, 0), OffsetSpec.maxTimestamp()));
		Set<String> silent = new TreeSet<>();
		if (!newest.isEmpty()) {
			TopicPartition reference = new TopicPartition(this.own, 0);
			newest.put(reference, OffsetSpec.maxTimestamp());
			Map<TopicPartition, ListOffsetsResultInfo> found = new HashMap<>(
					await(this.admin.listOffsets(newest).all()));
			// Brokers have dated all of them; the clock of this instance may be wrong.
			long since = Objects.requireNonNull(found.remove(reference)).timestamp() - this.silence.toMillis();
			for (Map.Entry<TopicPartition, ListOffsetsResultInfo> entry : found.entrySet()) {
				// An empty one has no newest record: -1.
				if (entry.getValue().timestamp() < since) {
					silent.add(entry.getKey().topic());
				}
			}
		}
		return silent;
	}

	private static <T> T await(KafkaFuture<T> future)
			throws InterruptedException, ExecutionException, TimeoutException {
		return future.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
	}

}
