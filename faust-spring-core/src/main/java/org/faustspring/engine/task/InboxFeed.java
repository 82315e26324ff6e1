package org.faustspring.engine.task;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.faustspring.engine.channel.AgentInbox;
import org.faustspring.engine.handler.ChannelSource;

/**
 * What was sent to an agent's channel outside of handlers. Messages are kept until they
 * are committed, so that a failed commit does not lose them. Belongs to the worker.
 */
final class InboxFeed extends ChannelFeed {

	/** Most messages that are taken and not committed. */
	private static final int MOST_UNCOMMITTED = 4096;

	private final ChannelSource source;

	private final AgentInbox inbox;

	/** Taken, and in no commit yet, in order. */
	private final Deque<Delivery> uncommitted = new ArrayDeque<>();

	/** Processed, and in a commit that has begun. */
	private final List<Delivery> committing = new ArrayList<>();

	private boolean moved;

	InboxFeed(Actor actor, ChannelSource source) {
		super(actor, source.channel());
		this.source = source;
		this.inbox = source.inbox();
		this.inbox.wakes(actor.agent()::wakeWorkers);
	}

	/** Take messages that have arrived. */
	int takeArrived() {
		int taken = 0;
		while (hasRoom() && this.uncommitted.size() + this.committing.size() < MOST_UNCOMMITTED) {
			AgentInbox.Sent sent = this.inbox.poll();
			if (sent == null) {
				return taken;
			}
			take(sent);
			taken++;
		}
		return taken;
	}

	private void take(AgentInbox.Sent sent) {
		ConsumerRecord<byte[], byte[]> record = record(this.channel.name(), sent, null);
		Delivery delivery = new Delivery(this, record, null, sent.message(), null);
		this.uncommitted.add(delivery);
		take(delivery);
	}

	private static ConsumerRecord<byte[], byte[]> record(String topic, AgentInbox.Sent sent,
			byte @org.jspecify.annotations.Nullable [] value) {
		return new ConsumerRecord<>(topic, -1, sent.number(), sent.timestamp(), TimestampType.CREATE_TIME,
				ConsumerRecord.NULL_SIZE, (value != null) ? value.length : ConsumerRecord.NULL_SIZE, null, value,
				new RecordHeaders(), java.util.Optional.empty());
	}

	private static AgentInbox.Sent sent(Delivery delivery) {
		return new AgentInbox.Sent(java.util.Objects.requireNonNull(delivery.payload), delivery.record.offset(),
				delivery.record.timestamp());
	}

	@Override
	ConsumerRecord<byte[], byte[]> deadLetter(Delivery delivery) {
		String topic = deadLetterSource();
		byte[] json = this.source.json().serialize(topic, delivery.payload);
		return record(topic, sent(delivery), json);
	}

	@Override
	String deadLetterSource() {
		return this.source.deadLetterSource();
	}

	@Override
	void completed(Delivery delivery) {
		this.channel.inTasks(-1);
		this.moved = true;
	}

	/** Whether a message has been processed that is in no commit yet. */
	boolean moved() {
		return this.moved;
	}

	/** What is processed from now on belongs to the next commit. */
	void beginCommit() {
		this.moved = false;
		this.uncommitted.removeIf((delivery) -> delivery.done && this.committing.add(delivery));
	}

	void committed() {
		this.committing.clear();
	}

	/** Begin again after the last commit. */
	void rewind() {
		forget();
		this.moved = false;
		takeUncommitted().forEach(this::take);
	}

	/** Leave what is not committed to the next run. */
	void end() {
		forget();
		this.inbox.giveBack(takeUncommitted());
	}

	private List<AgentInbox.Sent> takeUncommitted() {
		List<AgentInbox.Sent> taken = Stream.concat(this.committing.stream(), this.uncommitted.stream())
			.map(InboxFeed::sent)
			.sorted(Comparator.comparingLong(AgentInbox.Sent::number))
			.toList();
		this.committing.clear();
		this.uncommitted.clear();
		return taken;
	}

	/** Whether there is nothing left to take. */
	boolean taken() {
		return this.inbox.isEmpty();
	}

	/** Whether there is nothing left to process. */
	boolean empty() {
		return undone() == 0 && taken();
	}

}
