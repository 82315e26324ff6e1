package org.faustspring.engine.handler;

import org.apache.kafka.common.serialization.Serializer;
import org.faustspring.engine.channel.AgentInbox;
import org.faustspring.engine.channel.BoundedChannel;

/**
 * The channel that an agent consumes instead of topics. Any thread.
 *
 * @param channel the channel
 * @param inbox holds what is sent to it outside of handlers, for this agent
 * @param deadLetterSource name of the dead-letter topic of such messages, without its
 * suffix
 * @param json writes such messages to the dead-letter topic
 */
public record ChannelSource(BoundedChannel<?> channel, AgentInbox inbox, String deadLetterSource,
		Serializer<Object> json) {

}
