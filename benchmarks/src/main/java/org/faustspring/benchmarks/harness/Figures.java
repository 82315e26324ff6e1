package org.faustspring.benchmarks.harness;

import java.util.List;

/**
 * Arithmetic of results.
 */
final class Figures {

	private Figures() {
	}

	/**
	 * Return the median: of an even number of values, the mean of the two in the middle.
	 * @param values at least one value
	 * @return the median
	 */
	static double median(List<Double> values) {
		if (values.isEmpty()) {
			throw new IllegalArgumentException("There is no median of nothing");
		}
		List<Double> sorted = values.stream().sorted().toList();
		int middle = sorted.size() / 2;
		return (sorted.size() % 2 == 1) ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
	}

	/**
	 * Round a value.
	 * @param value the value
	 * @param digits how many digits to keep after the point
	 * @return the rounded value
	 */
	static double round(double value, int digits) {
		double factor = Math.pow(10, digits);
		return Math.round(value * factor) / factor;
	}

}
