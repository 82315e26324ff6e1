package org.faustspring.engine.task;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

import org.faustspring.agent.HandlerInProgress;
import org.faustspring.engine.handler.EventRecord;
import org.faustspring.engine.progress.Progress;
import org.faustspring.engine.topology.Stage;
import org.faustspring.engine.unit.Outlet;
import org.jspecify.annotations.Nullable;

/**
 * One running instance of an agent's stage, for one task. Belongs to the task's worker,
 * unless a method says otherwise.
 */
abstract class Actor {

	private final Stage stage;

	private final EngineAgent agent;

	private final Failures failures;

	private final List<Cursor> cursors = new ArrayList<>();

	private final List<Feed> feeds = new ArrayList<>();

	private final int limit;

	/** Passed deliveries that nothing holds any more; added to by any thread. */
	private final Queue<Delivery> released = new ConcurrentLinkedQueue<>();

	/** Where events of this actor have published to. */
	private final List<Outlet> outlets = new ArrayList<>();

	/** What waits in this task for agents that consume what it publishes. */
	private final List<ChannelFeed> downstream = new ArrayList<>();

	/** Those asked for last, mostly those asked for next. */
	private @Nullable AgentStats lastStats;

	private @Nullable TaskChannels channels;

	private CommitGate gate = new CommitGate(Duration.ZERO);

	private final boolean consumesChannels;

	private int generation;

	/** Of the last restart of all actors that this one has taken part in. */
	private int restart;

	/** Whether its supervisor wants no further events processed. */
	private boolean forfeited;

	/**
	 * Until when a failed actor waits, in {@link System#nanoTime()}; 0 if it does not.
	 */
	private long resting;

	/**
	 * Create an actor.
	 * @param stage the stage
	 * @param agent the agent
	 * @param failures decides about failed events
	 * @param limit most deliveries it holds of an input before it takes no more
	 */
	Actor(Stage stage, EngineAgent agent, Failures failures, int limit) {
		this.stage = stage;
		this.agent = agent;
		this.failures = failures;
		this.limit = limit;
		this.consumesChannels = !stage.channels().isEmpty();
		this.generation = agent.generation();
		this.restart = agent.jointRestart();
		// An actor that is made while the others wait does so, too.
		this.resting = agent.restingUntil();
	}

	Stage stage() {
		return this.stage;
	}

	EngineAgent agent() {
		return this.agent;
	}

	Failures failures() {
		return this.failures;
	}

	/** What its agent has done with a topic. */
	AgentStats stats(String topic) {
		AgentStats last = this.lastStats;
		if (last == null || !last.topic.equals(topic)) {
			last = this.agent.stats(topic);
			this.lastStats = last;
		}
		return last;
	}

	boolean running() {
		return !this.forfeited && (this.agent.running() || this.agent.probedBy(this));
	}

	/**
	 * Whether it wants records: all, or one to try while its agent has paused itself.
	 */
	boolean wants(Cursor cursor) {
		return running() || (!this.forfeited && this.agent.circuitOpen() && cursor.size() == 0);
	}

	Cursor open(Input input, Progress committed) {
		Cursor cursor = new Cursor(this, input, committed);
		this.cursors.add(cursor);
		this.feeds.add(cursor);
		input.cursors().add(cursor);
		return cursor;
	}

	List<Cursor> cursors() {
		return this.cursors;
	}

	void open(ChannelFeed feed) {
		this.feeds.add(feed);
	}

	/** What it takes deliveries from: its cursors, and what it consumes of channels. */
	List<Feed> feeds() {
		return this.feeds;
	}

	/** Become part of a task. */
	void join(TaskChannels taskChannels) {
		this.channels = taskChannels;
		this.gate = taskChannels.gate();
	}

	TaskChannels channels() {
		return java.util.Objects.requireNonNull(this.channels);
	}

	CommitGate gate() {
		return this.gate;
	}

	boolean full(Cursor cursor) {
		return cursor.size() >= this.limit;
	}

	/**
	 * Take over a delivery that a cursor has accepted.
	 * @param delivery the delivery
	 */
	abstract void accept(Delivery delivery);

	/**
	 * Process.
	 * @param most roughly how many events to process before returning
	 * @param now the time, in {@link System#nanoTime()}
	 * @param until when to return, if there has been an event
	 * @return how much was done
	 */
	final int doWork(int most, long now, long until) {
		if (this.generation != this.agent.generation()) {
			this.generation = this.agent.generation();
			this.resting = 0;
			this.forfeited = false;
			this.failures.begin();
			restarted();
		}
		if (this.restart != this.agent.jointRestart()) {
			restartWithAll();
			endRun();
		}
		int finished = collectReleased() + collect();
		if (heldBack()) {
			return finished;
		}
		if (this.resting != 0) {
			if (now - this.resting < 0) {
				return finished;
			}
			this.resting = 0;
		}
		if (this.agent.circuitOpen()) {
			return finished + probe(now, until);
		}
		return finished + (running() ? process(most, now, until) : 0);
	}

	/** An event that its handler has failed at, for whoever decides about it. */
	EventRecord<?> failedEvent(Delivery delivery) {
		return ErrorHandling.event(this.agent.definition(), delivery, this.stage.grouping());
	}

	/** Try one event of an agent that has paused itself, if that is due. */
	private int probe(long now, long until) {
		if (this.forfeited || completed() || this.stage.grouping()) {
			return 0;
		}
		int begun = 0;
		if (!this.agent.probedBy(this)) {
			if (!this.agent.claimProbe(this, now)) {
				return 0;
			}
			begun = process(1, now, until);
		}
		if (idle()) {
			this.agent.probeEnded(this);
		}
		return begun;
	}

	/** Whether no event is being processed between two calls of {@link #process}. */
	boolean idle() {
		return true;
	}

	private int collectReleased() {
		int collected = 0;
		Delivery delivery = this.released.poll();
		while (delivery != null) {
			delivery.feed.released(delivery);
			collected++;
			delivery = this.released.poll();
		}
		return collected;
	}

	/**
	 * Nothing holds a delivery any more. Any thread.
	 */
	void released(Delivery delivery) {
		this.released.add(delivery);
		this.agent.wakeWorkers();
	}

	/**
	 * Events of this actor publish to an outlet: further ones wait while it is full.
	 */
	void feeds(Outlet outlet) {
		if (!this.outlets.contains(outlet)) {
			this.outlets.add(outlet);
		}
	}

	/** As {@link #feeds(Outlet)}, for what waits in the task itself. */
	void feeds(ChannelFeed feed) {
		if (!this.downstream.contains(feed)) {
			this.downstream.add(feed);
		}
	}

	/**
	 * Whether something that events of this actor publish to is full, or may not get more
	 * before the next commit.
	 */
	boolean heldBack() {
		if (this.outlets.isEmpty()) {
			return false;
		}
		// An actor that has messages, too, goes on with these: the commit waits for them.
		if (!this.consumesChannels && (this.gate.closed() || this.gate.full())) {
			return true;
		}
		for (int i = 0; i < this.outlets.size(); i++) {
			Outlet outlet = this.outlets.get(i);
			if (!outlet.hasRoom()) {
				outlet.wakeOnRoom(this.agent.waker());
				return true;
			}
		}
		for (int i = 0; i < this.downstream.size(); i++) {
			ChannelFeed feed = this.downstream.get(i);
			if (!feed.hasRoom() || !feed.actor.running()) {
				return true;
			}
		}
		return false;
	}

	/** Whether it gets messages of channels, be it beside events of topics. */
	boolean consumesChannels() {
		return this.consumesChannels;
	}

	/** Whether nothing more comes before what there is has been processed. */
	boolean flushing() {
		return (this.cursors.isEmpty() || hasMessages()) && (this.gate.closed() || this.gate.full());
	}

	private boolean hasMessages() {
		if (this.consumesChannels) {
			for (Feed feed : this.feeds) {
				if (feed instanceof ChannelFeed && feed.undone() > 0) {
					return true;
				}
			}
		}
		return false;
	}

	/** Whether messages go before events, since a commit waits for them. */
	boolean messagesFirst() {
		return this.consumesChannels && this.gate.closed();
	}

	/** Whether events have to wait, since they may publish more before a commit. */
	boolean messagesOnly() {
		return this.consumesChannels && !this.outlets.isEmpty() && !this.cursors.isEmpty()
				&& (this.gate.closed() || this.gate.full());
	}

	/** Take what other threads have finished. */
	int collect() {
		return 0;
	}

	abstract int process(int most, long now, long until);

	/** Forget attempts and waits. */
	abstract void begin();

	/** The agent was started again: begin anew. */
	void restarted() {
		begin();
	}

	/** Whether it may come to an end of its own. Any thread. */
	boolean mayComplete() {
		return false;
	}

	/** Whether it has come to its end and takes no more events. Any thread. */
	boolean completed() {
		return false;
	}

	/** Forget all deliveries: they are read again. */
	abstract void clear();

	void rest(Duration delay) {
		this.resting = System.nanoTime() + delay.toNanos();
	}

	/** End what runs on between events, since all actors of the agent begin anew. */
	void endRun() {
	}

	/** Begin anew, since all actors of the agent do. */
	void restartWithAll() {
		this.restart = this.agent.jointRestart();
		this.resting = this.agent.restingUntil();
		begin();
	}

	/** Process no further events until the agent is started again. */
	void forfeit() {
		this.forfeited = true;
	}

	/**
	 * Add the handlers that this actor is in right now. Any thread.
	 * @param running where to add them
	 */
	abstract void inProgress(List<HandlerInProgress> running);

	/**
	 * A handler call, seen by other threads: which event, since when, on which thread.
	 */
	static final class Call {

		private static final AtomicReferenceFieldUpdater<Call, @Nullable Delivery> DELIVERY = AtomicReferenceFieldUpdater
			.newUpdater(Call.class, Delivery.class, "delivery");

		/**
		 * Set last, so that who sees it sees the rest. Others may see it late: waiting
		 * for them would cost each event more than all else here.
		 */
		private volatile @Nullable Delivery delivery;

		private @Nullable Thread thread;

		private long since;

		void begin(Delivery started, Thread on, long now) {
			this.since = now;
			this.thread = on;
			DELIVERY.lazySet(this, started);
		}

		void end() {
			DELIVERY.lazySet(this, null);
		}

		void report(List<HandlerInProgress> running) {
			Delivery current = this.delivery;
			Thread on = this.thread;
			if (current == null || on == null) {
				return;
			}
			long nanos = System.nanoTime() - this.since;
			List<String> stack = new ArrayList<>();
			for (StackTraceElement element : on.getStackTrace()) {
				stack.add(element.toString());
			}
			if (this.delivery == current) {
				running.add(new HandlerInProgress(current.feed.actor.agent().name(), current.place(),
						Duration.ofMillis(TimeUnit.NANOSECONDS.toMillis(nanos)), stack));
			}
		}

	}

}
