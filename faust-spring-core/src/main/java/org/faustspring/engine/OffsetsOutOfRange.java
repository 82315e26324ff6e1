package org.faustspring.engine;

import java.util.HashMap;
import java.util.Map;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.faustspring.engine.restore.StartPositions;

/**
 * Goes on where the policy says when the broker no longer has what comes next, and says
 * what is missing. Any thread.
 */
final class OffsetsOutOfRange implements InputReader.OutOfRange {

	private static final Log logger = LogFactory.getLog(OffsetsOutOfRange.class);

	private final StartPositions startPositions;

	OffsetsOutOfRange(StartPositions startPositions) {
		this.startPositions = startPositions;
	}

	@Override
	public Map<TopicPartition, Long> positions(OffsetOutOfRangeException ex) {
		Map<TopicPartition, Long> lost = ex.offsetOutOfRangePartitions();
		Map<TopicPartition, OffsetAndMetadata> positions = this.startPositions.of(lost.keySet());
		Map<TopicPartition, Long> offsets = new HashMap<>();
		positions.forEach((partition, position) -> {
			logger
				.error(("The broker does not have offset %d of %s, deleted by retention before it was processed or lost: "
						+ "processing goes on at %d, as faust.offset-reset says. Lengthen the topic's retention if this is "
						+ "not wanted")
					.formatted(lost.get(partition), partition, position.offset()));
			offsets.put(partition, position.offset());
		});
		return offsets;
	}

}
