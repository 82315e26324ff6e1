package org.faustspring.engine.deadletter;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.faustspring.engine.progress.CommitMetadata;
import org.faustspring.engine.progress.CommitMetadataCodec;
import org.faustspring.engine.progress.Progress;
import org.jspecify.annotations.Nullable;

/**
 * The records of one partition of a dead-letter topic that have been sent back; kept as a
 * committed offset, with ranges beyond it in its metadata. Belongs to one request.
 */
final class ReplayedOffsets {

	private static final int ACTOR = 0;

	/** Ends, exclusive, by start. */
	private final NavigableMap<Long, Long> ranges = new TreeMap<>();

	private final long beginning;

	/** Offset after the last record that was looked at. */
	private long seen;

	private boolean changed;

	/**
	 * Create it.
	 * @param beginning the partition's first offset
	 * @param committed what is committed, or {@code null}
	 */
	ReplayedOffsets(long beginning, @Nullable OffsetAndMetadata committed) {
		this.beginning = beginning;
		this.seen = beginning;
		if (committed == null) {
			return;
		}
		if (committed.offset() > beginning) {
			this.ranges.put(beginning, committed.offset());
		}
		CommitMetadata metadata = CommitMetadataCodec.decode(committed.metadata(), committed.offset());
		Progress progress = (metadata != null) ? metadata.actors().get(ACTOR) : null;
		if (progress != null) {
			long[] completed = progress.completed();
			for (int i = 0; i < completed.length; i += 2) {
				this.ranges.put(completed[i], completed[i + 1]);
			}
		}
	}

	boolean contains(long offset) {
		Map.Entry<Long, Long> range = this.ranges.floorEntry(offset);
		return range != null && offset < range.getValue();
	}

	/** Pass a record over, in order. */
	void pass(long offset) {
		this.seen = offset + 1;
	}

	/** Add a record, in order; offsets that hold no record belong to the next one. */
	void add(long offset) {
		long start = this.seen;
		Map.Entry<Long, Long> before = this.ranges.floorEntry(start);
		if (before != null && before.getValue() >= start) {
			start = before.getKey();
		}
		long end = offset + 1;
		Long following = this.ranges.remove(end);
		this.ranges.put(start, (following != null) ? following : end);
		this.seen = offset + 1;
		this.changed = true;
	}

	boolean takeChanged() {
		boolean was = this.changed;
		this.changed = false;
		return was;
	}

	/** What to commit; {@code null} if it is more than Kafka keeps with an offset. */
	@Nullable OffsetAndMetadata toCommit() {
		Map.Entry<Long, Long> first = this.ranges.floorEntry(this.beginning);
		long position = (first != null) ? Math.max(first.getValue(), this.beginning) : this.beginning;
		NavigableMap<Long, Long> beyond = this.ranges.tailMap(position, true);
		long[] completed = new long[2 * beyond.size()];
		int length = 0;
		for (Map.Entry<Long, Long> range : beyond.entrySet()) {
			completed[length++] = range.getKey();
			completed[length++] = range.getValue();
		}
		String metadata = CommitMetadataCodec.encode(
				new CommitMetadata(0, Map.of(), Map.of(ACTOR, new Progress(position, completed)), Map.of(), 0),
				position);
		return (metadata.length() <= CommitMetadataCodec.MAX_LENGTH) ? new OffsetAndMetadata(position, metadata) : null;
	}

}
