package org.faustspring.agent;

/**
 * An agent was started by request, after a stop or a failure.
 */
public class AgentStarted extends AgentEvent {

	/**
	 * Create the event.
	 * @param agent the agent
	 */
	public AgentStarted(AgentHandle agent) {
		super(agent);
	}

}
