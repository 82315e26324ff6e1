package org.faustspring.engine.task;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.faustspring.engine.channel.BoundedChannel;
import org.faustspring.engine.unit.EventHold;
import org.jspecify.annotations.Nullable;

/**
 * What handlers of a task have published to a channel, for one agent that consumes it:
 * bounded by the channel's capacity, and gone when the task goes back to its last commit,
 * since the events it came from are read again then. Belongs to the task's worker.
 */
class ChannelFeed extends Feed {

	final BoundedChannel<?> channel;

	ChannelFeed(Actor actor, BoundedChannel<?> channel) {
		super(actor);
		this.channel = channel;
	}

	/**
	 * Take a message.
	 * @param message the message
	 * @param cause the delivery that published it; of several, the last
	 * @param hold holds all that published it
	 */
	void put(Object message, Delivery cause, EventHold hold) {
		hold.acquire();
		Delivery delivery = new Delivery(this, cause.record, cause.origin, message, hold);
		delivery.readBy = cause.reader();
		take(delivery);
	}

	final void take(Delivery delivery) {
		add(delivery);
		this.channel.inTasks(1);
		this.actor.accept(delivery);
	}

	/** Whether it takes more; a guess on other threads than the worker's. */
	boolean hasRoom() {
		return undone() < this.channel.capacity();
	}

	/** Whether what it holds can be processed at all now. */
	boolean blocked() {
		return undone() > 0 && !this.actor.running();
	}

	/** What a dead letter of a delivery says. */
	ConsumerRecord<byte[], byte[]> deadLetter(Delivery delivery) {
		return delivery.recordOfSource();
	}

	/** Topic of dead letters, without its suffix. */
	@Nullable String deadLetterSource() {
		return null;
	}

	@Override
	void completed(Delivery delivery) {
		this.channel.inTasks(-1);
		java.util.Objects.requireNonNull(delivery.cause).release();
	}

	@Override
	void finished(Delivery delivery) {
		// Nothing is said about it: it is the event it came from that is committed.
	}

	/** Nobody knows whether there will be a next message. */
	@Override
	boolean steady() {
		return false;
	}

	@Override
	long incarnation() {
		return 0;
	}

	@Override
	void forget() {
		this.channel.inTasks(-undone());
		super.forget();
	}

}
