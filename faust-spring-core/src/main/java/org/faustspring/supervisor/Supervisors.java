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
		return oneForOne(maxRestarts, backoff, backoffMax, Duration.ZERO);
	}

	/**
	 * Return a supervisor like {@link #oneForOne(int, Duration, Duration)} whose waits
	 * vary, so that actors that failed together do not restart together.
	 * @param maxRestarts most restarts within the period in which the App counts them; 0
	 * stops the agent at the first failure
	 * @param backoff wait before the first restart, and the shortest one
	 * @param backoffMax longest wait before a restart
	 * @param jitter by how much the first wait varies; grows with the wait
	 * @return the supervisor
	 */
	public static Supervisor oneForOne(int maxRestarts, Duration backoff, Duration backoffMax, Duration jitter) {
		return new OneForOneSupervisor(new RestartBackoff(maxRestarts, backoff, backoffMax, jitter));
	}

	/**
	 * Return a supervisor that restarts all actors of the agent on this instance when one
	 * has failed, after a wait that doubles with each restart within the period, and
	 * stops the agent when there have been too many.
	 * @param maxRestarts most restarts of the agent within the period in which the App
	 * counts them; 0 stops the agent at the first failure
	 * @param backoff wait before the first restart, and the shortest one
	 * @param backoffMax longest wait before a restart
	 * @param jitter by how much the first wait varies; grows with the wait
	 * @return the supervisor
	 */
	public static Supervisor oneForAll(int maxRestarts, Duration backoff, Duration backoffMax, Duration jitter) {
		return new OneForAllSupervisor(new RestartBackoff(maxRestarts, backoff, backoffMax, jitter));
	}

	/**
	 * Return a supervisor that stops the actor that has failed and leaves the agent's
	 * other actors alone.
	 * @return the supervisor
	 */
	public static Supervisor forfeit() {
		return ForfeitSupervisor.INSTANCE;
	}

	/**
	 * Return a supervisor that stops the App and closes the application context.
	 * @return the supervisor
	 */
	public static Supervisor crash() {
		return CrashSupervisor.INSTANCE;
	}

}
