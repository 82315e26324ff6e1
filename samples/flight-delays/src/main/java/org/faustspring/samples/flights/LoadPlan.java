package org.faustspring.samples.flights;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What is left to load. Each partition holds a prefix of its part of the file, since an
 * idempotent producer keeps the order and leaves no gap; so the number of records in it
 * says where its part goes on, whenever the load was interrupted.
 *
 * @param steps the records that are missing, in the order of the file
 */
record LoadPlan(List<Step> steps) {

	/**
	 * Compare the file with the topic.
	 * @param file all records
	 * @param endOffsets end offset by partition, for all partitions 0 to n-1
	 * @return what is missing
	 * @throws IllegalStateException if a partition holds more than its part of the file
	 */
	static LoadPlan of(List<FlightRecord> file, Map<Integer, Long> endOffsets) {
		long[] next = new long[endOffsets.size()];
		List<Step> steps = new ArrayList<>();
		for (FlightRecord record : file) {
			int partition = record.partition(next.length);
			long offset = next[partition]++;
			if (offset >= endOffsets.getOrDefault(partition, 0L)) {
				steps.add(new Step(record.toProducerRecord(partition), offset));
			}
		}
		endOffsets.forEach((partition, end) -> {
			if (end > next[partition]) {
				throw new IllegalStateException(
						("Partition %d of topic '%s' holds %d records but the file has only %d for it: something else "
								+ "has written to the topic. Delete the topic (with the embedded broker: its data "
								+ "directory and the state directory) to begin anew.")
							.formatted(partition, Topics.FLIGHTS, end, next[partition]));
			}
		});
		return new LoadPlan(steps);
	}

	/**
	 * One record to send.
	 *
	 * @param record the record
	 * @param offset the offset it must get; another one means that somebody else writes
	 */
	record Step(ProducerRecord<String, String> record, long offset) {

	}

}
