package org.faustspring.supervisor;

/**
 * Restarts all actors of the agent when one has failed, after a growing wait, up to a
 * number of restarts. Has no state: the restarts so far come with the failure. Any
 * thread.
 */
final class OneForAllSupervisor implements Supervisor {

	private final RestartBackoff backoff;

	OneForAllSupervisor(RestartBackoff backoff) {
		this.backoff = backoff;
	}

	@Override
	public SupervisorDecision onFailure(ActorFailure failure) {
		return this.backoff.exhausted(failure.restarts()) ? new SupervisorDecision.StopAgent()
				: new SupervisorDecision.RestartAll(this.backoff.delay(failure.restarts()));
	}

	@Override
	public String toString() {
		return "one-for-all";
	}

}
