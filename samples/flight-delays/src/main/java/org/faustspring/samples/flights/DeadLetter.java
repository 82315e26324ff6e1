package org.faustspring.samples.flights;

import org.jspecify.annotations.Nullable;

/**
 * A record that could not be processed, as its dead-letter topic has it.
 *
 * @param topic the topic it was read from
 * @param partition its partition there
 * @param offset its offset there
 * @param key its key as text
 * @param value its value as text
 * @param exception class of what was thrown
 * @param cause class of the cause of that
 * @param message message of what was thrown
 * @param consumerGroup the group that could not process it
 */
record DeadLetter(@Nullable String topic, @Nullable Integer partition, @Nullable Long offset, @Nullable String key,
		@Nullable String value, @Nullable String exception, @Nullable String cause, @Nullable String message,
		@Nullable String consumerGroup) {

}
