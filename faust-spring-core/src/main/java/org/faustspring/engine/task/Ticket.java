package org.faustspring.engine.task;

import java.util.ArrayList;
import java.util.List;

import org.faustspring.engine.handler.EventRecord;
import org.faustspring.engine.stream.Hold;
import org.faustspring.stream.Event;

/**
 * Events that are done together, and what they have effected so far. Belongs to the
 * thread that pushes; only {@link #acknowledged} is for any.
 */
final class Ticket implements Hold {

	final StreamUnit unit;

	final List<Delivery> deliveries = new ArrayList<>(1);

	EventRecord<?> record;

	Event<?> event;

	/** Nodes that keep them back. */
	int keepers;

	/** Done, or dropped to come again. */
	boolean over;

	/** The application has acknowledged them. */
	volatile boolean acknowledged;

	/** What whoever asked for it is answered. */
	final Answer answer = new Answer();

	private Ticket root = this;

	Ticket(StreamUnit unit, Delivery delivery, EventRecord<?> record) {
		this.unit = unit;
		this.deliveries.add(delivery);
		this.record = record;
		this.event = record;
	}

	/** What this has been joined to, or itself. */
	Ticket root() {
		Ticket found = this;
		while (found.root != found) {
			found = found.root;
		}
		return found;
	}

	/** Take over another one, whose event is the later. */
	void join(Ticket other) {
		this.unit.join(other.unit);
		this.deliveries.addAll(other.deliveries);
		this.record = other.record;
		this.event = other.event;
		this.keepers += other.keepers;
		this.acknowledged |= other.acknowledged;
		this.answer.join(other.answer);
		other.root = this;
	}

}
