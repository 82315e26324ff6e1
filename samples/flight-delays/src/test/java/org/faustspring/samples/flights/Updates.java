package org.faustspring.samples.flights;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks the records of topic {@code airport-delay-updates} against the truth.
 */
final class Updates {

	private Updates() {
	}

	/**
	 * Check that each flight has an update, repeated or not. The n-th update of an
	 * airport tells the sum of the first n delays, so the differences have to be the
	 * delays.
	 * @param updates the records
	 * @param truth what is true
	 */
	static void assertThatEachFlightHasOne(Collection<AirportDelay> updates, TrueDelays truth) {
		Map<String, TreeMap<Long, Long>> minutes = new TreeMap<>();
		for (AirportDelay update : updates) {
			long sum = Math.round(update.averageDelay() * update.flights());
			Long other = minutes.computeIfAbsent(update.airport(), (airport) -> new TreeMap<>())
				.put(update.flights(), sum);
			assertThat(other).as("sum of a repetition of %s", update).isIn(null, sum);
		}
		Map<String, List<Integer>> delays = new TreeMap<>();
		minutes.forEach((airport, sums) -> {
			List<Integer> found = new ArrayList<>();
			long before = 0;
			for (Map.Entry<Long, Long> sum : sums.entrySet()) {
				assertThat(sum.getKey()).as("next update of %s", airport).isEqualTo(found.size() + 1);
				found.add((int) (sum.getValue() - before));
				before = sum.getValue();
			}
			found.sort(null);
			delays.put(airport, found);
		});
		Map<String, List<Integer>> expected = new TreeMap<>();
		truth.delays().forEach((airport, all) -> expected.put(airport, all.stream().sorted().toList()));
		assertThat(delays).isEqualTo(expected);
	}

}
