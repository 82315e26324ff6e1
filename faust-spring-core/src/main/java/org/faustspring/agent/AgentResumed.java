package org.faustspring.agent;

/**
 * An agent that was paused processes events again: by request, or since it has tried one
 * and succeeded.
 */
public class AgentResumed extends AgentEvent {

	/**
	 * Create the event.
	 * @param agent the agent
	 */
	public AgentResumed(AgentHandle agent) {
		super(agent);
	}

}
