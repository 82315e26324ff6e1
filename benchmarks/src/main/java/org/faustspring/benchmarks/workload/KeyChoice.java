package org.faustspring.benchmarks.workload;

import java.util.SplittableRandom;

/**
 * Chooses keys: uniformly, by Zipf's law, or one after the other. One thread.
 */
final class KeyChoice {

	private final SplittableRandom random;

	private final int keys;

	private final boolean inTurn;

	private final double[] cumulated;

	private int last = -1;

	KeyChoice(SplittableRandom random, int keys, double zipf) {
		this.random = random;
		this.keys = keys;
		this.inTurn = zipf == Load.IN_TURN;
		this.cumulated = (zipf <= 0) ? new double[0] : cumulated(keys, zipf);
	}

	private static double[] cumulated(int keys, double zipf) {
		double[] cumulated = new double[keys];
		double sum = 0;
		for (int rank = 0; rank < keys; rank++) {
			sum += 1 / Math.pow(rank + 1, zipf);
			cumulated[rank] = sum;
		}
		return cumulated;
	}

	int next() {
		if (this.inTurn) {
			this.last = (this.last + 1) % this.keys;
			return this.last;
		}
		if (this.cumulated.length == 0) {
			return this.random.nextInt(this.keys);
		}
		double wanted = this.random.nextDouble() * this.cumulated[this.keys - 1];
		int found = java.util.Arrays.binarySearch(this.cumulated, wanted);
		return Math.min((found >= 0) ? found : -found - 1, this.keys - 1);
	}

}
