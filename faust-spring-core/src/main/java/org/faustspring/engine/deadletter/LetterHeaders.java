package org.faustspring.engine.deadletter;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.faustspring.deadletter.DeadLetter;
import org.jspecify.annotations.Nullable;

import org.springframework.kafka.support.KafkaHeaders;

/**
 * Reads the headers of dead letters, those of Spring Kafka's listeners included. Any
 * thread.
 */
final class LetterHeaders {

	/** What failing has added to a record. */
	private static final List<String> ADDED = List.of("kafka_dlt-", "kafka_original-", "kafka_exception-",
			"kafka_key-exception-", "retry_topic-", "springDeserializerException", "faust-");

	private LetterHeaders() {
	}

	static DeadLetter describe(ConsumerRecord<byte[], byte[]> record, boolean replayed) {
		Headers headers = record.headers();
		byte[] partition = first(headers, KafkaHeaders.DLT_ORIGINAL_PARTITION, KafkaHeaders.ORIGINAL_PARTITION);
		byte[] offset = first(headers, KafkaHeaders.DLT_ORIGINAL_OFFSET, KafkaHeaders.ORIGINAL_OFFSET);
		byte[] time = first(headers, KafkaHeaders.DLT_ORIGINAL_TIMESTAMP, KafkaHeaders.ORIGINAL_TIMESTAMP);
		return new DeadLetter(record.partition(), record.offset(), Instant.ofEpochMilli(record.timestamp()),
				text(record.key()), text(first(headers, KafkaHeaders.DLT_ORIGINAL_TOPIC, KafkaHeaders.ORIGINAL_TOPIC)),
				(partition != null && partition.length == Integer.BYTES) ? ByteBuffer.wrap(partition).getInt() : -1,
				(offset != null && offset.length == Long.BYTES) ? ByteBuffer.wrap(offset).getLong() : -1,
				(time != null && time.length == Long.BYTES) ? Instant.ofEpochMilli(ByteBuffer.wrap(time).getLong())
						: null,
				text(first(headers, KafkaHeaders.DLT_ORIGINAL_CONSUMER_GROUP, KafkaHeaders.ORIGINAL_CONSUMER_GROUP)),
				text(first(headers, DeadLetters.AGENT)),
				text(first(headers, KafkaHeaders.DLT_EXCEPTION_FQCN, KafkaHeaders.EXCEPTION_FQCN)),
				text(first(headers, KafkaHeaders.DLT_EXCEPTION_CAUSE_FQCN, KafkaHeaders.EXCEPTION_CAUSE_FQCN)),
				text(first(headers, KafkaHeaders.DLT_EXCEPTION_MESSAGE, KafkaHeaders.EXCEPTION_MESSAGE)), replayed);
	}

	/** The headers that the record had before it failed. */
	static Headers original(ConsumerRecord<byte[], byte[]> record) {
		Headers headers = new RecordHeaders();
		for (Header header : record.headers()) {
			if (ADDED.stream().noneMatch(header.key()::startsWith)) {
				headers.add(header);
			}
		}
		return headers;
	}

	private static byte @Nullable [] first(Headers headers, String... names) {
		for (String name : names) {
			Header header = headers.lastHeader(name);
			if (header != null && header.value() != null) {
				return header.value();
			}
		}
		return null;
	}

	private static @Nullable String text(byte @Nullable [] bytes) {
		if (bytes == null) {
			return null;
		}
		try {
			CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
			return text.toString();
		}
		catch (CharacterCodingException ex) {
			return Base64.getEncoder().encodeToString(bytes);
		}
	}

}
