package org.faustspring.engine.retry;

import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

import org.springframework.kafka.retrytopic.RetryTopicHeaders;

/**
 * What a record of a retry topic says about itself, in a header of ours beside those of
 * Spring Kafka. Immutable.
 *
 * @param group the App that has sent it
 * @param agent short form of the name of the agent that gets it again
 * @param sender the task that has sent it, as long as one instance had it
 * @param step the position of its delay among the agent's
 * @param calls how often the handler was called so far
 * @param due when it is to be processed, in milliseconds since the epoch
 * @param timestamp the time of the event
 */
public record RetryMark(String group, int agent, int sender, int step, int calls, long due, long timestamp) {

	private static final String HEADER = "faust-retry";

	private static final byte VERSION = 1;

	/**
	 * Write the mark, and what Spring Kafka's listeners would write.
	 * @param headers where to
	 */
	public void write(Headers headers) {
		byte[] name = this.group.getBytes(StandardCharsets.UTF_8);
		ByteBuffer buffer = ByteBuffer.allocate(1 + 4 * Integer.BYTES + name.length);
		buffer.put(VERSION).putInt(this.agent).putInt(this.sender).putInt(this.step).putInt(this.calls).put(name);
		headers.remove(HEADER).add(HEADER, buffer.array());
		replace(headers, RetryTopicHeaders.DEFAULT_HEADER_ATTEMPTS,
				ByteBuffer.allocate(Integer.BYTES).putInt(this.step + 2).array());
		replace(headers, RetryTopicHeaders.DEFAULT_HEADER_BACKOFF_TIMESTAMP,
				BigInteger.valueOf(this.due).toByteArray());
		replace(headers, RetryTopicHeaders.DEFAULT_HEADER_ORIGINAL_TIMESTAMP,
				BigInteger.valueOf(this.timestamp).toByteArray());
	}

	private static void replace(Headers headers, String name, byte[] value) {
		headers.remove(name).add(name, value);
	}

	/**
	 * Read the mark of a record.
	 * @param headers its headers
	 * @return the mark, or {@code null} if another library has sent it
	 */
	public static @Nullable RetryMark read(Headers headers) {
		byte[] own = value(headers, HEADER);
		byte[] due = value(headers, RetryTopicHeaders.DEFAULT_HEADER_BACKOFF_TIMESTAMP);
		byte[] timestamp = value(headers, RetryTopicHeaders.DEFAULT_HEADER_ORIGINAL_TIMESTAMP);
		if (own == null || due == null || due.length == 0 || timestamp == null || timestamp.length == 0) {
			return null;
		}
		try {
			ByteBuffer buffer = ByteBuffer.wrap(own);
			if (buffer.get() != VERSION) {
				return null;
			}
			int agent = buffer.getInt();
			int sender = buffer.getInt();
			int step = buffer.getInt();
			int calls = buffer.getInt();
			byte[] name = new byte[buffer.remaining()];
			buffer.get(name);
			return new RetryMark(new String(name, StandardCharsets.UTF_8), agent, sender, step, calls,
					new BigInteger(due).longValue(), new BigInteger(timestamp).longValue());
		}
		catch (BufferUnderflowException ex) {
			return null;
		}
	}

	private static byte @Nullable [] value(Headers headers, String name) {
		Header header = headers.lastHeader(name);
		return (header != null) ? header.value() : null;
	}

}
