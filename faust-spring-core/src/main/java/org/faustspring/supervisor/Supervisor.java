package org.faustspring.supervisor;

/**
 * Decides what happens when an actor fails, that is when a handler's event is escalated
 * or the actor itself breaks. Called on the worker thread of the actor's task; must not
 * block. A bean of this type can be named by an agent or for all of them.
 */
@FunctionalInterface
public interface Supervisor {

	/**
	 * Decide.
	 * @param failure what happened
	 * @return what to do
	 */
	SupervisorDecision onFailure(ActorFailure failure);

}
