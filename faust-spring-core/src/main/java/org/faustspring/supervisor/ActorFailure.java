package org.faustspring.supervisor;

/**
 * The failure of an actor.
 *
 * @param agent name of the agent
 * @param task name of the task whose actor failed
 * @param event topic-partition-offset of the event it failed on, or
 * {@code between events} if a loop failed while it had none
 * @param restarts restarts of this actor within the restart period so far, those of all
 * actors of the agent included
 * @param cause the error
 */
public record ActorFailure(String agent, String task, String event, int restarts, Throwable cause) {

}
