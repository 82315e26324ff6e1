package org.faustspring.engine.handler;

import org.apache.kafka.common.serialization.Serializer;
import org.faustspring.engine.channel.AgentInbox;
import org.faustspring.engine.channel.BoundedChannel;
import tools.jackson.databind.json.JsonMapper;

/**
 * A channel that an agent consumes, instead of topics or merged into its stream. Any
 * thread.
 *
 * @param channel the channel
 * @param inbox holds what is sent to it outside of handlers, for this agent
 * @param deadLetterSource name of the dead-letter topic of such messages, without its
 * suffix
 * @param json writes such messages to the dead-letter topic
 */
public record ChannelSource(BoundedChannel<?> channel, AgentInbox inbox, String deadLetterSource,
		Serializer<Object> json) {

	/**
	 * Return the source of an agent whose stream merges a channel.
	 * @param channel the channel
	 * @param agent the agent's name
	 * @param appId the App's id
	 * @param mapper writes messages to the dead-letter topic
	 * @return the source
	 * @throws IllegalArgumentException if no topic can be named after the channel
	 */
	public static ChannelSource merged(BoundedChannel<?> channel, String agent, String appId, JsonMapper mapper) {
		String deadLetters = appId + "-" + channel.name();
		if (!TopicNames.allowed(deadLetters)) {
			throw new IllegalArgumentException(
					"it merges %s, after which the topic '%s' of its dead letters cannot be named: use letters, digits, '.', '_' and '-'"
						.formatted(channel, deadLetters));
		}
		return new ChannelSource(channel, channel.inbox(agent), deadLetters,
				(topic, message) -> mapper.writeValueAsBytes(message));
	}

}
