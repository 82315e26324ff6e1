package org.faustspring.supervisor;

import java.time.Duration;

/**
 * Makes the supervisors that come with the library. Any thread.
 */
public final class Supervisors {

	private Supervisors() {
	}

	/**
	 * Return a supervisor that restarts the failed actor after a wait that doubles with
	 * each restart within the period, and stops the agent when there have been too many.
	 * @param maxRestarts most restarts within the period in which the App counts them; 0
	 * stops the agent at the first failure
	 * @param backoff wait before the first restart
	 * @param backoffMax longest wait before a restart
	 * @return the supervisor
	 */
	public static Supervisor oneForOne(int maxRestarts, Duration backoff, Duration backoffMax) {
		return new OneForOneSupervisor(maxRestarts, backoff, backoffMax);
	}

	/**
	 * Return a supervisor that stops the App and closes the application context.
	 * @return the supervisor
	 */
	public static Supervisor crash() {
		return CrashSupervisor.INSTANCE;
	}

}
