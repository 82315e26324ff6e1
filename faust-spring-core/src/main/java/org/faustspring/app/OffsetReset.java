package org.faustspring.app;

/**
 * Where to start reading a partition for which the group has no committed offset, or
 * whose committed offset the broker no longer has.
 */
public enum OffsetReset {

	/** At the oldest message. */
	EARLIEST,

	/** After the newest message. */
	LATEST,

	/** Nowhere: the App fails and says so. */
	NONE

}
