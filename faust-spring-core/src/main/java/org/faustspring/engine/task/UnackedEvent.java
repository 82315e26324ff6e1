package org.faustspring.engine.task;

import java.util.function.Consumer;

import org.apache.kafka.common.header.Headers;
import org.faustspring.engine.handler.EventRecord;
import org.faustspring.stream.Event;
import org.jspecify.annotations.Nullable;

/**
 * An event that the application acknowledges. Any thread may do so.
 */
final class UnackedEvent implements Event<Object> {

	private final EventRecord<?> record;

	private final Ticket ticket;

	private final Consumer<Ticket> acknowledged;

	UnackedEvent(EventRecord<?> record, Ticket ticket, Consumer<Ticket> acknowledged) {
		this.record = record;
		this.ticket = ticket;
		this.acknowledged = acknowledged;
	}

	@Override
	public void ack() {
		this.acknowledged.accept(this.ticket);
	}

	@Override
	public @Nullable Object value() {
		return this.record.value();
	}

	@Override
	public @Nullable Object key() {
		return this.record.key();
	}

	@Override
	public byte @Nullable [] rawKey() {
		return this.record.rawKey();
	}

	@Override
	public byte @Nullable [] rawValue() {
		return this.record.rawValue();
	}

	@Override
	public Headers headers() {
		return this.record.headers();
	}

	@Override
	public long timestamp() {
		return this.record.timestamp();
	}

	@Override
	public String topic() {
		return this.record.topic();
	}

	@Override
	public int partition() {
		return this.record.partition();
	}

	@Override
	public long offset() {
		return this.record.offset();
	}

	@Override
	public int attempt() {
		return this.record.attempt();
	}

	@Override
	public String toString() {
		return this.record.toString();
	}

}
