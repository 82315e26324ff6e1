package org.faustspring.supervisor;

/**
 * Stops the failed actor and leaves the others of its agent alone. Any thread.
 */
final class ForfeitSupervisor implements Supervisor {

	static final ForfeitSupervisor INSTANCE = new ForfeitSupervisor();

	private ForfeitSupervisor() {
	}

	@Override
	public SupervisorDecision onFailure(ActorFailure failure) {
		return new SupervisorDecision.StopActor();
	}

	@Override
	public String toString() {
		return "forfeit";
	}

}
