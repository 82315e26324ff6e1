package org.faustspring.engine.task;

import java.util.Objects;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.faustspring.engine.handler.AgentDefinition;
import org.faustspring.engine.handler.EventRecord;
import org.faustspring.engine.stream.Chain;
import org.jspecify.annotations.Nullable;

/**
 * Where deliveries enter an actor's nodes, and what they are to them. Belongs to whoever
 * the run belongs to.
 */
final class StreamEntries {

	private final Actor actor;

	private @Nullable Chain chain;

	/** Where the events of the latest topic begin. */
	private Chain.@Nullable Entry latest;

	private @Nullable String latestTopic;

	StreamEntries(Actor actor) {
		this.actor = actor;
	}

	/** From now on they enter these nodes. */
	void of(Chain nodes) {
		this.chain = nodes;
		this.latest = null;
	}

	@SuppressWarnings("StringEquality")
	Chain.Entry entry(Delivery next) {
		Chain nodes = Objects.requireNonNull(this.chain);
		if (next.feed instanceof ChannelFeed feed) {
			return nodes.entry(feed.channel);
		}
		String topic = next.record.topic();
		Chain.Entry found = this.latest;
		// Records of one batch have one string.
		if (found == null || this.latestTopic != topic) {
			found = nodes.entry(this.actor.stage().withoutRetry(topic));
			this.latest = found;
			this.latestTopic = topic;
		}
		return found;
	}

	/**
	 * Read a delivery.
	 * @param next the delivery
	 * @param entry where it enters
	 * @param attempt number of the attempt to process it, from 1
	 * @return the event
	 * @throws RuntimeException if its value cannot be read
	 */
	EventRecord<?> read(Delivery next, Chain.Entry entry, int attempt) {
		AgentDefinition agent = this.actor.agent().definition();
		if (next.payload != null) {
			return HandlerProcessor.event(agent, next);
		}
		ConsumerRecord<byte[], byte[]> raw = next.record;
		Deserializer<?> values = entry.valueDeserializer();
		byte[] bytes = raw.value();
		Object value = null;
		if (bytes != null) {
			value = ((values != null) ? values : agent.valueDeserializer()).deserialize(raw.topic(), raw.headers(),
					bytes);
		}
		Deserializer<?> keys = entry.keyDeserializer();
		return new EventRecord<>(raw, value, (keys != null) ? keys : agent.keyDeserializer(), next.sourceTopic(),
				next.sourcePartition(), next.sourceOffset(), attempt);
	}

}
