package org.faustspring.engine.task;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.faustspring.engine.progress.CommitMetadata;
import org.faustspring.engine.progress.CommitMetadata.Mark;
import org.faustspring.engine.progress.CommitMetadata.Sent;
import org.faustspring.engine.progress.CommitMetadata.Upstream;
import org.faustspring.engine.progress.CommitMetadataCodec;
import org.faustspring.engine.progress.NameHash;
import org.faustspring.engine.progress.Progress;
import org.jspecify.annotations.Nullable;

/**
 * What one commit says about one task: where it was when the commit began, to which comes
 * what was sent. Made and applied by the task's worker, completed by whoever carries the
 * commit out.
 */
public final class TaskCommit {

	private final Task task;

	private final long sequence;

	private final List<Place> places = new ArrayList<>();

	private final List<Runnable> notes = new ArrayList<>();

	private Map<String, Long> cuts = Map.of();

	private final Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();

	private boolean metadataTooLong;

	private TaskCommit(Task task, long sequence) {
		this.task = task;
		this.sequence = sequence;
	}

	static TaskCommit of(Task task, Collection<Input> inputs, long sequence) {
		TaskCommit commit = new TaskCommit(task, sequence);
		inputs.forEach(commit::add);
		return commit;
	}

	private void add(Input input) {
		long offset = input.cursors().isEmpty() ? input.committedPosition() : Long.MAX_VALUE;
		for (Cursor cursor : input.cursors()) {
			offset = Math.min(offset, cursor.position());
		}
		Map<Integer, Progress> actors = new HashMap<>();
		for (Cursor cursor : input.cursors()) {
			Progress progress = cursor.progress();
			this.notes.add(() -> cursor.committed(progress));
			if (progress.position() != offset || progress.completed().length > 0) {
				actors.put(cursor.actor.stage().hash(), progress);
			}
		}
		Map<Upstream, Mark> upstream = new HashMap<>(input.doneUpstream());
		long position = offset;
		this.notes.add(() -> {
			input.committedUpstream(upstream);
			input.committedPosition(position);
		});
		this.places.add(new Place(input, offset, actors, upstream));
	}

	/**
	 * Add what was sent.
	 * @param newCuts by table, the changelog offset after the last record
	 * @param sent tells what was sent to a partition of a retry topic
	 */
	public void complete(Map<String, Long> newCuts, Function<TopicPartition, @Nullable SentOffsets> sent) {
		this.cuts = newCuts;
		Map<Integer, Long> cutsByHash = new HashMap<>();
		newCuts.forEach((table, cut) -> cutsByHash.put(NameHash.of(table), cut));
		this.places.forEach((place) -> complete(place, cutsByHash, sent.apply(place.input.topicPartition())));
	}

	private void complete(Place place, Map<Integer, Long> cutsByHash, @Nullable SentOffsets letters) {
		RetryInlet inlet = place.input.retries();
		List<Sent> confirmed = null;
		if (inlet != null) {
			List<Sent> next = (letters != null) ? inlet.confirm(place.offset, letters.first(), letters.last())
					: inlet.confirm(place.offset, -1, -1);
			confirmed = next;
			this.notes.add(() -> inlet.committed(next));
		}
		this.offsets.put(place.input.topicPartition(),
				new OffsetAndMetadata(place.offset, metadata(place, cutsByHash, confirmed)));
	}

	private String metadata(Place place, Map<Integer, Long> cutsByHash, @Nullable List<Sent> sent) {
		long incarnation = place.input.incarnation();
		String text = CommitMetadataCodec.encode(
				new CommitMetadata(this.sequence, cutsByHash, place.actors, place.upstream, incarnation, sent),
				place.offset);
		if (text.length() > CommitMetadataCodec.MAX_LENGTH) {
			this.metadataTooLong = true;
			text = CommitMetadataCodec.encode(
					new CommitMetadata(this.sequence, cutsByHash, Map.of(), Map.of(), incarnation, sent), place.offset);
		}
		return text;
	}

	/**
	 * Return the task.
	 * @return the task
	 */
	public Task task() {
		return this.task;
	}

	/**
	 * Return the commit's number.
	 * @return the number
	 */
	public long sequence() {
		return this.sequence;
	}

	/**
	 * Return the cuts.
	 * @return by table, the changelog offset after the last record; empty until it is
	 * complete
	 */
	public Map<String, Long> cuts() {
		return this.cuts;
	}

	/**
	 * Return the offsets and what travels with them.
	 * @return offsets by input; empty until it is complete
	 */
	public Map<TopicPartition, OffsetAndMetadata> offsets() {
		return this.offsets;
	}

	boolean metadataTooLong() {
		return this.metadataTooLong;
	}

	/**
	 * What was sent to a partition since the last commit.
	 *
	 * @param first the first record's offset
	 * @param last the last record's offset
	 */
	public record SentOffsets(long first, long last) {

	}

	void apply() {
		this.notes.forEach(Runnable::run);
	}

	/** Where the task was in an input. */
	private record Place(Input input, long offset, Map<Integer, Progress> actors, Map<Upstream, Mark> upstream) {

	}

}
