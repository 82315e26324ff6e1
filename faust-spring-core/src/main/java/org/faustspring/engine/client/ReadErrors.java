package org.faustspring.engine.client;

import java.time.Duration;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.kafka.common.KafkaException;

/**
 * Counts how often a consumer has failed in a row, and tells of it less and less often.
 * Belongs to the thread that polls.
 */
public final class ReadErrors {

	/** How long to wait before the consumer is polled again. */
	public static final Duration PAUSE = Duration.ofMillis(500);

	private static final Log logger = LogFactory.getLog(ReadErrors.class);

	/** About a minute of them. */
	private static final int MOST_IN_A_ROW = 120;

	private final String failure;

	private int inARow;

	/**
	 * Create a count.
	 * @param failure what does not succeed, for the log
	 */
	public ReadErrors(String failure) {
		this.failure = failure;
	}

	/**
	 * Take note that a poll has failed.
	 * @param ex why
	 */
	public void failed(KafkaException ex) {
		this.inARow++;
		if (Integer.bitCount(this.inARow) == 1) {
			logger.warn("%s (%d times in a row); it is tried again: %s".formatted(this.failure, this.inARow, ex));
		}
	}

	/**
	 * Take note that a poll has succeeded.
	 */
	public void succeeded() {
		this.inARow = 0;
	}

	/**
	 * Tell whether it has failed for so long that it is not to be hoped that it ends by
	 * itself.
	 * @return whether it has
	 */
	public boolean tooMany() {
		return this.inARow > MOST_IN_A_ROW;
	}

}
