package org.faustspring.benchmarks.engine.loop;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.faustspring.benchmarks.engine.EngineSettings;
import org.faustspring.benchmarks.workload.Json;
import org.faustspring.benchmarks.workload.Order;

/**
 * Sends orders on with their merchant as key, through a topic of the loop's own, and
 * takes each of them once from there: a record says which partition and offset it comes
 * from, and what a partition has been taken up to is committed with the offsets, as this
 * library does. Orders are read from JSON once, to group them. One thread.
 */
final class Grouping {

	private static final String ORIGIN = "origin";

	private final String topic;

	private final Consumer<ProducerRecord<String, byte[]>> onward;

	private final Json<Order> orders = new Json<>(Order.class);

	/** By partition, then by the input's partition: the last offset that was taken. */
	private final Map<Integer, Map<Integer, Long>> taken = new HashMap<>();

	Grouping(EngineSettings settings, Consumer<ProducerRecord<String, byte[]>> onward) {
		this.topic = topic(settings);
		this.onward = onward;
	}

	static String topic(EngineSettings settings) {
		return settings.group() + "-repartition";
	}

	/**
	 * Send an event of the input on; tell whether any other event is to be handled.
	 * @param event the event
	 * @return whether it has been grouped, and has not been taken before
	 */
	boolean takes(ConsumerRecord<String, byte[]> event) {
		if (!event.topic().equals(this.topic)) {
			byte[] origin = ByteBuffer.allocate(Integer.BYTES + Long.BYTES)
				.putInt(event.partition())
				.putLong(event.offset())
				.array();
			this.onward.accept(new ProducerRecord<>(this.topic, null, event.timestamp(),
					this.orders.read(event.value()).merchant(), event.value(),
					List.of(new RecordHeader(ORIGIN, origin))));
			return false;
		}
		ByteBuffer origin = ByteBuffer.wrap(event.headers().lastHeader(ORIGIN).value());
		int upstream = origin.getInt();
		long offset = origin.getLong();
		Map<Integer, Long> ofPartition = this.taken.computeIfAbsent(event.partition(), (missing) -> new TreeMap<>());
		Long last = ofPartition.get(upstream);
		if (last != null && offset <= last) {
			return false;
		}
		ofPartition.put(upstream, offset);
		return true;
	}

	/**
	 * Return what has been taken, to be committed.
	 * @param partition the partition that it was taken from
	 * @return a text
	 */
	String progress(int partition) {
		return this.taken.getOrDefault(partition, Map.of()).toString();
	}

}
