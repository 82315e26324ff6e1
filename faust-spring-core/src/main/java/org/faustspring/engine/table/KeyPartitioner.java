package org.faustspring.engine.table;

import org.apache.kafka.common.utils.Utils;

/**
 * Maps keys to partitions as Kafka's producer does: murmur2 of the key's bytes.
 */
public final class KeyPartitioner {

	private KeyPartitioner() {
	}

	/**
	 * Return the partition of a key.
	 * @param key the key's bytes
	 * @param partitions number of partitions
	 * @return the partition's number
	 */
	public static int partition(byte[] key, int partitions) {
		return Utils.toPositive(Utils.murmur2(key)) % partitions;
	}

}
