package org.faustspring.wiring;

import java.util.List;
import java.util.Set;

import org.faustspring.engine.handler.AgentDefinition;
import org.faustspring.engine.timer.TimerDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Holds the agents and timers of an application context, from when all of its singletons
 * have been created. Any thread.
 */
public final class AgentRegistry {

	private volatile @Nullable List<AgentDefinition> definitions;

	private volatile List<TimerDefinition> timers = List.of();

	private volatile Set<String> asking = Set.of();

	/**
	 * Return the agents, in the order in which their beans were created.
	 * @return the agents, with different names
	 * @throws IllegalStateException before all singletons of the context have been
	 * created
	 */
	public List<AgentDefinition> definitions() {
		List<AgentDefinition> found = this.definitions;
		if (found == null) {
			throw new IllegalStateException("Agents are known when all singletons of the context have been created: "
					+ "ask later, and declare an AgentAnnotationBeanPostProcessor");
		}
		return found;
	}

	/**
	 * Return the timers, in the order in which their beans were created.
	 * @return the timers, with different names; none before all singletons of the context
	 * have been created
	 */
	public List<TimerDefinition> timers() {
		return this.timers;
	}

	void fillTimers(List<TimerDefinition> found) {
		this.timers = List.copyOf(found);
	}

	/**
	 * Tell whether an agent is known to ask others: a reference was injected into its
	 * bean, directly or through other beans.
	 * @param agent the agent's name
	 * @return whether it is
	 */
	boolean asks(String agent) {
		return this.asking.contains(agent);
	}

	void fill(List<AgentDefinition> definitions, Set<String> asking) {
		this.asking = Set.copyOf(asking);
		this.definitions = List.copyOf(definitions);
	}

}
