package org.faustspring.engine.table;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.faustspring.table.StoreKind;
import org.faustspring.table.store.PartitionStore;

import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.withSettings;

/**
 * What is read of committed values, from objects, bytes or the store, against all that
 * were committed.
 */
class CommittedValuesProperties {

	private static final int KEYS = 80;

	@Property
	@SuppressWarnings("unchecked")
	void lastCommittedValueIsRead(@ForAll("steps") List<Step> steps, @ForAll boolean immutable,
			@ForAll @IntRange(min = 1_000, max = 4_500) int entrySize) {
		TreeMap<String, byte[]> stored = new TreeMap<>();
		PartitionStore store = mock(PartitionStore.class, withSettings().stubOnly());
		given(store.get(any())).willAnswer((call) -> stored.get(text(call.getArgument(0))));
		TableDefinition table = new TableDefinition("table", ResolvableType.forClass(String.class),
				ResolvableType.forClass(immutable ? Long.class : Object.class),
				(Serde<Object>) (Object) Serdes.String(), (Serde<Object>) (Object) Serdes.Long(), null,
				StoreKind.ROCKSDB, "changelog", Map.of());
		CacheRoom room = new CacheRoom(2 * ByteCache.LEAST_ROOM);
		CommittedValues values = new CommittedValues(table, store, false, room);
		Map<String, Long> committed = new HashMap<>();
		// So that some keys have room as objects, and rarely too large ones.
		values.entrySize(entrySize);
		long value = 0;
		for (Step step : steps) {
			value++;
			switch (step.action()) {
				case COMMIT -> {
					Map<Object, Object> writes = new HashMap<>();
					for (String key : step.keys()) {
						boolean removed = (key.hashCode() + value) % 3 == 0;
						writes.put(key, removed ? TablePartition.REMOVED : (Object) value);
						byte[] bytes = removed ? null : table.valueBytes(value);
						if (bytes != null) {
							stored.put(key, bytes);
							committed.put(key, value);
						}
						else {
							stored.remove(key);
							committed.remove(key);
						}
						values.stored(table.keyBytes(key), bytes);
					}
					values.committed(writes);
				}
				case READ ->
					step.keys().forEach((key) -> assertThat(values.read(key, true)).isEqualTo(committed.get(key)));
				case SHARE -> values.share();
			}
			for (int i = 0; i < KEYS; i++) {
				assertThat(values.read("key-" + i, false)).as("key-%d", i).isEqualTo(committed.get("key-" + i));
			}
		}
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

	@Provide
	Arbitrary<List<Step>> steps() {
		Arbitrary<Action> actions = Arbitraries.frequency(Tuple.of(10, Action.COMMIT), Tuple.of(5, Action.READ),
				Tuple.of(1, Action.SHARE));
		Arbitrary<List<String>> keys = Arbitraries.integers()
			.between(0, KEYS - 1)
			.withoutEdgeCases()
			.map((number) -> "key-" + number)
			.list()
			.uniqueElements()
			.ofMaxSize(KEYS / 2);
		return Combinators.combine(actions, keys).as(Step::new).list().ofMinSize(1).ofMaxSize(30);
	}

	enum Action {

		COMMIT, READ, SHARE

	}

	record Step(Action action, List<String> keys) {

	}

}
