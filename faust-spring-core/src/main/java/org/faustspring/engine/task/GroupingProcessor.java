package org.faustspring.engine.task;

import java.util.concurrent.CompletionStage;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.faustspring.engine.handler.AgentDefinition;
import org.faustspring.engine.handler.EventRecord;
import org.faustspring.engine.table.KeyPartitioner;
import org.faustspring.engine.unit.UnitOfWork;
import org.jspecify.annotations.Nullable;

/**
 * Sends events on to the repartition topic under the key they are grouped by: bytes,
 * headers and time as they are, and where they came from in a header. Any thread.
 */
final class GroupingProcessor implements EventProcessor {

	private final AgentDefinition agent;

	private final AgentDefinition.Grouping grouping;

	private final String topic;

	private final int partitions;

	GroupingProcessor(AgentDefinition agent, AgentDefinition.Grouping grouping, String topic, int partitions) {
		this.agent = agent;
		this.grouping = grouping;
		this.topic = topic;
		this.partitions = partitions;
	}

	@Override
	public EventRecord<?> read(Delivery delivery) {
		ConsumerRecord<byte[], byte[]> record = delivery.record;
		byte[] bytes = record.value();
		Object value = (bytes != null)
				? this.agent.valueDeserializer().deserialize(record.topic(), record.headers(), bytes) : null;
		return new EventRecord<>(record, value, this.grouping.sourceKeyDeserializer(), delivery.failures + 1);
	}

	@Override
	public @Nullable CompletionStage<?> process(EventRecord<?> event, Delivery delivery, UnitOfWork unit)
			throws Throwable {
		Object key = this.grouping.key().keyOf(event);
		Headers headers = new RecordHeaders(event.headers());
		byte[] bytes = this.grouping.keySerializer().serialize(this.topic, headers, key);
		headers.add(Origin.HEADER, Origin.of(event.record(), delivery.feed.incarnation()).encode());
		unit.send(new ProducerRecord<>(this.topic, KeyPartitioner.partition(bytes, this.partitions), event.timestamp(),
				bytes, event.rawValue(), headers));
		return null;
	}

	@Override
	public void finish(@Nullable Object returned, EventRecord<?> event, UnitOfWork unit) {
		throw new IllegalStateException("Grouping is never finished later");
	}

}
