package org.faustspring.agent;

/**
 * Decides what becomes of events whose handler has thrown: a bean that agents name in
 * {@code @Agent(onError = ...)}, or that {@code faust.errors.handler-bean} names for all
 * agents that say nothing. Called after each failed attempt, on the worker's thread; must
 * not block. If it throws, the agent's settings decide.
 */
@FunctionalInterface
public interface AgentErrorHandler {

	/**
	 * Decide.
	 * @param failure what has failed
	 * @return what to do about it
	 */
	ErrorDecision onError(EventFailure failure);

}
