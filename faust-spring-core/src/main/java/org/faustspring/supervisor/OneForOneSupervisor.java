package org.faustspring.supervisor;

/**
 * Restarts the failed actor after a growing wait, up to a number of restarts. Has no
 * state: the restarts so far come with the failure. Any thread.
 */
final class OneForOneSupervisor implements Supervisor {

	private final RestartBackoff backoff;

	OneForOneSupervisor(RestartBackoff backoff) {
		this.backoff = backoff;
	}

	@Override
	public SupervisorDecision onFailure(ActorFailure failure) {
		return this.backoff.exhausted(failure.restarts()) ? new SupervisorDecision.StopAgent()
				: new SupervisorDecision.Restart(this.backoff.delay(failure.restarts()));
	}

	@Override
	public String toString() {
		return "one-for-one";
	}

}
