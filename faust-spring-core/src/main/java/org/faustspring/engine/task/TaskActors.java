package org.faustspring.engine.task;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.faustspring.engine.call.Replies;
import org.faustspring.engine.deadletter.ReplayTarget;
import org.faustspring.engine.progress.CommitMetadata;
import org.faustspring.engine.progress.CommitMetadataCodec;
import org.faustspring.engine.progress.Progress;
import org.jspecify.annotations.Nullable;

/**
 * Gives a task's actors the records of its inputs, and each of them its turn. Belongs to
 * the worker's thread.
 */
final class TaskActors {

	private final Collection<Input> inputs;

	private final List<Actor> actors = new ArrayList<>();

	private @Nullable TaskChannels channels;

	private @Nullable RetryReader retries;

	private int nextActor;

	TaskActors(Collection<Input> inputs) {
		this.inputs = inputs;
	}

	/**
	 * Open the inputs for actors where these were at the last commit.
	 * @param made the actors; those that read none of the inputs are left out
	 * @param taskChannels bring messages to further actors
	 * @param retryReader takes records of retry topics
	 * @param committed what is committed, by input
	 */
	void start(Collection<? extends Actor> made, TaskChannels taskChannels, RetryReader retryReader,
			Map<TopicPartition, OffsetAndMetadata> committed) {
		this.channels = taskChannels;
		this.retries = retryReader;
		made.forEach((actor) -> actor.join(taskChannels));
		this.actors.addAll(made);
		for (Input input : this.inputs) {
			OffsetAndMetadata position = java.util.Objects.requireNonNull(committed.get(input.topicPartition()));
			open(input, position);
		}
		this.actors.removeIf((actor) -> actor.cursors().isEmpty());
		taskChannels.present(this.actors);
		this.actors.forEach((actor) -> actor.agent().add(actor));
		if (this.inputs.isEmpty()) {
			taskChannels.openInboxes();
		}
	}

	private void open(Input input, OffsetAndMetadata position) {
		CommitMetadata metadata = CommitMetadataCodec.decode(position.metadata(), position.offset());
		for (Actor actor : this.actors) {
			if (actor.stage().reads(input.topicPartition().topic())) {
				Progress progress = (metadata != null) ? metadata.actors().get(actor.stage().hash()) : null;
				actor.open(input, (progress != null) ? progress : Progress.at(position.offset()));
			}
		}
		input.committedPosition(position.offset());
		input.committedUpstream((metadata != null) ? metadata.upstream() : Map.of());
		input.incarnation((metadata != null) ? metadata.incarnation() : 0);
		input.rewindUpstream();
		RetryInlet inlet = input.retries();
		if (inlet != null) {
			// Nothing was sent before the first commit that knew of the topic.
			inlet.committed((metadata != null && metadata.sequence() > 0) ? metadata.sent() : List.of());
		}
	}

	/**
	 * Do some work.
	 * @param most roughly how many events of each actor to process
	 * @param now the time, in {@link System#nanoTime()}
	 * @param until when to return, if an event was processed: a commit is due then
	 * @return how much was done
	 */
	int doWork(int most, long now, long until) {
		int work = 0;
		for (Input input : this.inputs) {
			work += take(input);
		}
		if (this.channels != null) {
			work += this.channels.takeArrived();
			this.actors.addAll(this.channels.takeAdded());
		}
		int count = this.actors.size();
		int first = this.nextActor;
		for (int i = 0; i < count; i++) {
			int done = this.actors.get((first + i) % count).doWork(most, now, until);
			work += done;
			if (done > 0 && System.nanoTime() - until >= 0) {
				// After the commit, the others have their turn first.
				this.nextActor = (first + i + 1) % count;
				return work;
			}
		}
		return work;
	}

	/** Give an input's records to its actors until one of them has enough. */
	private int take(Input input) {
		List<Cursor> cursors = input.cursors();
		boolean wanted = false;
		for (Cursor cursor : cursors) {
			wanted |= cursor.actor.wants(cursor);
			if (cursor.accepting() && cursor.actor.full(cursor)) {
				input.wanted(wanted);
				return 0;
			}
		}
		RetryReader reader = this.retries;
		if (wanted && input.retries() != null && reader != null) {
			return reader.take(input);
		}
		input.wanted(wanted);
		int taken = 0;
		while (wanted) {
			ConsumerRecord<byte[], byte[]> record = input.next();
			if (record == null) {
				return taken;
			}
			taken++;
			if (!give(record, input)) {
				return taken;
			}
		}
		return taken;
	}

	/** Whether there is room for more. */
	private static boolean give(ConsumerRecord<byte[], byte[]> record, Input input) {
		List<Cursor> cursors = input.cursors();
		Origin origin = input.originOf(record);
		if (origin != null && cursors.get(0).accepting() && !input.take(origin)) {
			cursors.get(0).pass(record.offset());
			return true;
		}
		boolean room = true;
		Headers headers = record.headers();
		ReplayTarget target = ReplayTarget.read(headers);
		boolean plain = !Replies.asked(headers);
		for (Cursor cursor : cursors) {
			if (target != null && !cursor.actor.failures().concerns(target)) {
				// The others have processed it when it came first.
				cursor.pass(record.offset());
				continue;
			}
			Delivery delivery = cursor.offer(record, origin);
			if (delivery != null) {
				delivery.plain = plain;
				cursor.actor.accept(delivery);
			}
			room &= !cursor.actor.full(cursor);
		}
		return room;
	}

	/**
	 * Return where inputs have to be read again, because actors that run now have missed
	 * records while they did not.
	 * @return offset by input; empty if there is nothing to read again
	 */
	Map<Input, Long> missed() {
		Map<Input, Long> missed = Collections.emptyMap();
		for (Actor actor : this.actors) {
			for (Cursor cursor : actor.cursors()) {
				if (cursor.behind() && actor.wants(cursor)) {
					missed = missed.isEmpty() ? new HashMap<>() : missed;
					missed.merge(cursor.input, cursor.catchUp(), Math::min);
				}
			}
		}
		return missed;
	}

	/**
	 * Tell whether an actor's position is another than the committed one; cheaper than
	 * {@link #progressed()}.
	 * @return whether it is
	 */
	boolean moved() {
		if (this.channels != null && this.channels.moved()) {
			return true;
		}
		for (Actor actor : this.actors) {
			for (Cursor cursor : actor.cursors()) {
				// What is held has effects, though its offset stays where it is.
				if (cursor.position() != cursor.committed().position() || cursor.holds()) {
					return true;
				}
			}
		}
		return false;
	}

	/**
	 * Tell whether an actor has processed anything since the last commit.
	 * @return whether it has
	 */
	boolean progressed() {
		for (Actor actor : this.actors) {
			for (Cursor cursor : actor.cursors()) {
				if (!cursor.progress().equals(cursor.committed())) {
					return true;
				}
			}
		}
		return false;
	}

	/** What brings messages to actors; {@code null} before the start. */
	@Nullable TaskChannels channels() {
		return this.channels;
	}

	/**
	 * Drop what the actors have, and go back to the last commit.
	 * @return by input, the offset to read from
	 */
	Map<Input, Long> rewind() {
		if (this.channels != null) {
			this.actors.addAll(this.channels.takeAdded());
		}
		this.actors.forEach(Actor::clear);
		Map<Input, Long> positions = new HashMap<>();
		for (Input input : this.inputs) {
			// What nobody processes stays where it is.
			long position = input.cursors().isEmpty() ? input.committedPosition() : Long.MAX_VALUE;
			for (Cursor cursor : input.cursors()) {
				cursor.rewind();
				position = Math.min(position, cursor.position());
			}
			input.rewindUpstream();
			positions.put(input, position);
		}
		if (this.channels != null) {
			this.channels.rewind();
		}
		return positions;
	}

	/**
	 * Drop what the actors have, and take them from their agents.
	 */
	void end() {
		if (this.channels != null) {
			this.actors.addAll(this.channels.takeAdded());
			this.channels.end();
		}
		this.actors.forEach((actor) -> {
			actor.clear();
			actor.cursors().forEach(Feed::forget);
			actor.agent().remove(actor);
		});
	}

}
