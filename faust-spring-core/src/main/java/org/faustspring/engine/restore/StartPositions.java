package org.faustspring.engine.restore;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.faustspring.app.OffsetReset;

/**
 * Tells where to start reading partitions without a usable offset. Any thread.
 */
public final class StartPositions {

	private final ClusterOffsets clusterOffsets;

	private final OffsetReset reset;

	private final Predicate<String> internal;

	/**
	 * Create it.
	 * @param clusterOffsets tells where logs begin and end
	 * @param reset the policy
	 * @param internal tells internal topics, which are read from their beginning whatever
	 * the policy
	 */
	public StartPositions(ClusterOffsets clusterOffsets, OffsetReset reset, Predicate<String> internal) {
		this.clusterOffsets = clusterOffsets;
		this.reset = reset;
		this.internal = internal;
	}

	/**
	 * Return where to start.
	 * @param partitions the partitions
	 * @return offsets by partition
	 * @throws IllegalStateException if the policy is to start nowhere
	 */
	public Map<TopicPartition, OffsetAndMetadata> of(Collection<TopicPartition> partitions) {
		Set<TopicPartition> fromBeginning = new HashSet<>();
		Set<TopicPartition> fromEnd = new HashSet<>();
		for (TopicPartition partition : partitions) {
			if (this.internal.test(partition.topic()) || this.reset == OffsetReset.EARLIEST) {
				fromBeginning.add(partition);
			}
			else if (this.reset == OffsetReset.LATEST) {
				fromEnd.add(partition);
			}
			else {
				throw new IllegalStateException(
						("There is no committed offset for %s and faust.offset-reset is 'none': set "
								+ "it to 'earliest' or 'latest', or set the group's offsets")
							.formatted(partition));
			}
		}
		Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
		this.clusterOffsets.beginnings(fromBeginning)
			.forEach((partition, offset) -> positions.put(partition, new OffsetAndMetadata(offset)));
		this.clusterOffsets.ends(fromEnd, IsolationLevel.READ_COMMITTED)
			.forEach((partition, offset) -> positions.put(partition, new OffsetAndMetadata(offset)));
		return positions;
	}

}
