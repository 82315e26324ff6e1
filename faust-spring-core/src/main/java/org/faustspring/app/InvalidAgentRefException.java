package org.faustspring.app;

/**
 * A reference to an agent does not fit any: there is no agent of its name, or the agent
 * has other types.
 */
public class InvalidAgentRefException extends FaustStartupException {

	private final String agent;

	private final String remedy;

	/**
	 * Create the exception.
	 * @param agent the name that was asked for
	 * @param problem what does not fit
	 * @param remedy what would
	 */
	public InvalidAgentRefException(String agent, String problem, String remedy) {
		super("AgentRef '%s': %s".formatted(agent, problem));
		this.agent = agent;
		this.remedy = remedy;
	}

	/**
	 * Return the name that was asked for.
	 * @return the name
	 */
	public String agent() {
		return this.agent;
	}

	/**
	 * Return what would fit.
	 * @return whole sentences
	 */
	public String remedy() {
		return this.remedy;
	}

}
