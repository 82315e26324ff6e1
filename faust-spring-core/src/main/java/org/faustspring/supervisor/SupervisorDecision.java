package org.faustspring.supervisor;

import java.time.Duration;

/**
 * What to do about a failed actor. In every case the event it failed on is kept and is
 * delivered again when processing goes on.
 */
public sealed interface SupervisorDecision {

	/**
	 * Start the actor again.
	 *
	 * @param delay how long to wait first
	 */
	record Restart(Duration delay) implements SupervisorDecision {
	}

	/**
	 * Stop the agent on this instance; others go on.
	 */
	record StopAgent() implements SupervisorDecision {
	}

	/**
	 * Stop the App and close the application context.
	 */
	record StopApp() implements SupervisorDecision {
	}

}
