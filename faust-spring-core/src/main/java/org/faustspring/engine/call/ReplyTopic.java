package org.faustspring.engine.call;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.faustspring.app.FaustSettings;
import org.faustspring.engine.topology.TopicCatalog;

/**
 * The topic to which calls of this instance are answered: made at start and deleted at a
 * clean stop. Any thread.
 */
final class ReplyTopic {

	/** How long replies are kept, and so how long an instance may be away. */
	static final Duration RETENTION = Duration.ofMinutes(10);

	/** With the retention it tells the App's own reply topics from others. */
	static final Duration SEGMENT = Duration.ofMinutes(9);

	private static final Log logger = LogFactory.getLog(ReplyTopic.class);

	private static final Duration DELETE_TIMEOUT = Duration.ofSeconds(5);

	private final String name;

	private final FaustSettings settings;

	private final TopicCatalog catalog;

	private final Admin admin;

	private boolean gone;

	ReplyTopic(String name, FaustSettings settings, TopicCatalog catalog, Admin admin) {
		this.name = name;
		this.settings = settings;
		this.catalog = catalog;
		this.admin = admin;
	}

	String name() {
		return this.name;
	}

	/**
	 * Make sure that it is there and online, unless it was deleted here.
	 */
	synchronized void ensure() {
		if (this.gone) {
			return;
		}
		Map<String, String> config = new HashMap<>(this.settings.topics().config());
		config.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
		config.put(TopicConfig.RETENTION_MS_CONFIG, String.valueOf(RETENTION.toMillis()));
		config.put(TopicConfig.SEGMENT_MS_CONFIG, String.valueOf(SEGMENT.toMillis()));
		config.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
		if (!this.catalog.describe(List.of(this.name)).containsKey(this.name)) {
			this.catalog.create(this.name, 1, this.settings.topics().replicationFactor(), config);
		}
		this.catalog.awaitOnline(List.of(this.name));
	}

	/**
	 * Delete it; what fails is left to the next instance that starts.
	 */
	synchronized void delete() {
		this.gone = true;
		try {
			this.admin.deleteTopics(List.of(this.name)).all().get(DELETE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException | TimeoutException ex) {
			if (!(ex.getCause() instanceof UnknownTopicOrPartitionException)) {
				logger.info("Reply topic '%s' was not deleted; the next instance that starts sees to it: %s"
					.formatted(this.name, ex));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
