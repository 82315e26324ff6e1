package org.faustspring.engine.task;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.faustspring.engine.handler.EventRecord;
import org.faustspring.engine.stream.Chain;
import org.faustspring.engine.stream.Flow;
import org.faustspring.engine.stream.Hold;
import org.faustspring.engine.stream.Segment;
import org.faustspring.engine.table.TablePartition;
import org.faustspring.engine.unit.UnitOfWork;
import org.faustspring.stream.Event;
import org.jspecify.annotations.Nullable;

/**
 * Pushes an actor's events through its nodes, one in hand at a time, and keeps, drops or
 * keeps back what they effect. Where nothing is kept back, table writes go straight to
 * the overlay. Belongs to the worker, or to its coroutine while the worker waits for it.
 * If the agent asks others, the coroutine is aside while the application's code runs: the
 * worker keeps away from the run then, and what the two share waits for the turn.
 */
final class StreamRun implements Flow {

	private final Actor actor;

	private final StreamSource source;

	private final HandlerScope scope;

	private final DirectUnit direct;

	private final Map<String, TablePartition> tables;

	private final Outbox outbox;

	private final boolean keepsBack;

	private final boolean noAck;

	private final StreamReplies replies;

	private final StreamOutcomes outcomes;

	private final Tickets tickets;

	/** What the event in hand has come to, if it has no ticket. */
	private final Answer answer = new Answer();

	private final Turns turns;

	private final StreamEntries entries;

	private @Nullable Chain chain;

	private @Nullable Delivery delivery;

	private @Nullable EventRecord<?> record;

	private @Nullable Ticket ticket;

	private boolean inHand;

	private boolean refused;

	private boolean ended;

	private long time = System.nanoTime();

	private long resting;

	StreamRun(Actor actor, Segment segment, StreamSource source, HandlerScope scope, DirectUnit direct,
			Map<String, TablePartition> tables, Outbox outbox, StreamReplies replies) {
		this(actor, segment.keepsBack(), segment.noAck(), source, scope, direct, tables, outbox, replies);
	}

	private StreamRun(Actor actor, boolean keepsBack, boolean noAck, StreamSource source, HandlerScope scope,
			DirectUnit direct, Map<String, TablePartition> tables, Outbox outbox, StreamReplies replies) {
		this.actor = actor;
		this.replies = replies;
		this.source = source;
		this.scope = scope;
		this.direct = direct;
		this.tables = tables;
		this.outbox = outbox;
		this.keepsBack = keepsBack;
		this.noAck = noAck;
		this.turns = new Turns(actor.agent(), tables.values());
		this.entries = new StreamEntries(actor);
		this.outcomes = new StreamOutcomes(actor, source, direct);
		this.tickets = new Tickets(actor, this.outcomes, replies, noAck);
	}

	/** A run for the same actor that has seen nothing: this one is left to its thread. */
	StreamRun anew() {
		return new StreamRun(this.actor, this.keepsBack, this.noAck, this.source, this.scope, this.direct, this.tables,
				this.outbox, this.replies);
	}

	Turns turns() {
		return this.turns;
	}

	/** The thread that has pushed goes. */
	void left() {
		this.scope.leave(null);
	}

	/** The event in hand has come to a result. */
	void result(@Nullable Object value) {
		Ticket current = this.ticket;
		((current != null) ? current.root().answer : this.answer).give(value);
	}

	/** Begin with nodes that have seen nothing. */
	void chain(Chain nodes) {
		this.chain = nodes;
		this.entries.of(nodes);
		this.ended = false;
		this.resting = 0;
	}

	private Chain nodes() {
		return Objects.requireNonNull(this.chain);
	}

	/**
	 * Take an event in hand and push it.
	 * @return whether it is in hand; if not, it has been dealt with
	 */
	boolean push(Delivery next) {
		Chain.Entry entry = this.entries.entry(next);
		EventRecord<?> read;
		try {
			read = this.entries.read(next, entry, next.attempts() + 1);
		}
		catch (RuntimeException ex) {
			this.outcomes.unreadable(next, ex);
			this.time = System.nanoTime();
			return false;
		}
		this.delivery = next;
		this.record = read;
		this.inHand = true;
		this.turns.decide();
		if (this.keepsBack || this.turns.beside()) {
			begin(next, read);
		}
		else {
			this.direct.begin(next);
			this.scope.enter(this.direct);
		}
		try {
			this.turns.stepAside();
			entry.node().push(read.value());
			return true;
		}
		catch (Throwable ex) {
			end(ex);
			return false;
		}
	}

	private void begin(Delivery next, EventRecord<?> read) {
		Ticket begun = new Ticket(
				new StreamUnit(this.tables, this.outbox, this.tickets.kept(), this.turns::leaveWorker), next, read);
		this.tickets.begin(begun);
		this.ticket = begun;
		this.scope.enter(begun.unit);
	}

	/** What a delivery is to its nodes. */
	EventRecord<?> read(Delivery next, int attempt) {
		return this.entries.read(next, this.entries.entry(next), attempt);
	}

	/** Push further values of the event in hand; false if there are none now. */
	boolean proceed() {
		try {
			return nodes().proceed();
		}
		catch (Throwable ex) {
			end(ex);
			return false;
		}
	}

	/** Let a list go on whose time is over; its events are in hand then. */
	boolean flush(long now, boolean all) {
		this.delivery = null;
		boolean everything = all || complete(now);
		if (!everything && !nodes().due(now)) {
			return false;
		}
		this.turns.decide();
		try {
			this.turns.stepAside();
			if (everything ? nodes().flush() : nodes().flushDue(now)) {
				return true;
			}
		}
		catch (Throwable ex) {
			end(ex);
			return true;
		}
		this.turns.stepBack();
		return false;
	}

	boolean inHand() {
		return this.inHand;
	}

	/** Takes what is in hand effects. */
	UnitOfWork unit() {
		Ticket current = this.ticket;
		return (current != null) ? current.root().unit : this.direct;
	}

	/** The delivery to name for what is in hand. */
	Delivery place() {
		Ticket current = this.ticket;
		return (current != null) ? current.root().deliveries.get(0) : Objects.requireNonNull(this.delivery);
	}

	/**
	 * The event in hand is through, or has failed.
	 */
	void end(@Nullable Throwable thrown) {
		this.turns.stepBack();
		Throwable failure = this.scope.leave(thrown);
		long now = System.nanoTime();
		Delivery first = place();
		AgentStats stats = this.actor.stats(first.sourceTopic());
		stats.handlerNanos.add(now - this.time);
		this.time = now;
		this.inHand = false;
		Ticket current = this.ticket;
		boolean left = this.turns.takeLeft();
		boolean again = (current != null) ? left : this.direct.takeLeft();
		if (again) {
			// Nothing was sent; it begins again where it may wait.
			this.actor.agent().leaveWorker();
		}
		else if (current == null && failure == null && !this.refused) {
			failure = answer(first);
		}
		again |= this.refused;
		if (again || failure != null) {
			nodes().drop();
			drop(current);
			List<Delivery> all = (current != null) ? current.root().deliveries : List.of(first);
			if (again) {
				this.outcomes.giveBack(all);
			}
			else {
				this.outcomes.failed(all, record(), Objects.requireNonNull(failure));
			}
		}
		else if (current == null) {
			this.direct.keep();
			this.outcomes.done(first, stats);
		}
		else {
			this.tickets.finish(current.root());
		}
		this.refused = false;
		this.answer.clear();
		this.ticket = null;
		this.delivery = null;
		this.record = null;
	}

	private @Nullable Throwable answer(Delivery done) {
		try {
			this.replies.answer(done, this.answer, this.direct);
			return null;
		}
		catch (RuntimeException ex) {
			return ex;
		}
	}

	private void drop(@Nullable Ticket current) {
		if (current == null) {
			this.direct.drop();
			return;
		}
		Ticket root = current.root();
		this.tickets.drop(root);
		nodes().drop((hold) -> ((Ticket) hold).root() == root);
	}

	boolean acknowledgements() {
		return this.tickets.acknowledgements();
	}

	/** Take what the application has acknowledged since. */
	int takeAcknowledged() {
		return this.tickets.takeAcknowledged();
	}

	/**
	 * Take back what has been pushed and is not done, to be pushed again.
	 * @param unacknowledged whether to take back what nodes do not keep, too
	 */
	void reset(boolean unacknowledged) {
		for (Ticket pushed : this.tickets.open()) {
			if (unacknowledged || pushed.keepers > 0) {
				drop(pushed);
				this.outcomes.giveBack(pushed.deliveries);
			}
		}
	}

	/** Forget everything: it is read again. */
	void clear() {
		this.tickets.clear();
		this.source.clear();
		if (this.chain != null) {
			this.chain.drop();
			this.chain.drop((hold) -> true);
		}
	}

	boolean ended() {
		return this.ended;
	}

	void reopen() {
		this.ended = false;
		nodes().reopen();
	}

	boolean resting(long now) {
		return this.resting != 0 && now - this.resting < 0;
	}

	boolean due(long now) {
		return this.chain != null && (this.chain.due(now) || complete(now));
	}

	/** Whether lists are as long as they get, since a commit waits for their events. */
	private boolean complete(long now) {
		return nodes().keeps() && this.actor.flushing() && !this.source.ready(now);
	}

	/** Nothing has been going on until now. */
	void begin() {
		this.time = System.nanoTime();
	}

	/** When the last event was through, since when the next is. */
	long time() {
		return this.time;
	}

	@Override
	public Event<?> event() {
		Ticket current = this.ticket;
		Event<?> event = (current != null) ? current.root().event : this.record;
		if (event == null || !this.inHand) {
			throw new IllegalStateException("There is no current event: the next one has not been handed out");
		}
		return event;
	}

	@Override
	public EventRecord<?> record() {
		Ticket current = this.ticket;
		return (current != null) ? current.root().record : Objects.requireNonNull(this.record);
	}

	@Override
	public boolean alone() {
		Delivery current = this.delivery;
		return current != null && current.alone;
	}

	@Override
	public Hold hold(@Nullable Hold hold) {
		Ticket current = Objects.requireNonNull(this.ticket).root();
		Ticket group = (hold != null) ? ((Ticket) hold).root() : current;
		if (hold == null) {
			this.tickets.keep(group);
		}
		else if (group != current) {
			this.tickets.join(current, group);
			this.ticket = group;
			UnitOfWork.enter(group.unit);
		}
		return group;
	}

	@Override
	public void takeUp(Hold hold) {
		Ticket group = ((Ticket) hold).root();
		this.tickets.takeUp(group);
		if (!this.inHand) {
			this.inHand = true;
			this.time = System.nanoTime();
			this.record = group.record;
			this.scope.enter(group.unit);
		}
		this.ticket = group;
	}

	@Override
	public void rest(long until) {
		this.resting = until;
	}

	@Override
	public void end() {
		this.refused = true;
		this.ended = true;
	}

	@Override
	public long now() {
		return System.nanoTime();
	}

}
