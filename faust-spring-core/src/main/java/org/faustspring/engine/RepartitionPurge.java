package org.faustspring.engine;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.faustspring.engine.task.Input;
import org.faustspring.engine.task.Task;

/**
 * Deletes what has been processed from repartition topics, which have no retention of
 * their own. Called on the poller's thread; does not wait for the broker.
 */
final class RepartitionPurge {

	private static final Log logger = LogFactory.getLog(RepartitionPurge.class);

	private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(30);

	private final Admin admin;

	private final Predicate<String> repartition;

	private final Map<TopicPartition, Long> purged = new HashMap<>();

	private long last = System.nanoTime();

	RepartitionPurge(Admin admin, Predicate<String> repartition) {
		this.admin = admin;
		this.repartition = repartition;
	}

	void purgeIfDue(Collection<Task> tasks) {
		long now = System.nanoTime();
		if (now - this.last < INTERVAL_NANOS) {
			return;
		}
		this.last = now;
		Map<TopicPartition, RecordsToDelete> deletions = new HashMap<>();
		for (Task task : tasks) {
			for (Input input : task.inputs()) {
				TopicPartition partition = input.topicPartition();
				long committed = input.committedPosition();
				if (this.repartition.test(partition.topic()) && committed > this.purged.getOrDefault(partition, 0L)) {
					deletions.put(partition, RecordsToDelete.beforeOffset(committed));
					this.purged.put(partition, committed);
				}
			}
		}
		if (!deletions.isEmpty()) {
			this.admin.deleteRecords(deletions)
				.all()
				.whenComplete((done, ex) -> logger.debug("Purged processed records of " + deletions.keySet(), ex));
		}
	}

}
