package org.faustspring.deadletter;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A record of a dead-letter topic, with what its headers say. Header values are
 * {@code null} where a header is not there.
 *
 * @param partition its partition in the dead-letter topic
 * @param offset its offset there
 * @param time when it was sent there
 * @param key its key as text, or as Base64 where it is no text; {@code null} without one
 * @param originalTopic the topic it was first read from
 * @param originalPartition the partition of that topic, -1 if not known
 * @param originalOffset the offset in that partition, -1 if not known
 * @param originalTime the time of the original record
 * @param group the consumer group that could not process it
 * @param agent the agent that could not process it
 * @param exception class name of what was thrown
 * @param cause class name of its cause
 * @param message message of what was thrown
 * @param replayed whether it has been sent back
 */
public record DeadLetter(int partition, long offset, Instant time, @Nullable String key, @Nullable String originalTopic,
		int originalPartition, long originalOffset, @Nullable Instant originalTime, @Nullable String group,
		@Nullable String agent, @Nullable String exception, @Nullable String cause, @Nullable String message,
		boolean replayed) {

}
