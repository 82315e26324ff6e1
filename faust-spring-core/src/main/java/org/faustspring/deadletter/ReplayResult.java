package org.faustspring.deadletter;

import org.jspecify.annotations.Nullable;

/**
 * What became of the records of a dead-letter topic.
 *
 * @param topic the dead-letter topic
 * @param replayed records sent back by this request
 * @param alreadyReplayed records that an earlier request had sent back
 * @param filteredOut records that the filter does not take; they can be sent back later
 * @param undeliverable records whose headers do not say where they came from, or whose
 * topic does not exist any more
 * @param incomplete why records were left over, {@code null} if none were
 */
public record ReplayResult(String topic, long replayed, long alreadyReplayed, long filteredOut, long undeliverable,
		@Nullable String incomplete) {

}
