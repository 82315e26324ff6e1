package org.faustspring.benchmarks.harness;

import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

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
	 * Return the median of a figure of several runs.
	 * @param results the runs
	 * @param figure the figure
	 * @return the median, {@code null} if no run has the figure
	 */
	static @Nullable Double median(List<RunResult> results, String figure) {
		List<Double> values = results.stream()
			.map((result) -> result.figures().get(figure))
			.filter(Objects::nonNull)
			.map(Number::doubleValue)
			.toList();
		return (values.isEmpty()) ? null : median(values);
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
