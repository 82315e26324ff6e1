package org.faustspring.torture.app;

import java.util.Map;
import java.util.TreeMap;

/**
 * What the table {@code sales} holds of a product: a chain a source partition, since the
 * repartition keeps the order of each.
 *
 * @param lanes chains by source partition
 */
public record Sale(Map<Integer, Chain> lanes) {

	/** Of a product nothing is known of. */
	public static final Sale EMPTY = new Sale(Map.of());

	/**
	 * Add an event.
	 * @param movement the event
	 * @return the sale after it
	 */
	public Sale plus(Movement movement) {
		Map<Integer, Chain> lanes = new TreeMap<>(this.lanes);
		lanes.put(movement.lane(), chain(movement.lane()).plus(movement));
		return new Sale(lanes);
	}

	/**
	 * Return the chain of a source partition.
	 * @param lane the partition
	 * @return its chain
	 */
	public Chain chain(int lane) {
		return this.lanes.getOrDefault(lane, Chain.EMPTY);
	}

}
