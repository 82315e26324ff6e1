package org.faustspring.deadletter;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Which dead letters are meant: those to which every part applies that is not
 * {@code null}.
 *
 * @param agent name of the agent that could not process them
 * @param group consumer group that could not process them
 * @param exception class name of what was thrown or of its cause, with or without its
 * package
 * @param originalTopic the topic they were first read from
 * @param after earliest time at which they were sent to the dead-letter topic
 * @param before time at which they were sent at the latest, exclusive
 * @param key their key as text, or as Base64
 */
public record DeadLetterFilter(@Nullable String agent, @Nullable String group, @Nullable String exception,
		@Nullable String originalTopic, @Nullable Instant after, @Nullable Instant before, @Nullable String key) {

	/**
	 * Return the filter that takes every dead letter.
	 * @return the filter
	 */
	public static DeadLetterFilter all() {
		return new DeadLetterFilter(null, null, null, null, null, null, null);
	}

	/**
	 * Tell whether a dead letter is meant.
	 * @param letter the dead letter
	 * @return whether it is
	 */
	public boolean matches(DeadLetter letter) {
		return same(this.agent, letter.agent()) && same(this.group, letter.group())
				&& same(this.originalTopic, letter.originalTopic()) && same(this.key, letter.key())
				&& (this.exception == null || isClass(this.exception, letter.exception())
						|| isClass(this.exception, letter.cause()))
				&& (this.after == null || !letter.time().isBefore(this.after))
				&& (this.before == null || letter.time().isBefore(this.before));
	}

	private static boolean same(@Nullable String wanted, @Nullable String found) {
		return wanted == null || wanted.equals(found);
	}

	private static boolean isClass(String wanted, @Nullable String found) {
		return found != null && (found.equals(wanted) || found.endsWith("." + wanted) || found.endsWith("$" + wanted));
	}

}
