package org.faustspring.engine.handler;

import java.util.Map;
import java.util.function.Supplier;

import org.apache.kafka.common.serialization.Serializer;
import org.faustspring.engine.unit.UnitOfWork;
import org.faustspring.stream.Event;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * Sends results to the first topic of another agent, as that agent reads them, through
 * the unit of work. Connected once, when all agents are known; then any thread.
 */
final class AgentSink implements SinkBinding {

	private final AgentMethod method;

	private final String agent;

	private final ResolvableType resultType;

	private final @Nullable TextTemplate key;

	private final Serializer<Object> resultSerializer;

	private final RecordHeaderTexts headers;

	private @Nullable TopicSink destination;

	AgentSink(AgentMethod method, String agent, ResolvableType resultType, @Nullable TextTemplate key,
			Serializer<Object> resultSerializer, RecordHeaderTexts headers) {
		this.method = method;
		this.agent = agent;
		this.resultType = resultType;
		this.key = key;
		this.resultSerializer = resultSerializer;
		this.headers = headers;
	}

	/**
	 * Find the agent.
	 * @param agents all agents, by name
	 * @throws org.faustspring.app.InvalidAgentException if it is not there, or takes
	 * something else
	 */
	void connect(Map<String, AgentDefinition> agents) {
		AgentDefinition found = agents.get(this.agent);
		if (found == null) {
			throw this.method.invalid("@Sink(agent) = \"%s\": there is no such agent".formatted(this.agent),
					"Name one of the agents of this App: %s.".formatted(String.join(", ", agents.keySet())));
		}
		if (found.topics().isEmpty()) {
			throw this.method.invalid(
					"@Sink(agent) = \"%s\": that agent reads a pattern of topics".formatted(this.agent),
					"Name the topic to send to: @Sink(topic = ...).");
		}
		if (!found.contract().takes(this.resultType)) {
			throw this.method.invalid(
					"@Sink(agent) = \"%s\": the results are %s, but that agent %s".formatted(this.agent,
							TypeNames.of(this.resultType), found.contract().describe()),
					"Return what %s takes, or name another agent.".formatted(found.description()));
		}
		Supplier<Serializer<Object>> values = found.contract().valueSerializer();
		this.destination = new TopicSink(found.topics().get(0), this.key, false, found.contract().keySerializer().get(),
				(values != null) ? values.get() : this.resultSerializer, this.headers);
	}

	private TopicSink destination() {
		TopicSink connected = this.destination;
		if (connected == null) {
			throw new IllegalStateException("Sink of agent '%s' was not connected".formatted(this.agent));
		}
		return connected;
	}

	@Override
	public boolean immediate() {
		return false;
	}

	@Override
	public void accept(Object result, Event<?> event, UnitOfWork unit) throws Exception {
		destination().accept(result, event, unit);
	}

	@Override
	public @Nullable String topic() {
		return destination().topic();
	}

	@Override
	public String toString() {
		return "agent " + this.agent;
	}

}
