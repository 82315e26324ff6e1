package org.faustspring.engine.handler;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.faustspring.agent.AgentErrorHandler;
import org.faustspring.app.DeserializationErrorPolicy;
import org.faustspring.app.HandlerErrorPolicy;
import org.faustspring.supervisor.Supervisor;
import org.jspecify.annotations.Nullable;

/**
 * An agent compiled from its bean method; all that the engine needs to run it.
 *
 * @param name the agent's name
 * @param description class and method, for logs and errors
 * @param topics source topics by name, empty with a pattern
 * @param topicPattern pattern of source topics, or {@code null}
 * @param grouping the repartition before the handler, or {@code null}
 * @param handler what to call
 * @param batch most events a batch, 0 per event
 * @param within longest wait for a batch to fill
 * @param concurrency lanes a task
 * @param autoStartup whether it starts with the App
 * @param keyDeserializer reads the key that the handler sees
 * @param valueDeserializer reads the value that the handler sees
 * @param results how what the handler returns becomes results
 * @param sinks destinations of results
 * @param deserializationErrors policy
 * @param handlerErrors policy
 * @param attempts calls of the handler an event
 * @param supervisor decides about failures
 * @param tables names of the tables its tasks hold, {@code null} if that is not known
 * @param tablesDeclared whether {@code tables} was written on the annotation
 * @param channel the channel that it consumes instead of topics, or {@code null}
 * @param contract what whoever calls it has to know
 * @param errorHandler decides about events whose handler has thrown, or {@code null} for
 * the policy
 * @param retryDelays how long failed events wait in retry topics, in order; empty for
 * none
 */
public record AgentDefinition(String name, String description, List<String> topics, @Nullable Pattern topicPattern,
		@Nullable Grouping grouping, Handler handler, int batch, Duration within, int concurrency, boolean autoStartup,
		Deserializer<?> keyDeserializer, Deserializer<?> valueDeserializer, Results results, List<SinkBinding> sinks,
		DeserializationErrorPolicy deserializationErrors, HandlerErrorPolicy handlerErrors, int attempts,
		Supervisor supervisor, @Nullable Set<String> tables, boolean tablesDeclared, @Nullable ChannelSource channel,
		AgentContract contract, @Nullable AgentErrorHandler errorHandler, List<Duration> retryDelays) {

	/**
	 * Return the same agent with another pattern of topics.
	 * @param pattern the pattern
	 * @return the agent
	 */
	public AgentDefinition withTopicPattern(Pattern pattern) {
		return new AgentDefinition(this.name, this.description, this.topics, pattern, this.grouping, this.handler,
				this.batch, this.within, this.concurrency, this.autoStartup, this.keyDeserializer,
				this.valueDeserializer, this.results, this.sinks, this.deserializationErrors, this.handlerErrors,
				this.attempts, this.supervisor, this.tables, this.tablesDeclared, this.channel, this.contract,
				this.errorHandler, this.retryDelays);
	}

	/**
	 * Return the same agent with another error handler.
	 * @param errorHandler the error handler
	 * @return the agent
	 */
	public AgentDefinition withErrorHandler(AgentErrorHandler errorHandler) {
		return new AgentDefinition(this.name, this.description, this.topics, this.topicPattern, this.grouping,
				this.handler, this.batch, this.within, this.concurrency, this.autoStartup, this.keyDeserializer,
				this.valueDeserializer, this.results, this.sinks, this.deserializationErrors, this.handlerErrors,
				this.attempts, this.supervisor, this.tables, this.tablesDeclared, this.channel, this.contract,
				errorHandler, this.retryDelays);
	}

	/**
	 * How events are grouped before the agent sees them.
	 *
	 * @param name last part of the repartition topic's name, such as the property
	 * @param sourceKeyDeserializer reads keys of the source topic
	 * @param key computes the new key
	 * @param keySerializer writes it
	 */
	public record Grouping(String name, Deserializer<?> sourceKeyDeserializer, KeyFunction key,
			Serializer<Object> keySerializer) {

	}

	/**
	 * Computes what an event is grouped by.
	 */
	@FunctionalInterface
	public interface KeyFunction {

		/**
		 * Compute the key.
		 * @param event the event of the source topic
		 * @return the key, never {@code null}
		 * @throws Exception if it cannot be computed
		 */
		Object keyOf(org.faustspring.stream.Event<?> event) throws Exception;

	}

}
