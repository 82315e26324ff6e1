package org.faustspring.samples.flights;

/**
 * How late flights from an airport are; a record of topic {@code airport-delay-updates}
 * and the answer over HTTP.
 *
 * @param airport IATA code
 * @param flights number of flights that left
 * @param averageDelay mean of their delays in minutes
 */
record AirportDelay(String airport, long flights, double averageDelay) {

	static AirportDelay of(String airport, DelayStats stats) {
		return new AirportDelay(airport, stats.flights(), stats.average());
	}

}
