package org.faustspring.benchmarks.harness;

/**
 * How large a run is, where that is what changes. Immutable.
 *
 * @param partitions number of partitions of each topic
 * @param keys number of different keys, of all agents together
 * @param agents number of agents
 * @param events number of events, of all agents together
 */
public record Scale(int partitions, int keys, int agents, long events) {

	/**
	 * Return a scale of another number of partitions.
	 * @param number the number
	 * @return a scale that differs in this
	 */
	public Scale withPartitions(int number) {
		return new Scale(number, this.keys, this.agents, this.events);
	}

	/**
	 * Return a scale of other numbers of keys and events.
	 * @param number the number of keys
	 * @param total the number of events
	 * @return a scale that differs in these
	 */
	public Scale withKeys(int number, long total) {
		return new Scale(this.partitions, number, this.agents, total);
	}

	/**
	 * Return a scale of another number of agents.
	 * @param number the number
	 * @return a scale that differs in this
	 */
	public Scale withAgents(int number) {
		return new Scale(this.partitions, this.keys, number, this.events);
	}

	String name() {
		return "p%d-k%d-a%d-e%d".formatted(this.partitions, this.keys, this.agents, this.events);
	}

}
