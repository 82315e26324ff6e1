package org.faustspring.engine.task;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The events of a run that are in hand or not done, since a node keeps them back or the
 * application has not acknowledged them. Those that have seen each other's writes are
 * done together. Belongs to the thread that pushes, unless a method says otherwise.
 */
final class Tickets {

	private static final Log logger = LogFactory.getLog(Tickets.class);

	private final Actor actor;

	private final StreamOutcomes outcomes;

	private final StreamReplies replies;

	/** Whether the application acknowledges events. */
	private final boolean noAck;

	/** Kept back by a node. */
	private final List<Ticket> kept = new ArrayList<>();

	/** Pushed, and neither done nor in hand. */
	private final Set<Ticket> open = new LinkedHashSet<>();

	/** Acknowledged by the application; added to by any thread. */
	private final Queue<Ticket> acknowledged = new ConcurrentLinkedQueue<>();

	private boolean warned;

	Tickets(Actor actor, StreamOutcomes outcomes, StreamReplies replies, boolean noAck) {
		this.actor = actor;
		this.outcomes = outcomes;
		this.replies = replies;
		this.noAck = noAck;
	}

	/** What is kept back now, for units to see; changes. */
	List<Ticket> kept() {
		return this.kept;
	}

	/** Take in hand an event that has its own. */
	void begin(Ticket begun) {
		if (this.noAck) {
			begun.event = new UnackedEvent(begun.record, begun, this::acknowledge);
		}
		begun.unit.begin(begun.deliveries.get(0));
	}

	/** A node keeps it back. */
	void keep(Ticket group) {
		if (group.keepers++ == 0) {
			this.kept.add(group);
		}
	}

	/** A node that has kept it lets it go on: it is in hand again. */
	void takeUp(Ticket group) {
		if (--group.keepers == 0) {
			this.kept.remove(group);
		}
		this.open.remove(group);
	}

	/** Have both done together. */
	void join(Ticket later, Ticket group) {
		group.join(later);
		this.open.remove(later);
		if (this.kept.remove(later) && !this.kept.contains(group)) {
			this.kept.add(group);
		}
	}

	/** Undo what it has effected. */
	void drop(Ticket root) {
		root.unit.drop();
		root.over = true;
		this.kept.remove(root);
		this.open.remove(root);
	}

	/** It is not in hand any more. */
	void finish(Ticket through) {
		Ticket current = through;
		for (Ticket seen : through.unit.takeSeen()) {
			Ticket root = seen.root();
			if (root != current && !root.over) {
				join(current, root);
				current = root;
			}
		}
		if (current.keepers > 0 || (this.noAck && !current.acknowledged)) {
			this.open.add(current);
		}
		else {
			complete(current);
		}
	}

	private void complete(Ticket finished) {
		finished.over = true;
		this.open.remove(finished);
		String outdated = finished.unit.outdated();
		if (outdated != null) {
			finished.unit.drop();
			warnOnce(outdated, finished.deliveries.get(0));
			this.outcomes.giveBack(finished.deliveries);
			return;
		}
		finished.unit.begin(finished.deliveries.get(0), finished.deliveries);
		try {
			this.replies.answer(finished.deliveries, finished.answer, finished.unit);
		}
		catch (RuntimeException ex) {
			finished.unit.drop();
			this.outcomes.failed(finished.deliveries, finished.record, ex);
			return;
		}
		finished.unit.keep();
		finished.deliveries.forEach(this.outcomes::done);
	}

	private void warnOnce(String outdated, Delivery first) {
		if (!this.warned) {
			this.warned = true;
			logger.warn(
					("Agent '%s': %s was changed by another event while what %s has done to it was kept back, so that "
							+ "one is processed again. Said once a task")
						.formatted(this.actor.agent().name(), outdated, first.place()));
		}
	}

	/** Any thread. */
	private void acknowledge(Ticket finished) {
		finished.acknowledged = true;
		Ticket root = finished.root();
		root.acknowledged = true;
		this.acknowledged.add(root);
		this.actor.agent().wakeWorkers();
	}

	boolean acknowledgements() {
		return !this.acknowledged.isEmpty();
	}

	/** Take what the application has acknowledged since. */
	int takeAcknowledged() {
		int taken = 0;
		Ticket next = this.acknowledged.poll();
		while (next != null) {
			Ticket root = next.root();
			// What is in hand, or kept back by a node, is looked at when it is through.
			if (this.open.contains(root) && root.keepers == 0) {
				complete(root);
				taken++;
			}
			next = this.acknowledged.poll();
		}
		return taken;
	}

	/** What is neither done nor in hand. */
	List<Ticket> open() {
		return List.copyOf(this.open);
	}

	/** Forget everything: it is read again. */
	void clear() {
		this.open.forEach((pushed) -> {
			pushed.unit.drop();
			pushed.over = true;
		});
		this.open.clear();
		this.kept.clear();
		this.acknowledged.clear();
	}

}
