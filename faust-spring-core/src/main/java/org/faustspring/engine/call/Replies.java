package org.faustspring.engine.call;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serializer;
import org.faustspring.agent.AgentCallException;
import org.faustspring.engine.unit.UnitOfWork;
import org.jspecify.annotations.Nullable;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.kafka.support.KafkaHeaders;

/**
 * Answers events that ask for it by Spring Kafka's request headers. A reply is part of
 * the event's unit of work: under exactly-once of its transaction, otherwise it is sent
 * as soon as the event is done. Any thread.
 */
public final class Replies {

	private static final int MAX_MESSAGE_BYTES = 4 * 1024;

	private static final int RECORD_OVERHEAD = 512;

	private final boolean transactional;

	private final int maxRecordBytes;

	private final ReplyDestinations destinations;

	private final ReplyProducer producer;

	/**
	 * Create it.
	 * @param transactional whether replies are part of transactions
	 * @param maxRecordBytes the largest record that can be sent
	 * @param producer sends replies that are not
	 * @param admin tells which reply topics there are
	 */
	Replies(boolean transactional, int maxRecordBytes, Supplier<Producer<byte[], byte[]>> producer,
			Supplier<Admin> admin) {
		this.transactional = transactional;
		this.maxRecordBytes = maxRecordBytes;
		this.destinations = new ReplyDestinations(admin);
		this.producer = new ReplyProducer(producer, this.destinations);
	}

	/**
	 * Tell whether an event asks for a reply.
	 * @param headers the event's headers
	 * @return whether it does
	 */
	public static boolean asked(Headers headers) {
		return headers.lastHeader(KafkaHeaders.REPLY_TOPIC) != null;
	}

	/**
	 * Answer an event that asks for it; nothing if it does not.
	 * @param request the event's headers
	 * @param result the result, {@code null} if it has none
	 * @param serializer writes results
	 * @param unit the event's unit of work
	 */
	public void answer(Headers request, @Nullable Object result, Supplier<Serializer<Object>> serializer,
			UnitOfWork unit) {
		String topic = destination(request);
		if (topic != null) {
			Headers headers = new RecordHeaders();
			byte[] value = (result != null) ? serializer.get().serialize(topic, headers, result) : null;
			send(topic, request, headers, value, unit);
		}
	}

	/**
	 * Tell whoever asked that there is no answer and will be none; nothing if nobody did.
	 * @param request the event's headers
	 * @param place where the event was first read: {@code topic-partition@offset}
	 * @param cause why
	 * @param unit where to send it
	 */
	public void fail(Headers request, String place, Throwable cause, UnitOfWork unit) {
		String topic = destination(request);
		if (topic != null) {
			Throwable root = NestedExceptionUtils.getMostSpecificCause(cause);
			fail(topic, request, place, root.getClass().getName(), root.getMessage(), unit);
		}
	}

	/**
	 * Tell whoever asked that the agent does not answer; nothing if nobody did.
	 * @param request the event's headers
	 * @param place where the event was first read: {@code topic-partition@offset}
	 * @param why why, for people
	 * @param unit the event's unit of work
	 */
	public void refuse(Headers request, String place, String why, UnitOfWork unit) {
		String topic = destination(request);
		if (topic != null) {
			fail(topic, request, place, IllegalStateException.class.getName(), why, unit);
		}
	}

	private void fail(String topic, Headers request, String place, String type, @Nullable String message,
			UnitOfWork unit) {
		Headers headers = new RecordHeaders();
		headers.add(AgentCallException.TYPE_HEADER, type.getBytes(StandardCharsets.UTF_8));
		if (message != null) {
			headers.add(AgentCallException.MESSAGE_HEADER, shortened(message));
		}
		headers.add(AgentCallException.PLACE_HEADER, place.getBytes(StandardCharsets.UTF_8));
		send(topic, request, headers, null, unit);
	}

	private static byte[] shortened(String message) {
		int most = Math.min(message.length(), MAX_MESSAGE_BYTES / 4);
		// A character takes at most four bytes, and none is to be cut in two.
		int end = (most < message.length() && Character.isHighSurrogate(message.charAt(most - 1))) ? most - 1 : most;
		return message.substring(0, end).getBytes(StandardCharsets.UTF_8);
	}

	/** Where to reply to, if somebody waits there. */
	private @Nullable String destination(Headers request) {
		Header header = request.lastHeader(KafkaHeaders.REPLY_TOPIC);
		if (header == null || header.value() == null) {
			return null;
		}
		String topic = new String(header.value(), StandardCharsets.UTF_8);
		return (this.destinations.exists(topic)) ? topic : null;
	}

	private void send(String topic, Headers request, Headers headers, byte @Nullable [] value, UnitOfWork unit) {
		Header correlation = request.lastHeader(KafkaHeaders.CORRELATION_ID);
		if (correlation != null) {
			headers.add(correlation);
		}
		if (value != null && value.length + RECORD_OVERHEAD > this.maxRecordBytes) {
			throw new RecordTooLargeException("A reply of %d bytes is larger than the %d bytes of max.request.size"
				.formatted(value.length, this.maxRecordBytes));
		}
		Long timestamp = null;
		byte[] key = null;
		ProducerRecord<byte[], byte[]> reply = new ProducerRecord<>(topic, partition(request), timestamp, key, value,
				headers);
		if (this.transactional) {
			unit.send(reply);
			unit.commitSoon();
		}
		else {
			unit.send(this.producer, reply);
		}
	}

	private static @Nullable Integer partition(Headers request) {
		Header header = request.lastHeader(KafkaHeaders.REPLY_PARTITION);
		return (header != null && header.value() != null && header.value().length == Integer.BYTES)
				? ByteBuffer.wrap(header.value()).getInt() : null;
	}

}
