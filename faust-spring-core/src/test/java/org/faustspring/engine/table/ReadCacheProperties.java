package org.faustspring.engine.table;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is kept of committed values, against all that were committed.
 */
class ReadCacheProperties {

	private static final long ENTRY = EntrySize.onHeap(0);

	private static final int KEYS = 12;

	@Property
	void nothingButTheLastCommittedValueIsKept(@ForAll("steps") List<Step> steps,
			@ForAll @IntRange(max = 2 * KEYS + 2) int room) {
		CacheRoom bytes = new CacheRoom(room * ENTRY);
		ReadCache cache = new ReadCache(bytes, false);
		cache.entrySize(ENTRY);
		Map<Object, Object> committed = new HashMap<>();
		long value = 0;
		for (Step step : steps) {
			value++;
			switch (step.action()) {
				case COMMIT -> {
					Map<Object, Object> writes = new HashMap<>();
					for (int key : step.keys()) {
						// A handler removes some.
						writes.put(key, (key % 5 == value % 5) ? TablePartition.REMOVED : (Object) value);
					}
					cache.committed(writes.isEmpty() ? Collections.emptyMap() : new HashMap<>(writes));
					committed.putAll(writes);
				}
				case SHARE_ROOM -> new ReadCache(bytes, false);
				case READ -> step.keys().forEach((key) -> read(cache, key, committed));
				case READ_TO_WRITE -> step.keys().forEach((key) -> check(cache.last(key), key, committed));
			}
			checkAll(cache, committed, room);
		}
	}

	private static void read(ReadCache cache, Object key, Map<Object, Object> committed) {
		Object kept = cache.get(key);
		check(kept, key, committed);
		Object stored = committed.get(key);
		if (kept == null && stored != null && stored != TablePartition.REMOVED) {
			cache.read(key, stored, 0);
		}
	}

	private static void check(@Nullable Object kept, Object key, Map<Object, Object> committed) {
		if (kept != null) {
			assertThat(kept).as("key %s", key).isEqualTo(committed.get(key));
		}
	}

	private static void checkAll(ReadCache cache, Map<Object, Object> committed, int room) {
		int kept = 0;
		for (int key = 0; key < KEYS; key++) {
			Object last = cache.last(key);
			check(last, key, committed);
			kept += (last != null) ? 1 : 0;
		}
		assertThat(kept).isLessThanOrEqualTo(room);
	}

	@Provide
	Arbitrary<List<Step>> steps() {
		Arbitrary<Action> actions = Arbitraries.frequencyOf(Tuple.of(4, Arbitraries.just(Action.COMMIT)),
				Tuple.of(1, Arbitraries.just(Action.SHARE_ROOM)), Tuple.of(2, Arbitraries.just(Action.READ)),
				Tuple.of(1, Arbitraries.just(Action.READ_TO_WRITE)));
		Arbitrary<List<Integer>> keys = Arbitraries.integers()
			.between(0, KEYS - 1)
			.withoutEdgeCases()
			.list()
			.uniqueElements()
			.ofMaxSize(KEYS / 2);
		return Combinators.combine(actions, keys).as(Step::new).list().ofMinSize(1).ofMaxSize(20);
	}

	enum Action {

		COMMIT, SHARE_ROOM, READ, READ_TO_WRITE

	}

	record Step(Action action, List<Integer> keys) {

	}

}
