package org.faustspring.engine.task;

import java.util.function.Consumer;

import org.faustspring.engine.handler.EventRecord;
import org.faustspring.engine.stream.ForwardedEvent;
import org.jspecify.annotations.Nullable;

/**
 * An event that the application acknowledges. Any thread may do so.
 */
final class UnackedEvent extends ForwardedEvent<Object> {

	private final EventRecord<?> record;

	private final Ticket ticket;

	private final Consumer<Ticket> acknowledged;

	UnackedEvent(EventRecord<?> record, Ticket ticket, Consumer<Ticket> acknowledged) {
		super(record);
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

}
