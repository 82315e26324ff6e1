package org.faustspring.agent;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * What becomes of an event whose handler has thrown. In every case its effects have been
 * undone.
 */
public sealed interface ErrorDecision {

	/**
	 * Do what the agent's settings say: call the handler again until its attempts are
	 * used up, then follow its policy.
	 * @return the decision
	 */
	static ErrorDecision byPolicy() {
		return new ByPolicy();
	}

	/**
	 * Call the handler again after a wait, however many attempts there have been; later
	 * events of the partition, or of the lane, wait too.
	 * @param delay how long to wait first
	 * @return the decision
	 */
	static ErrorDecision retry(Duration delay) {
		Assert.isTrue(!delay.isNegative(), "'delay' must not be negative");
		return new Retry(delay);
	}

	/**
	 * Send the event to the dead-letter topic and go on.
	 * @return the decision
	 */
	static ErrorDecision deadLetter() {
		return new DeadLetter();
	}

	/**
	 * Pass the event over; it is kept nowhere else.
	 * @return the decision
	 */
	static ErrorDecision skip() {
		return new Skip();
	}

	/**
	 * Ask the agent's supervisor.
	 * @return the decision
	 */
	static ErrorDecision escalate() {
		return new Escalate();
	}

	/**
	 * Send the event to the agent's next retry topic and go on; after the last one, or
	 * without any, follow the agent's policy.
	 * @return the decision
	 */
	static ErrorDecision retryTopic() {
		return new RetryTopic(null);
	}

	/**
	 * Send the event to the agent's retry topic with the shortest delay that is not less
	 * than a delay, or else to the one with the longest, and go on; without any, follow
	 * the agent's policy. It is tried again after this delay, if nothing before it in the
	 * topic is due later, and after the topic's own delay at the latest.
	 * @param delay how long to wait
	 * @return the decision
	 */
	static ErrorDecision retryTopic(Duration delay) {
		Assert.isTrue(!delay.isNegative(), "'delay' must not be negative");
		return new RetryTopic(delay);
	}

	/**
	 * See {@link ErrorDecision#retryTopic()}.
	 *
	 * @param delay how long to wait, {@code null} for the next topic
	 */
	record RetryTopic(@Nullable Duration delay) implements ErrorDecision {
	}

	/**
	 * See {@link ErrorDecision#byPolicy()}.
	 */
	record ByPolicy() implements ErrorDecision {
	}

	/**
	 * See {@link ErrorDecision#retry(Duration)}.
	 *
	 * @param delay how long to wait first
	 */
	record Retry(Duration delay) implements ErrorDecision {
	}

	/**
	 * See {@link ErrorDecision#deadLetter()}.
	 */
	record DeadLetter() implements ErrorDecision {
	}

	/**
	 * See {@link ErrorDecision#skip()}.
	 */
	record Skip() implements ErrorDecision {
	}

	/**
	 * See {@link ErrorDecision#escalate()}.
	 */
	record Escalate() implements ErrorDecision {
	}

}
