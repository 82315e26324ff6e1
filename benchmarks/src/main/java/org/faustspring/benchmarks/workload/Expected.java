package org.faustspring.benchmarks.workload;

/**
 * What must come of a load, whoever processes it. Immutable.
 *
 * @param events number of events
 * @param byCustomer what counting by key must result in
 * @param byMerchant what counting by merchant must result in
 * @param cents what all orders cost together
 * @param checksum sum of the checksums of all values
 */
public record Expected(long events, Tally byCustomer, Tally byMerchant, long cents, long checksum) {

	/**
	 * The result of counting.
	 *
	 * @param distinct number of different keys
	 * @param sum sum of all counts
	 * @param sumOfSteps sum of every count on the way: 1 + 2 + ... for each key
	 */
	public record Tally(long distinct, long sum, long sumOfSteps) {

		static Tally of(int[] counts) {
			long distinct = 0;
			long sum = 0;
			long steps = 0;
			for (int count : counts) {
				distinct += (count > 0) ? 1 : 0;
				sum += count;
				steps += (long) count * (count + 1) / 2;
			}
			return new Tally(distinct, sum, steps);
		}

	}
}
