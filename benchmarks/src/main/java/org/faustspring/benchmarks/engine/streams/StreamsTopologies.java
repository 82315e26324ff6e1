package org.faustspring.benchmarks.engine.streams;

import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.KTable;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.state.KeyValueStore;
import org.faustspring.benchmarks.engine.EngineSettings;
import org.faustspring.benchmarks.workload.FirstEvent;
import org.faustspring.benchmarks.workload.Json;
import org.faustspring.benchmarks.workload.Order;
import org.faustspring.benchmarks.workload.Priced;
import org.faustspring.benchmarks.workload.Restored;
import org.faustspring.benchmarks.workload.Totals;

/**
 * The cases as topologies. Used by one thread.
 */
final class StreamsTopologies {

	private static final Serde<String> KEY = Serdes.String();

	private final EngineSettings settings;

	private final StreamsBuilder builder = new StreamsBuilder();

	StreamsTopologies(EngineSettings settings) {
		this.settings = settings;
	}

	Topology topology() {
		switch (this.settings.work()) {
			case STATELESS_FORWARD -> bytes().to(this.settings.output(), Produced.with(KEY, Serdes.ByteArray()));
			case JSON_FORWARD -> orders().mapValues((order) -> {
				FirstEvent.mark();
				return Priced.of(order);
			}).to(this.settings.output(), Produced.with(KEY, json(Priced.class)));
			case STATEFUL_COUNT, LARGE_STATE, START_UP, LATENCY -> counts();
			case RESTORE -> bytes().groupByKey(Grouped.with(KEY, Serdes.ByteArray()))
				.aggregate(() -> new byte[0], (key, value, counted) -> Restored.next(counted),
						store("counts", Serdes.ByteArray()))
				.toStream()
				.mapValues(Restored::count)
				.to(this.settings.output(), Produced.with(KEY, Serdes.Long()));
			case STATEFUL_COUNT_PER_COMMIT -> count(this.settings.input(), "counts");
			case JSON_TOTALS -> totals();
			case GROUP_BY -> orders().groupBy((key, order) -> order.merchant(), Grouped.with(KEY, json(Order.class)))
				.count(store("counts", Serdes.Long()))
				.toStream()
				.to(this.settings.output(), Produced.with(KEY, Serdes.Long()));
			case SLOW_HANDLER, ASK ->
				throw new IllegalArgumentException("Kafka Streams does not do " + this.settings.work());
		}
		return this.builder.build();
	}

	private void counts() {
		for (int i = 0; i < this.settings.agents(); i++) {
			count(this.settings.inputs().get(i), this.settings.tables().get(i)).toStream()
				.to(this.settings.outputs().get(i), Produced.with(KEY, Serdes.Long()));
		}
	}

	private KStream<String, byte[]> bytes() {
		return bytes(this.settings.input());
	}

	private KStream<String, byte[]> bytes(String input) {
		return this.builder.stream(input, Consumed.with(KEY, Serdes.ByteArray())).mapValues((value) -> {
			FirstEvent.mark();
			return value;
		});
	}

	private KStream<String, Order> orders() {
		return this.builder.stream(this.settings.input(), Consumed.with(KEY, json(Order.class)));
	}

	private KTable<String, Long> count(String input, String table) {
		return bytes(input).groupByKey(Grouped.with(KEY, Serdes.ByteArray())).count(store(table, Serdes.Long()));
	}

	private void totals() {
		orders().groupByKey(Grouped.with(KEY, json(Order.class))).aggregate(() -> Totals.NONE, (key, order, totals) -> {
			FirstEvent.mark();
			return totals.plus(order);
		}, store("totals", json(Totals.class)))
			.toStream()
			.to(this.settings.output(), Produced.with(KEY, json(Totals.class)));
	}

	private <V> Materialized<String, V, KeyValueStore<Bytes, byte[]>> store(String name, Serde<V> values) {
		Materialized<String, V, KeyValueStore<Bytes, byte[]>> store = Materialized
			.<String, V, KeyValueStore<Bytes, byte[]>>as(name)
			.withKeySerde(KEY)
			.withValueSerde(values);
		return (this.settings.engine().cached()) ? store.withCachingEnabled() : store.withCachingDisabled();
	}

	private static <T> Serde<T> json(Class<T> type) {
		Json<T> json = new Json<>(type);
		return Serdes.serdeFrom((topic, value) -> json.write(value), (topic, bytes) -> json.read(bytes));
	}

}
