package org.faustspring.agent;

import org.springframework.context.ApplicationEvent;

/**
 * Something that has happened to an agent of this instance, as a Spring application
 * event. Events are published one after the other, in the order in which things happened,
 * on a thread of their own: a listener may take its time, and what it throws harms
 * nobody. By then the agent may have changed again.
 */
public abstract class AgentEvent extends ApplicationEvent {

	/**
	 * Create the event.
	 * @param agent the agent
	 */
	protected AgentEvent(AgentHandle agent) {
		super(agent);
	}

	/**
	 * Return the agent.
	 * @return the agent
	 */
	public AgentHandle agent() {
		return (AgentHandle) getSource();
	}

}
