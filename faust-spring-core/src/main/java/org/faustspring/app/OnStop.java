package org.faustspring.app;

/**
 * What becomes of an instance's tasks when it stops in order.
 */
public enum OnStop {

	/**
	 * They wait if this instance has state on disk and is known to come back under the
	 * same id: the id is configured, or the state directory has kept it from an earlier
	 * run. Else they move.
	 */
	AUTO,

	/**
	 * They wait for this instance, and move when it is not back within
	 * {@code session.timeout.ms}.
	 */
	STAY,

	/** They move to other instances at once. */
	LEAVE

}
