package org.faustspring.engine.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.faustspring.stream.EventStream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Lists lose nothing and keep the order, whenever they go on.
 */
class TakeProperties {

	@Property(tries = 300)
	@SuppressWarnings("unchecked")
	void everyValueGoesOnOnceInOrderAndItsEventIsDoneWithItsList(@ForAll @IntRange(min = 1, max = 5) int size,
			@ForAll @IntRange(min = 1, max = 4) int outer,
			@ForAll @Size(max = 60) List<@IntRange(min = 0, max = 8) Integer> waits) throws Exception {
		PushedStream stream = new PushedStream((EventStream<Integer> values) -> values
			.flatMap((value) -> java.util.Collections.nCopies(value % 3, value))
			.take(size, Duration.ofNanos(10))
			.take(outer, Duration.ofNanos(20)));
		List<Integer> expected = new ArrayList<>();
		long time = 0;
		for (int i = 0; i < waits.size(); i++) {
			time += waits.get(i);
			stream.at(time);
			stream.push(i);
			expected.addAll(java.util.Collections.nCopies(i % 3, i));
		}
		stream.at(time + 1000);
		stream.at(time + 2000);

		List<Integer> values = new ArrayList<>();
		for (Object lists : stream.out) {
			((List<List<Integer>>) lists).forEach((list) -> {
				assertThat(list).hasSizeBetween(1, size);
				values.addAll(list);
			});
		}
		assertThat(values).isEqualTo(expected);
		assertThat(stream.done.stream().flatMap(List::stream)).hasSize(waits.size()).doesNotHaveDuplicates();
	}

}
