package org.faustspring.engine.call;

import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.faustspring.stream.Event;
import org.jspecify.annotations.Nullable;

/**
 * A request before it is sent, as far as the agent's {@code groupBy} can look at it.
 *
 * @param topic the topic it is sent to
 * @param key the key, or {@code null}
 * @param value the value, or {@code null}
 * @param rawKey the key's bytes, or {@code null}
 * @param rawValue the value's bytes, or {@code null}
 * @param headers headers of its own
 */
record RequestEvent(String topic, @Nullable Object key, @Nullable Object value, byte @Nullable [] rawKey,
		byte @Nullable [] rawValue, Headers headers) implements Event<Object> {

	static RequestEvent of(String topic, @Nullable Object key, @Nullable Object value, byte @Nullable [] rawKey,
			byte @Nullable [] rawValue) {
		return new RequestEvent(topic, key, value, rawKey, rawValue, new RecordHeaders());
	}

	@Override
	public long timestamp() {
		return System.currentTimeMillis();
	}

	@Override
	public int partition() {
		return -1;
	}

	@Override
	public long offset() {
		return -1;
	}

	@Override
	public int attempt() {
		return 1;
	}

}
