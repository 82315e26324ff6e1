package org.faustspring.samples.flights;

/**
 * What table {@code airport-delays} keeps of an airport.
 *
 * @param flights number of flights that left
 * @param minutes sum of their delays
 */
record DelayStats(long flights, long minutes) {

	static final DelayStats NONE = new DelayStats(0, 0);

	DelayStats plus(int delay) {
		return new DelayStats(this.flights + 1, this.minutes + delay);
	}

	double average() {
		return (this.flights != 0) ? (double) this.minutes / this.flights : 0;
	}

}
