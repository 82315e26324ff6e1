package org.faustspring.engine.restore;

import java.time.Duration;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.faustspring.table.store.PartitionStore;
import org.faustspring.table.store.StorePosition;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether the local copy of a table's partition can be continued, or has to be
 * made anew. Stateless.
 */
public final class LocalCopy {

	private static final Log logger = LogFactory.getLog(LocalCopy.class);

	/** Clocks differ, and a copy is noted as fresh a little late. */
	private static final Duration MARGIN = Duration.ofMinutes(5);

	private LocalCopy() {
	}

	/**
	 * Tell whether the copy is all that is committed, and its changelog is not any more.
	 * @param store the copy
	 * @param topicId the changelog's id now
	 * @param end where the changelog ends now, open transactions included
	 * @param cut where it ended at the last commit
	 * @return whether the changelog can only be restored from the copy
	 */
	static boolean survivesChangelog(PartitionStore store, Uuid topicId, long end, long cut) {
		StorePosition position = store.position();
		return position != null && position.nextOffset() == cut && cut > 0
				&& (cut > end || !position.topicId().equals(topicId));
	}

	/**
	 * Return where to go on, after dropping a copy that cannot be continued.
	 * @param store the copy
	 * @param changelog its changelog
	 * @param topicId the changelog's id now
	 * @param start where the changelog starts now
	 * @param end where it ends now, open transactions included
	 * @param target where the copy has to come to
	 * @param deleteRetention how long the changelog keeps tombstones
	 * @return the changelog offset to go on at
	 */
	public static long continueAt(PartitionStore store, TopicPartition changelog, Uuid topicId, long start, long end,
			long target, Duration deleteRetention) {
		StorePosition position = store.position();
		if (position == null) {
			return start;
		}
		String reason = unusable(position, topicId, start, end, target, deleteRetention);
		if (reason == null) {
			return position.nextOffset();
		}
		logger.warn("The local copy of changelog %s is dropped and restored from the start, because %s"
			.formatted(changelog, reason));
		store.reset();
		return start;
	}

	private static @Nullable String unusable(StorePosition position, Uuid topicId, long start, long end, long target,
			Duration deleteRetention) {
		if (!position.topicId().equals(topicId)) {
			return "the topic was deleted and made again";
		}
		if (position.nextOffset() > end) {
			return "it is ahead of the topic (%d of %d), which must have lost records".formatted(position.nextOffset(),
					end);
		}
		if (position.nextOffset() > target) {
			return "it is ahead of what is committed (%d of %d)".formatted(position.nextOffset(), target);
		}
		if (position.nextOffset() < start) {
			return "the topic no longer has the records after it";
		}
		long age = System.currentTimeMillis() - position.freshAtMillis();
		if (position.nextOffset() < target && age > deleteRetention.minus(MARGIN).toMillis()) {
			return "it is older than the topic keeps removals (%s)".formatted(deleteRetention);
		}
		return null;
	}

}
