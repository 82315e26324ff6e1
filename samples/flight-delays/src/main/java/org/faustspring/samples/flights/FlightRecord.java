package org.faustspring.samples.flights;

import java.nio.charset.StandardCharsets;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.utils.Utils;

/**
 * A record to load into topic {@code flights}.
 *
 * @param key the destination
 * @param value the flight as JSON, or what is no flight
 * @param timestamp the flight's date read as UTC, in milliseconds
 */
record FlightRecord(String key, String value, long timestamp) {

	/**
	 * Return the record's partition: the one Kafka's producer would choose. It is chosen
	 * here because resuming a load depends on every run choosing the same.
	 * @param partitions number of partitions of the topic
	 * @return the partition's number
	 */
	int partition(int partitions) {
		return Utils.toPositive(Utils.murmur2(this.key.getBytes(StandardCharsets.UTF_8))) % partitions;
	}

	ProducerRecord<String, String> toProducerRecord(int partition) {
		return new ProducerRecord<>(Topics.FLIGHTS, partition, this.timestamp, this.key, this.value);
	}

}
