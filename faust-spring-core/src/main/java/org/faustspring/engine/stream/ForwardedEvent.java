package org.faustspring.engine.stream;

import org.apache.kafka.common.header.Headers;
import org.faustspring.stream.Event;
import org.jspecify.annotations.Nullable;

/**
 * An event that is another one but for what a subclass says. For the same threads as that
 * one, unless a subclass says otherwise.
 *
 * @param <T> the type of the value
 */
public abstract class ForwardedEvent<T> implements Event<T> {

	private final Event<?> event;

	/**
	 * Create an event.
	 * @param event what it is
	 */
	protected ForwardedEvent(Event<?> event) {
		this.event = event;
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
