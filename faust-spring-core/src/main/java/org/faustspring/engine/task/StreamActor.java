package org.faustspring.engine.task;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.faustspring.agent.HandlerInProgress;
import org.faustspring.engine.handler.EventRecord;
import org.faustspring.engine.progress.Progress;
import org.faustspring.engine.stream.Segment;
import org.faustspring.engine.topology.Stage;

/**
 * Runs a segment of a stream, which may come to an end of its own. Belongs to the task's
 * worker, unless a method says otherwise.
 */
abstract class StreamActor extends Actor {

	private static final Log logger = LogFactory.getLog(StreamActor.class);

	final StreamSource source;

	/** The call that others may see; another one when its thread was left alone. */
	volatile Call call = new Call();

	private volatile boolean completed;

	/** Where the inputs were when the stream ended. */
	private final Map<Cursor, Long> end = new HashMap<>();

	StreamActor(Stage stage, EngineAgent agent, Segment segment, StreamSource source, Failures failures) {
		super(stage, agent, failures, segment.limit());
		this.source = source;
		source.owner(this);
	}

	abstract StreamRun run();

	@Override
	Cursor open(Input input, Progress committed) {
		Cursor cursor = super.open(input, committed);
		this.source.expect(cursor);
		return cursor;
	}

	@Override
	void accept(Delivery delivery) {
		this.source.add(delivery);
	}

	@Override
	boolean running() {
		return !this.completed && super.running();
	}

	@Override
	boolean wants(Cursor cursor) {
		return !this.completed && super.wants(cursor);
	}

	@Override
	EventRecord<?> failedEvent(Delivery delivery) {
		return run().read(delivery, delivery.attempts());
	}

	@Override
	boolean completed() {
		return this.completed;
	}

	/** Take up again all that has not come through. */
	void takeUpAgain() {
		this.source.clear();
		feeds().forEach((feed) -> feed.forEachUndone(this.source::add));
	}

	/** The stream has ended. */
	void complete() {
		cursors().forEach((cursor) -> this.end.put(cursor, cursor.position()));
		this.completed = true;
		logger.info("Agent '%s': the stream of an actor has ended, it takes no more events%s".formatted(agent().name(),
				consumesChannels() ? ", and those who send to it wait until the agent is started again" : ""));
		agent().actorCompleted();
	}

	@Override
	int collect() {
		return run().takeAcknowledged();
	}

	@Override
	void begin() {
		this.source.begin();
	}

	@Override
	void restarted() {
		begin();
		this.completed = false;
		this.end.clear();
	}

	/**
	 * What was not committed is read again: if the end was not, it is to come again. Of a
	 * channel that is not known.
	 */
	@Override
	void clear() {
		if (this.completed && (consumesChannels() || this.end.entrySet()
			.stream()
			.anyMatch((entry) -> entry.getKey().committed().position() < entry.getValue()))) {
			this.completed = false;
			this.end.clear();
			agent().actorGoesOn();
		}
		run().clear();
	}

	@Override
	void inProgress(List<HandlerInProgress> running) {
		this.call.report(running);
	}

}
