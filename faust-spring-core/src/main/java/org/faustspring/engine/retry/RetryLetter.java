package org.faustspring.engine.retry;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record for a retry topic: where it ends up is part of what the commit notes.
 */
public final class RetryLetter extends ProducerRecord<byte[], byte[]> {

	/**
	 * Create the record.
	 * @param topic the retry topic
	 * @param partition the partition of the task
	 * @param key the key, as the handler's topic has it
	 * @param value the value
	 * @param headers the headers
	 */
	@SuppressWarnings("NullAway") // Kafka's constructor takes null keys and values
	public RetryLetter(String topic, int partition, byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
		super(topic, partition, null, key, value, headers);
	}

}
