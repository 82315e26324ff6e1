package org.faustspring.app;

import java.util.Map;

/**
 * Topics that must have the same number of partitions, because a table is partitioned
 * like all of them, do not.
 */
public class CopartitioningException extends FaustStartupException {

	private final Map<String, Integer> partitions;

	private final String reason;

	/**
	 * Create the exception.
	 * @param partitions the number of partitions by topic
	 * @param reason what ties the topics together: agents and table
	 */
	public CopartitioningException(Map<String, Integer> partitions, String reason) {
		super("Topics have different numbers of partitions (%s) but %s".formatted(partitions, reason));
		this.partitions = partitions;
		this.reason = reason;
	}

	/**
	 * Return the number of partitions by topic.
	 * @return the number of partitions by topic
	 */
	public Map<String, Integer> partitions() {
		return this.partitions;
	}

	/**
	 * Return what ties the topics together: agents and table.
	 * @return what ties the topics together: agents and table
	 */
	public String reason() {
		return this.reason;
	}

}
