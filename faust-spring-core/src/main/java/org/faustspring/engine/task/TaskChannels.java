package org.faustspring.engine.task;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import org.faustspring.engine.handler.ChannelSource;
import org.faustspring.engine.topology.Stage;
import org.faustspring.engine.unit.EventHold;
import org.faustspring.engine.unit.Outlet;

/**
 * Brings what the handlers of a task publish to the agents that consume channels: each
 * has an actor in the task: one that reads topics of it, too, or else one made at the
 * first message. Belongs to the task's worker, unless a method says otherwise.
 */
final class TaskChannels {

	private final ChannelRoutes routes;

	private final CommitGate gate;

	private final Function<Stage, Actor> maker;

	private final Map<Stage, Actor> actors = new HashMap<>();

	private final List<Actor> added = new ArrayList<>();

	private final Map<Outlet, List<ChannelFeed>> feeds = new ConcurrentHashMap<>();

	private final List<InboxFeed> inboxes = new ArrayList<>();

	TaskChannels(ChannelRoutes routes, CommitGate gate, Function<Stage, Actor> maker) {
		this.routes = routes;
		this.gate = gate;
		this.maker = maker;
	}

	CommitGate gate() {
		return this.gate;
	}

	/** Take what is sent outside of handlers: only in the one task that is for that. */
	void openInboxes() {
		for (Stage stage : this.routes.stages()) {
			for (ChannelSource source : stage.channels()) {
				InboxFeed feed = new InboxFeed(actor(stage), source);
				feed.actor.open(feed);
				this.inboxes.add(feed);
			}
		}
	}

	/** Bring messages to actors that are there, since they read topics of the task. */
	void present(List<Actor> readers) {
		for (Actor reader : readers) {
			if (reader.consumesChannels()) {
				this.actors.put(reader.stage(), reader);
			}
		}
	}

	/**
	 * Bring a message to all who consume it.
	 * @param from whose handler has published it
	 * @param outlet where to
	 * @param message the message
	 * @param cause the delivery that published it; of several, the last
	 * @param hold holds all that published it
	 */
	void publish(Actor from, Outlet outlet, Object message, Delivery cause, EventHold hold) {
		outlet.put(message, hold);
		from.feeds(outlet);
		for (ChannelFeed feed : feedsOf(outlet)) {
			feed.put(message, cause, hold);
			from.feeds(feed);
		}
	}

	private List<ChannelFeed> feedsOf(Outlet outlet) {
		List<ChannelFeed> found = this.feeds.get(outlet);
		if (found == null) {
			List<ChannelFeed> opened = new ArrayList<>();
			for (Stage stage : this.routes.consumers(outlet)) {
				for (ChannelSource source : stage.channels()) {
					if (source.channel() == outlet) {
						ChannelFeed feed = new ChannelFeed(actor(stage), source.channel());
						feed.actor.open(feed);
						opened.add(feed);
					}
				}
			}
			found = List.copyOf(opened);
			this.feeds.put(outlet, found);
		}
		return found;
	}

	private Actor actor(Stage stage) {
		return this.actors.computeIfAbsent(stage, (consumer) -> {
			Actor actor = this.maker.apply(consumer);
			actor.join(this);
			this.added.add(actor);
			actor.agent().add(actor);
			return actor;
		});
	}

	/**
	 * Tell whether the agents that consume an outlet have room in this task for one more
	 * message beside those that a unit of work has for it. Any thread.
	 */
	boolean hasRoom(Outlet outlet, int published) {
		if (published >= outlet.capacityForOne() || !outlet.hasRoom()) {
			return false;
		}
		for (ChannelFeed feed : this.feeds.getOrDefault(outlet, List.of())) {
			if (feed.undone() + published >= outlet.capacityForOne()) {
				return false;
			}
		}
		return true;
	}

	/** Refuse what would wait for itself. Any thread. */
	void check(EngineAgent from, Outlet outlet) {
		this.routes.check(from.definition(), outlet);
	}

	/** Actors made since the last call, which have their turns from now on. */
	List<Actor> takeAdded() {
		if (this.added.isEmpty()) {
			return List.of();
		}
		List<Actor> taken = List.copyOf(this.added);
		this.added.clear();
		return taken;
	}

	int takeArrived() {
		int taken = 0;
		if (!this.inboxes.isEmpty() && !this.gate.closed()) {
			for (InboxFeed inbox : this.inboxes) {
				if (inbox.actor.running()) {
					taken += inbox.takeArrived();
				}
			}
		}
		return taken;
	}

	/** Whether messages wait for an agent that does not run. */
	boolean blocked() {
		for (List<ChannelFeed> opened : this.feeds.values()) {
			for (ChannelFeed feed : opened) {
				if (feed.blocked()) {
					return true;
				}
			}
		}
		return false;
	}

	/** Whether there is something to commit that no offset tells. */
	boolean moved() {
		for (InboxFeed inbox : this.inboxes) {
			if (inbox.moved()) {
				return true;
			}
		}
		return false;
	}

	/** Whether all that was sent outside of handlers has been taken. */
	boolean inboxesTaken() {
		return this.inboxes.stream().allMatch((inbox) -> inbox.taken() || !inbox.actor.running());
	}

	/** Whether all that was sent outside of handlers has been processed. */
	boolean inboxesEmpty() {
		return this.inboxes.stream().allMatch((inbox) -> inbox.empty() || !inbox.actor.running());
	}

	/** What is processed from now on belongs to the next commit. */
	void beginCommit() {
		this.inboxes.forEach(InboxFeed::beginCommit);
	}

	void committed() {
		this.inboxes.forEach(InboxFeed::committed);
	}

	void rewind() {
		this.feeds.values().forEach((opened) -> opened.forEach(ChannelFeed::forget));
		this.inboxes.forEach(InboxFeed::rewind);
	}

	void end() {
		this.feeds.values().forEach((opened) -> opened.forEach(ChannelFeed::forget));
		this.inboxes.forEach(InboxFeed::end);
	}

}
