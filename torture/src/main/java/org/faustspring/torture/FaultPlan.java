package org.faustspring.torture;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Which faults come when, which a seed decides before anything runs.
 *
 * @param faults the faults, in order
 */
record FaultPlan(List<Planned> faults) {

	private static final double FIRST_SECOND = 3;

	static FaultPlan of(Map<String, Integer> weights, List<String> wanted, double seconds, double pause, long seed) {
		Random random = new Random(seed);
		List<String> names = new ArrayList<>();
		weights.forEach((name, weight) -> {
			if (wanted.isEmpty() || wanted.contains(name)) {
				names.addAll(java.util.Collections.nCopies(weight, name));
			}
		});
		List<Planned> faults = new ArrayList<>();
		double at = FIRST_SECOND;
		while (!names.isEmpty() && at < seconds) {
			faults.add(new Planned(at, names.get(random.nextInt(names.size())), random.nextLong()));
			at += pause * (0.3 + 1.4 * random.nextDouble());
		}
		return new FaultPlan(faults);
	}

	@Override
	public String toString() {
		return this.faults.stream()
			.map((fault) -> "%.0f s %s".formatted(fault.second(), fault.name()))
			.collect(Collectors.joining(", "));
	}

	/**
	 * A fault to come.
	 *
	 * @param second when, after the start; later if the one before still goes on
	 * @param name which
	 * @param seed decides the rest
	 */
	record Planned(double second, String name, long seed) {

	}

}
