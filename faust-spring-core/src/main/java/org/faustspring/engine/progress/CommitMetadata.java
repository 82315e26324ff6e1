package org.faustspring.engine.progress;

import java.util.Map;

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
 * offset: in seconds since the epoch
 */
public record CommitMetadata(long sequence, Map<Integer, Long> cuts, Map<Integer, Progress> actors,
		Map<Upstream, Mark> upstream, long incarnation) {

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
