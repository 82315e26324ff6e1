package org.faustspring.engine.table;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is kept of entries as bytes, against all that were stored.
 */
class ByteCacheProperties {

	@Property(tries = 300)
	void whatIsKnownOfAKeyIsItsLastValue(@ForAll("steps") List<Step> steps,
			@ForAll @IntRange(min = 1, max = 4) int shares, @ForAll @IntRange(min = 4, max = 200) int lastPage,
			@ForAll long seed) {
		CacheRoom room = new CacheRoom(shares * ByteCache.LEAST_ROOM);
		room.enter();
		ByteCache cache = new ByteCache(room, lastPage);
		Random random = new Random(seed);
		Map<String, byte[]> stored = new HashMap<>();
		for (Step step : steps) {
			switch (step.action()) {
				case PUT -> {
					for (int i = 0; i < step.count(); i++) {
						String key = "key-" + random.nextInt(step.keys());
						byte[] value = new byte[random.nextInt(1 + step.size())];
						random.nextBytes(value);
						cache.put(bytes(key), value);
						stored.put(key, value);
						assertThat(cache.get(bytes(key))).satisfiesAnyOf((known) -> assertThat(known).isEqualTo(value),
								(known) -> assertThat(known).isNull());
					}
				}
				case REMOVE -> {
					for (int i = 0; i < step.count() / 4; i++) {
						String key = "key-" + random.nextInt(step.keys());
						cache.remove(bytes(key));
						stored.remove(key);
						assertThat(cache.get(bytes(key))).isNull();
					}
				}
				case MORE_PARTITIONS -> room.enter();
				case FEWER_PARTITIONS -> room.leave();
			}
			stored.forEach((key, value) -> {
				byte[] known = cache.get(bytes(key));
				assertThat(known == null || Arrays.equals(known, value)).as(key).isTrue();
			});
		}
		for (String key : new ArrayList<>(stored.keySet())) {
			cache.remove(bytes(key));
			assertThat(cache.get(bytes(key))).isNull();
		}
	}

	private static byte[] bytes(String key) {
		return key.getBytes(StandardCharsets.UTF_8);
	}

	@Provide
	Arbitrary<List<Step>> steps() {
		Arbitrary<Action> actions = Arbitraries.frequency(Tuple.of(6, Action.PUT), Tuple.of(2, Action.REMOVE),
				Tuple.of(1, Action.MORE_PARTITIONS), Tuple.of(1, Action.FEWER_PARTITIONS));
		return Combinators
			.combine(actions, Arbitraries.integers().between(1, 600), Arbitraries.of(1, 10, 300, 5_000),
					Arbitraries.of(0, 8, 100, 5_000))
			.as(Step::new)
			.list()
			.ofMinSize(1)
			.ofMaxSize(12);
	}

	enum Action {

		PUT, REMOVE, MORE_PARTITIONS, FEWER_PARTITIONS

	}

	record Step(Action action, int count, int keys, int size) {

	}

}
