package org.faustspring.agent;

/**
 * All actors of an agent on this instance have come to the end of their stream; it begins
 * anew when it is started again, or when this instance gets a further task.
 */
public class AgentCompleted extends AgentEvent {

	/**
	 * Create the event.
	 * @param agent the agent
	 */
	public AgentCompleted(AgentHandle agent) {
		super(agent);
	}

}
