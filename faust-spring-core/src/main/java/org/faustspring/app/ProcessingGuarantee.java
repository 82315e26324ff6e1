package org.faustspring.app;

/**
 * What a fault may do to the results of processing.
 */
public enum ProcessingGuarantee {

	/**
	 * Tables count every event once; records sent to topics may repeat.
	 */
	AT_LEAST_ONCE,

	/**
	 * Tables and records sent to topics take effect once, together with the offsets, in
	 * Kafka transactions; readers must read committed data only.
	 */
	EXACTLY_ONCE

}
