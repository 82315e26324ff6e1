package org.faustspring.engine.task;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.faustspring.engine.retry.RetryMark;
import org.faustspring.engine.unit.EventHold;
import org.jspecify.annotations.Nullable;

/**
 * A record on its way through one actor. Belongs to the task's worker; holds may be
 * released by any thread.
 */
final class Delivery implements EventHold {

	private static final AtomicIntegerFieldUpdater<Delivery> HOLDS = AtomicIntegerFieldUpdater
		.newUpdater(Delivery.class, "holds");

	final Feed feed;

	final ConsumerRecord<byte[], byte[]> record;

	final @Nullable Origin origin;

	/** The message itself, of a channel; {@code null} if the record holds it. */
	final @Nullable Object payload;

	/** Holds what has published it. */
	final @Nullable EventHold cause;

	/** What the record of a retry topic says about itself. */
	@Nullable RetryMark retry;

	/** Name of the agent that has read the record, if that is another one. */
	@Nullable String readBy;

	/** Failed attempts so far, since it was read here. */
	int failures;

	/** When to try again, in {@link System#nanoTime()}; 0 for at once. */
	long notBefore;

	/** It is known to ask for no reply. */
	boolean plain;

	/** The handler is through with it. */
	boolean passed;

	boolean done;

	/** It has its last attempt, in no list with others. */
	boolean alone;

	int epoch;

	/** Its place in the order in which the feed took it. */
	long number;

	private volatile int holds;

	Delivery(Feed feed, ConsumerRecord<byte[], byte[]> record, @Nullable Origin origin) {
		this(feed, record, origin, null, null);
	}

	/**
	 * Create a delivery of a channel's message.
	 * @param feed what it waits in
	 * @param record the record that it came from
	 * @param origin where that record was first read from
	 * @param payload the message
	 * @param cause holds what has published it
	 */
	Delivery(Feed feed, ConsumerRecord<byte[], byte[]> record, @Nullable Origin origin, @Nullable Object payload,
			@Nullable EventHold cause) {
		this.feed = feed;
		this.record = record;
		this.origin = origin;
		this.payload = payload;
		this.cause = cause;
	}

	@Override
	public void acquire() {
		HOLDS.incrementAndGet(this);
	}

	@Override
	public void release() {
		if (HOLDS.decrementAndGet(this) == 0) {
			this.feed.actor.released(this);
		}
	}

	boolean held() {
		return this.holds > 0;
	}

	/** How often the handler has been called for the event. */
	int attempts() {
		RetryMark mark = this.retry;
		return (mark != null) ? mark.calls() + this.failures : this.failures;
	}

	/** Name of the agent that has read the record. */
	String reader() {
		String other = this.readBy;
		return (other != null) ? other : this.feed.actor.agent().name();
	}

	String sourceTopic() {
		return (this.origin != null) ? this.origin.topic() : this.record.topic();
	}

	int sourcePartition() {
		return (this.origin != null) ? this.origin.partition() : this.record.partition();
	}

	long sourceOffset() {
		return (this.origin != null) ? this.origin.offset() : this.record.offset();
	}

	/** What is sent to the dead-letter topic. */
	ConsumerRecord<byte[], byte[]> sourceRecord() {
		return (this.feed instanceof ChannelFeed channel) ? channel.deadLetter(this) : recordOfSource();
	}

	/** The topic that a dead letter is named after. */
	String deadLetterSource() {
		String own = (this.feed instanceof ChannelFeed channel) ? channel.deadLetterSource() : null;
		return (own != null) ? own : sourceTopic();
	}

	/** The record as it was first read. */
	ConsumerRecord<byte[], byte[]> recordOfSource() {
		Origin from = this.origin;
		if (from == null) {
			return this.record;
		}
		byte[] key = from.key();
		return new ConsumerRecord<>(from.topic(), from.partition(), from.offset(), this.record.timestamp(),
				from.timestampType(), (key != null) ? key.length : ConsumerRecord.NULL_SIZE,
				this.record.serializedValueSize(), key, this.record.value(), this.record.headers(), Optional.empty());
	}

	/** The origin of one of the values that a stage makes of it and sends on. */
	Origin sentOn(int stage, int index) {
		Origin.Hop hop = Origin.Hop.of(stage, this.record.partition(), this.record.offset(), index);
		Origin from = this.origin;
		return (from != null)
				? new Origin(from.topic(), from.partition(), from.offset(), this.feed.incarnation(),
						from.timestampType(), from.key(), hop)
				: new Origin(this.record.topic(), this.record.partition(), this.record.offset(),
						this.feed.incarnation(), this.record.timestampType(), this.record.key(), hop);
	}

	/** Topic-partition-offset, as a person looks it up. */
	String place() {
		return sourceTopic() + "-" + sourcePartition() + "@" + sourceOffset();
	}

}
