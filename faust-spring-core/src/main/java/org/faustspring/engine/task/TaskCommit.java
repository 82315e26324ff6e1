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
 * What one commit says about one task. Belongs to the task's worker.
 */
public final class TaskCommit {

	private final Task task;

	private final long sequence;

	private final Map<String, Long> cuts;

	private final Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();

	private final List<Runnable> notes = new ArrayList<>();

	private boolean metadataTooLong;

	private TaskCommit(Task task, long sequence, Map<String, Long> cuts) {
		this.task = task;
		this.sequence = sequence;
		this.cuts = cuts;
	}

	static TaskCommit of(Task task, Collection<Input> inputs, long sequence, Map<String, Long> cuts,
			Function<TopicPartition, @Nullable SentOffsets> sent) {
		TaskCommit commit = new TaskCommit(task, sequence, cuts);
		Map<Integer, Long> cutsByHash = new HashMap<>();
		cuts.forEach((table, cut) -> cutsByHash.put(NameHash.of(table), cut));
		inputs.forEach((input) -> commit.add(input, cutsByHash, sent.apply(input.topicPartition())));
		return commit;
	}

	private void add(Input input, Map<Integer, Long> cutsByHash, @Nullable SentOffsets letters) {
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
		RetryInlet inlet = input.retries();
		List<Sent> confirmed = null;
		if (inlet != null) {
			List<Sent> next = (letters != null) ? inlet.confirm(offset, letters.first(), letters.last())
					: inlet.confirm(offset, -1, -1);
			confirmed = next;
			this.notes.add(() -> inlet.committed(next));
		}
		this.offsets.put(input.topicPartition(), new OffsetAndMetadata(offset,
				metadata(offset, cutsByHash, actors, upstream, input.incarnation(), confirmed)));
	}

	private String metadata(long offset, Map<Integer, Long> cutsByHash, Map<Integer, Progress> actors,
			Map<Upstream, Mark> upstream, long incarnation, @Nullable List<Sent> sent) {
		String text = CommitMetadataCodec
			.encode(new CommitMetadata(this.sequence, cutsByHash, actors, upstream, incarnation, sent), offset);
		if (text.length() > CommitMetadataCodec.MAX_LENGTH) {
			this.metadataTooLong = true;
			text = CommitMetadataCodec
				.encode(new CommitMetadata(this.sequence, cutsByHash, Map.of(), Map.of(), incarnation, sent), offset);
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
	 * @return by table, the changelog offset after the last record
	 */
	public Map<String, Long> cuts() {
		return this.cuts;
	}

	/**
	 * Return the offsets and what travels with them.
	 * @return offsets by input
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

}
