package org.faustspring.engine.commit;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The consumer group, as workers and the restorer see it: the poller's door. Any thread.
 */
public interface Group {

	/**
	 * Commit offsets as a member of the group.
	 * @param offsets offsets by partition
	 * @param owned asked on the poller's thread right before the commit: whether what is
	 * committed is still the caller's to commit
	 * @return completes when they are committed; with {@link NotCommittedException} if
	 * they certainly are not, with another error if that is not known. Cancelled, it is
	 * not tried any more
	 */
	CompletableFuture<Void> commit(Map<TopicPartition, OffsetAndMetadata> offsets, BooleanSupplier owned);

	/**
	 * Return this member's part in the group, as of the last rebalance.
	 * @return the metadata
	 */
	ConsumerGroupMetadata metadata();

	/**
	 * Tell whether a rebalance is under way. The group has a new generation some time
	 * before its members know of it, and transactions that name the old one are then
	 * refused and lost with all that is in them; so whoever commits in one should wait.
	 * @return whether it is, and has been for no longer than one can wait
	 */
	boolean rebalancing();

}
