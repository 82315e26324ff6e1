package org.faustspring.engine.stream;

import org.apache.kafka.common.header.Headers;
import org.faustspring.stream.Event;
import org.jspecify.annotations.Nullable;

/**
 * An event whose value has been made from that of another. Belongs to the thread that
 * pushes.
 *
 * @param <T> the type of the value
 */
final class ChangedEvent<T> implements Event<T> {

	private final Event<?> event;

	private final @Nullable T value;

	ChangedEvent(Event<?> event, @Nullable T value) {
		this.event = event;
		this.value = value;
	}

	@Override
	public @Nullable T value() {
		return this.value;
	}

	@Override
	public @Nullable Object key() {
		return this.event.key();
	}

	@Override
	public byte @Nullable [] rawKey() {
		return this.event.rawKey();
	}

	@Override
	public byte @Nullable [] rawValue() {
		return this.event.rawValue();
	}

	@Override
	public Headers headers() {
		return this.event.headers();
	}

	@Override
	public long timestamp() {
		return this.event.timestamp();
	}

	@Override
	public String topic() {
		return this.event.topic();
	}

	@Override
	public int partition() {
		return this.event.partition();
	}

	@Override
	public long offset() {
		return this.event.offset();
	}

	@Override
	public int attempt() {
		return this.event.attempt();
	}

	@Override
	public void ack() {
		this.event.ack();
	}

	@Override
	public String toString() {
		return this.event.toString();
	}

}
