package org.faustspring.engine.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Headers;
import org.faustspring.engine.call.Caller;
import org.faustspring.engine.table.TableDefinition;
import org.faustspring.engine.table.TablePartition;
import org.faustspring.engine.table.UnitWrites;
import org.faustspring.engine.unit.EventHold;
import org.faustspring.engine.unit.Outlet;
import org.faustspring.engine.unit.UnitOfWork;
import org.jspecify.annotations.Nullable;

/**
 * A unit of work of one task. Filled by the thread that runs the handler; taken or
 * dropped by the task's worker.
 */
abstract class EventUnit extends UnitOfWork implements UnitWrites, Caller {

	private final Map<String, TablePartition> tables;

	private final Outbox outbox;

	private final List<ProducerRecord<byte[], byte[]>> sends = new ArrayList<>();

	private final List<Outbox.ForeignSend<?, ?>> foreignSends = new ArrayList<>();

	private final List<Outlet> outlets = new ArrayList<>();

	private final List<Object> messages = new ArrayList<>();

	private @Nullable Delivery delivery;

	/** Whose result sinks take it to be: of several, the last. */
	private @Nullable Delivery last;

	/** What is held by a message of this unit. */
	private @Nullable EventHold hold;

	/** What is at work, where it is no delivery. */
	private String caller = "no event";

	private boolean commitSoon;

	private @Nullable TablePartition lastPartition;

	EventUnit(Map<String, TablePartition> tables, Outbox outbox) {
		this.tables = tables;
		this.outbox = outbox;
	}

	void begin(Delivery only) {
		this.delivery = only;
		this.last = only;
		this.hold = only;
	}

	/**
	 * Begin with several deliveries, which are kept or dropped together.
	 * @param first the first of them
	 * @param all all of them
	 */
	void begin(Delivery first, List<Delivery> all) {
		this.delivery = first;
		this.last = all.get(all.size() - 1);
		this.hold = (all.size() == 1) ? first : new HeldTogether(List.copyOf(all));
	}

	void begin(String what) {
		this.caller = what;
	}

	@Override
	public void send(ProducerRecord<byte[], byte[]> record) {
		int size = RecordSize.of(record);
		if (size > this.outbox.maxRecordSize()) {
			throw new RecordTooLargeException(
					"A record of %d bytes for topic '%s' is larger than the %d bytes of max.request.size"
						.formatted(size, record.topic(), this.outbox.maxRecordSize()));
		}
		this.outbox.requireTopic(record.topic());
		this.outbox.requireAccepted(record, size);
		this.sends.add(record);
	}

	@Override
	public <K, V> void send(Producer<K, V> producer, ProducerRecord<K, V> record) {
		this.foreignSends.add(new Outbox.ForeignSend<>(producer, record));
	}

	@Override
	public void publish(Outlet outlet, Object message) {
		Actor actor = java.util.Objects.requireNonNull(this.delivery).feed.actor;
		actor.channels().check(actor.agent(), outlet);
		this.outlets.add(outlet);
		this.messages.add(message);
	}

	@Override
	public boolean hasRoom(Outlet outlet) {
		int published = 0;
		for (Outlet other : this.outlets) {
			published += (other == outlet) ? 1 : 0;
		}
		return java.util.Objects.requireNonNull(this.delivery).feed.actor.channels().hasRoom(outlet, published);
	}

	@Override
	public void commitSoon() {
		this.commitSoon = true;
	}

	@Override
	public String agent() {
		return delivery().feed.actor.agent().name();
	}

	@Override
	public TopicPartition input() {
		Delivery current = delivery();
		return (current.feed instanceof Cursor cursor) ? cursor.input.topicPartition()
				: new TopicPartition(current.record.topic(), current.record.partition());
	}

	@Override
	public Headers headers() {
		return delivery().record.headers();
	}

	private Delivery delivery() {
		return Objects.requireNonNull(this.delivery, "No event is being processed");
	}

	@Override
	public Producer<byte[], byte[]> producer() {
		return this.outbox.producer();
	}

	/** Whether the commit that this unit joins is known to fail. */
	boolean doomed() {
		return this.outbox.doomed();
	}

	@Override
	public @Nullable TablePartition partition(TableDefinition table) {
		TablePartition partition = this.lastPartition;
		if (partition == null || partition.table() != table) {
			partition = this.tables.get(table.name());
			this.lastPartition = partition;
		}
		return partition;
	}

	@Override
	public String describe() {
		Delivery current = this.delivery;
		if (current == null) {
			return this.caller;
		}
		String where = (current.feed instanceof InboxFeed inbox)
				? "message %d of channel '%s', sent outside of handlers".formatted(current.record.offset(),
						inbox.channel.name())
				: current.place();
		return "agent '%s' at %s".formatted(current.feed.actor.agent().name(), where);
	}

	/** Hand the effects to the open commit. Worker only. */
	void keep() {
		try {
			handOver();
		}
		catch (RuntimeException | Error ex) {
			// The worker begins again from the last commit, and with this unit: what is
			// left in it would be sent with the next event, and committed twice.
			drop();
			throw ex;
		}
	}

	private void handOver() {
		keepWrites();
		if (!this.sends.isEmpty()) {
			for (int i = 0; i < this.sends.size(); i++) {
				this.outbox.send(this.sends.get(i));
			}
			this.sends.clear();
		}
		if (!this.foreignSends.isEmpty()) {
			this.foreignSends.forEach(this.outbox::send);
			this.foreignSends.clear();
		}
		if (this.commitSoon) {
			this.commitSoon = false;
			this.outbox.commitSoon();
		}
		if (!this.outlets.isEmpty()) {
			publishMessages();
		}
	}

	private void publishMessages() {
		EventHold event = java.util.Objects.requireNonNull(this.hold);
		Delivery cause = java.util.Objects.requireNonNull(this.last);
		Actor actor = cause.feed.actor;
		for (int i = 0; i < this.outlets.size(); i++) {
			actor.channels().publish(actor, this.outlets.get(i), this.messages.get(i), cause, event);
		}
		this.outlets.clear();
		this.messages.clear();
	}

	/** Take over what another unit has to send and to publish. */
	void takeSends(EventUnit other) {
		this.sends.addAll(other.sends);
		this.foreignSends.addAll(other.foreignSends);
		this.outlets.addAll(other.outlets);
		this.messages.addAll(other.messages);
		other.sends.clear();
		other.foreignSends.clear();
		other.outlets.clear();
		other.messages.clear();
	}

	/** Undo the effects. */
	void drop() {
		dropWrites();
		this.sends.clear();
		this.foreignSends.clear();
		this.outlets.clear();
		this.messages.clear();
		this.commitSoon = false;
	}

	abstract void keepWrites();

	abstract void dropWrites();

	private record HeldTogether(List<Delivery> deliveries) implements EventHold {

		@Override
		public void acquire() {
			this.deliveries.forEach(Delivery::acquire);
		}

		@Override
		public void release() {
			this.deliveries.forEach(Delivery::release);
		}

	}

}
