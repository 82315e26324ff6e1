package org.faustspring.engine.progress;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What travels with a committed source offset: where each table's changelog is cut, how
 * far each actor is beyond the offset, and which upstream offsets of a repartition topic
 * have been taken. Names are {@link NameHash hashes}. Immutable.
 *
 * @param sequence number of the commit, growing with each commit of the task
 * @param cuts by table, the changelog offset after the last committed record
 * @param actors by actor, its progress where that is not just the committed offset
 * @param upstream by upstream partition, what has been taken from it
 * @param incarnation when the partition was begun anew, that is without a committed
 * offset: in milliseconds since the epoch
 * @param sent of a retry topic's partition, which of its records count; {@code null} if
 * not known, or of another topic
 */
public record CommitMetadata(long sequence, Map<Integer, Long> cuts, Map<Integer, Progress> actors,
		Map<Upstream, Mark> upstream, long incarnation, @Nullable List<Sent> sent) {

	/**
	 * Create metadata of a topic that is no retry topic.
	 * @param sequence number of the commit
	 * @param cuts cuts by table
	 * @param actors progress by actor
	 * @param upstream what has been taken, by upstream partition
	 * @param incarnation when the partition was begun anew
	 */
	public CommitMetadata(long sequence, Map<Integer, Long> cuts, Map<Integer, Progress> actors,
			Map<Upstream, Mark> upstream, long incarnation) {
		this(sequence, cuts, actors, upstream, incarnation, null);
	}

	/**
	 * Records that commits have confirmed.
	 *
	 * @param sender the owner of the task that has sent them
	 * @param from its first record's offset
	 * @param to the offset after its last record
	 */
	public record Sent(int sender, long from, long to) {

	}

	/**
	 * A partition that a repartition topic is fed from.
	 *
	 * @param topic hash of the topic's name
	 * @param partition the partition's number
	 */
	public record Upstream(int topic, int partition) {

	}

	/**
	 * What has been taken from an upstream partition.
	 *
	 * @param incarnation the latest incarnation of the upstream partition
	 * @param next its first offset that has not been taken
	 */
	public record Mark(long incarnation, long next) {

		/**
		 * Tell whether a record has been taken or belongs to the time before the upstream
		 * partition was begun anew.
		 * @param recordIncarnation the record's incarnation
		 * @param offset its upstream offset
		 * @return whether it is to be dropped
		 */
		public boolean covers(long recordIncarnation, long offset) {
			return recordIncarnation < this.incarnation
					|| (recordIncarnation == this.incarnation && offset < this.next);
		}

	}

}
