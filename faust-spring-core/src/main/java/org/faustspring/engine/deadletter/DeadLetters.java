package org.faustspring.engine.deadletter;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.faustspring.engine.client.KafkaClients;
import org.faustspring.engine.unit.UnitOfWork;
import org.jspecify.annotations.Nullable;

import org.springframework.kafka.listener.DeadLetterRecordManager;
import org.springframework.kafka.support.KafkaHeaders;

/**
 * Sends records that cannot be processed to the dead-letter topic of their topic, with
 * the headers of Spring Kafka, so that its tools read them. What it sends is part of the
 * unit of work that it is given. Any thread.
 */
public final class DeadLetters {

	private static final int DEFAULT_MAX_RECORD_BYTES = 1024 * 1024;

	static final int MAX_STACK_TRACE_BYTES = 16 * 1024;

	static final int MAX_MESSAGE_BYTES = 4 * 1024;

	private static final String TOPIC_SUFFIX = "-dlt";

	private static final String OWN_HEADERS = "faust-";

	/** Header that names the agent that could not process a record. */
	static final String AGENT = OWN_HEADERS + "agent";

	private final String groupId;

	private final int maxRecordBytes;

	private final DeadLetterRecordManager records = new DeadLetterRecordManager();

	private final Map<String, Integer> partitions = new ConcurrentHashMap<>();

	/**
	 * Create it.
	 * @param groupId the consumer group that could not process the records
	 * @param maxRecordBytes the largest record that the unit's producer sends, in bytes:
	 * its {@code max.request.size}
	 */
	public DeadLetters(String groupId, int maxRecordBytes) {
		this.groupId = groupId;
		this.maxRecordBytes = maxRecordBytes;
		this.records.setHeadersFunction(
				(record, ex) -> new RecordHeaders().add(KafkaHeaders.DLT_ORIGINAL_CONSUMER_GROUP, bytes(groupId)));
	}

	/**
	 * Create it for the producers that the clients make.
	 * @param clients where the unit's producer comes from
	 * @param groupId the consumer group that could not process the records
	 * @return dead letters that such a producer can send
	 */
	public static DeadLetters sentBy(KafkaClients clients, String groupId) {
		Object setting = clients.producerSetting(ProducerConfig.MAX_REQUEST_SIZE_CONFIG);
		return new DeadLetters(groupId,
				(setting != null) ? Integer.parseInt(setting.toString().trim()) : DEFAULT_MAX_RECORD_BYTES);
	}

	/**
	 * Return the name of a topic's dead-letter topic.
	 * @param topic the topic
	 * @return its name with {@code -dlt} at the end
	 */
	public static String topicFor(String topic) {
		return topic + TOPIC_SUFFIX;
	}

	/**
	 * Send a record to its dead-letter topic when the unit of work is committed: to the
	 * partition of the same number if there is one. Asks the producer for the topic's
	 * partitions at the first record, which may take as long as its {@code max.block.ms}.
	 * @param unit the unit of work to send through
	 * @param record the record as it was read: key, value, headers and coordinates
	 * @param failure why it cannot be processed: what the handler or the deserializer has
	 * thrown
	 * @param agent name of the agent that cannot process it
	 * @throws RecordTooLargeException if the record is larger than the producer can send
	 * even without a stack trace
	 * @throws UnknownTopicOrPartitionException if the dead-letter topic does not exist
	 */
	public void send(UnitOfWork unit, ConsumerRecord<byte[], byte[]> record, Throwable failure, String agent) {
		String topic = topicFor(record.topic());
		TopicPartition target = new TopicPartition(topic, partition(unit, topic, record.partition()));
		// An error is no exception: Spring Kafka's listeners never pass one on bare
		// either
		Exception reason = (failure instanceof Exception exception) ? exception : new ExecutionException(failure);
		ProducerRecord<byte[], byte[]> letter = this.records.enrichHeadersAndCreateProducerRecord(withoutOwn(record),
				reason, target);
		describe(letter.headers(), failure);
		letter.headers().add(AGENT, bytes(agent));
		unit.send(fitting(letter, record));
	}

	private int partition(UnitOfWork unit, String topic, int partition) {
		Integer known = this.partitions.get(topic);
		if (known == null || partition >= known) {
			known = askPartitions(unit, topic);
			this.partitions.put(topic, known);
		}
		return (partition < known) ? partition : -1;
	}

	private int askPartitions(UnitOfWork unit, String topic) {
		try {
			return unit.producer().partitionsFor(topic).size();
		}
		catch (TimeoutException | UnknownTopicOrPartitionException ex) {
			UnknownTopicOrPartitionException missing = new UnknownTopicOrPartitionException(
					("The broker does not tell the partitions of dead-letter topic '%s': create the topic, or choose "
							+ "the error policy 'skip' if its records need not be kept. (%s)")
						.formatted(topic, ex.getMessage()));
			missing.initCause(ex);
			throw missing;
		}
	}

	private static ConsumerRecord<byte[], byte[]> withoutOwn(ConsumerRecord<byte[], byte[]> record) {
		Headers headers = new RecordHeaders();
		for (Header header : record.headers()) {
			if (!header.key().startsWith(OWN_HEADERS)) {
				headers.add(header);
			}
		}
		return new ConsumerRecord<>(record.topic(), record.partition(), record.offset(), record.timestamp(),
				record.timestampType(), record.serializedKeySize(), record.serializedValueSize(), record.key(),
				record.value(), headers, record.leaderEpoch());
	}

	private static void describe(Headers headers, Throwable failure) {
		if (!(failure instanceof Exception)) {
			replace(headers, KafkaHeaders.DLT_EXCEPTION_FQCN, bytes(failure.getClass().getName()));
			replace(headers, KafkaHeaders.DLT_EXCEPTION_CAUSE_FQCN, bytes(failure.getClass().getName()));
			replace(headers, KafkaHeaders.DLT_EXCEPTION_MESSAGE,
					(failure.getMessage() != null) ? bytes(failure.getMessage()) : null);
			replace(headers, KafkaHeaders.DLT_EXCEPTION_STACKTRACE, bytes(stackTrace(failure)));
		}
		shorten(headers, KafkaHeaders.DLT_EXCEPTION_STACKTRACE, MAX_STACK_TRACE_BYTES);
		shorten(headers, KafkaHeaders.DLT_EXCEPTION_MESSAGE, MAX_MESSAGE_BYTES);
	}

	private ProducerRecord<byte[], byte[]> fitting(ProducerRecord<byte[], byte[]> letter,
			ConsumerRecord<byte[], byte[]> record) {
		shrink(letter, KafkaHeaders.DLT_EXCEPTION_STACKTRACE);
		shrink(letter, KafkaHeaders.DLT_EXCEPTION_MESSAGE);
		long size = RecordSize.upperBound(letter);
		if (size > this.maxRecordBytes) {
			throw new RecordTooLargeException(
					("The record at %s-%d, offset %d, cannot be sent to dead-letter topic %s: "
							+ "it takes up to %d bytes and the producer sends at most %d. Raise "
							+ "spring.kafka.producer.properties[max.request.size] (and the topic's max.message.bytes) or "
							+ "choose the error policy 'skip'.")
						.formatted(record.topic(), record.partition(), record.offset(), letter.topic(), size,
								this.maxRecordBytes));
		}
		return letter;
	}

	private void shrink(ProducerRecord<byte[], byte[]> letter, String name) {
		long excess = RecordSize.upperBound(letter) - this.maxRecordBytes;
		Header header = letter.headers().lastHeader(name);
		if (excess > 0 && header != null) {
			shorten(letter.headers(), name, (int) Math.max(0, header.value().length - excess));
		}
	}

	private static void shorten(Headers headers, String name, int limit) {
		Header header = headers.lastHeader(name);
		if (header != null && header.value().length > limit) {
			replace(headers, name, Utf8.firstBytes(header.value(), limit));
		}
	}

	private static void replace(Headers headers, String name, byte @Nullable [] value) {
		headers.remove(name);
		if (value != null) {
			headers.add(name, value);
		}
	}

	private static String stackTrace(Throwable failure) {
		StringWriter text = new StringWriter();
		failure.printStackTrace(new PrintWriter(text, true));
		return text.toString();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	@Override
	public String toString() {
		return "DeadLetters [groupId=" + this.groupId + "]";
	}

}
