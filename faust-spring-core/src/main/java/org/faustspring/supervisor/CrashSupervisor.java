package org.faustspring.supervisor;

/**
 * Stops the App at the first failure. Any thread.
 */
final class CrashSupervisor implements Supervisor {

	static final CrashSupervisor INSTANCE = new CrashSupervisor();

	private CrashSupervisor() {
	}

	@Override
	public SupervisorDecision onFailure(ActorFailure failure) {
		return new SupervisorDecision.StopApp();
	}

	@Override
	public String toString() {
		return "crash";
	}

}
