package org.faustspring.boot.actuate.endpoint;

import java.util.List;

import org.faustspring.agent.AgentFigures;
import org.faustspring.agent.AgentHandle;
import org.faustspring.agent.AgentState;
import org.faustspring.agent.HandlerInProgress;
import org.faustspring.app.FaustApp;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * {@link Endpoint @Endpoint} that shows agents, and pauses, resumes, stops and starts
 * them. Any thread.
 */
@Endpoint(id = "faustagents")
public class FaustAgentsEndpoint {

	private final FaustApp app;

	/**
	 * Create the endpoint.
	 * @param app the App whose agents to show
	 */
	public FaustAgentsEndpoint(FaustApp app) {
		this.app = app;
	}

	/**
	 * Return all agents.
	 * @return the agents now, by name
	 */
	@ReadOperation
	public AgentsDescriptor agents() {
		return new AgentsDescriptor(this.app.agents().stream().map(AgentDescriptor::of).toList());
	}

	/**
	 * Return an agent.
	 * @param name its name
	 * @return the agent now, or {@code null} if there is none of that name
	 */
	@ReadOperation
	public @Nullable AgentDescriptor agent(@Selector String name) {
		AgentHandle agent = this.app.agent(name);
		return (agent != null) ? AgentDescriptor.of(agent) : null;
	}

	/**
	 * Ask an agent to do something; what it does is not waited for.
	 * @param name its name
	 * @param action {@code pause}, {@code resume}, {@code restart}, {@code start} or
	 * {@code stop}
	 * @return the agent just after, or {@code null} if there is none of that name
	 */
	@WriteOperation
	public @Nullable AgentDescriptor act(@Selector String name, String action) {
		AgentAction requested = AgentAction.of(action);
		AgentHandle agent = this.app.agent(name);
		if (agent == null) {
			return null;
		}
		requested.perform(agent);
		return AgentDescriptor.of(agent);
	}

	/**
	 * The agents.
	 *
	 * @param agents a line an agent
	 */
	public record AgentsDescriptor(List<AgentDescriptor> agents) implements OperationResponseBody {

	}

	/**
	 * An agent.
	 *
	 * @param name its name
	 * @param state what it is doing
	 * @param failure why it failed, {@code null} unless it did
	 * @param forfeitedTasks tasks whose actors its supervisor has stopped
	 * @param topics the topics it reads, or one pattern in slashes
	 * @param channel the channel it consumes, {@code null} if it reads topics
	 * @param concurrency number of lanes a task
	 * @param handler class and method behind it
	 * @param figures what it has done, by topic
	 * @param inProgress handlers that are running
	 */
	public record AgentDescriptor(String name, AgentState state, @Nullable String failure, List<String> forfeitedTasks,
			List<String> topics, @Nullable String channel, int concurrency, String handler, List<AgentFigures> figures,
			List<HandlerInProgress> inProgress) implements OperationResponseBody {

		static AgentDescriptor of(AgentHandle agent) {
			return new AgentDescriptor(agent.name(), agent.state(), Failures.describe(agent.failure()),
					agent.forfeitedTasks(), agent.topics(), agent.channel(), agent.concurrency(), agent.handler(),
					agent.figures(), agent.inProgress());
		}

	}

}
