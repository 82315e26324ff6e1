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
	 * Start all actors of the agent on this instance again.
	 *
	 * @param delay how long they all wait first
	 */
	record RestartAll(Duration delay) implements SupervisorDecision {
	}

	/**
	 * Stop the actor: its task's events wait until the agent is started again, or until
	 * the task has another owner. The agent's other actors go on.
	 */
	record StopActor() implements SupervisorDecision {
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
