package org.faustspring.samples.flights;

import org.faustspring.annotation.Agent;
import org.faustspring.annotation.Sink;
import org.faustspring.table.Table;

import org.springframework.stereotype.Component;

/**
 * Counts the delays. Flights arrive keyed by destination; {@code groupBy} brings those of
 * one origin together, so that one task has all of an airport's flights.
 */
@Component
class FlightAgents {

	private final Table<String, DelayStats> delays;

	FlightAgents(Table<String, DelayStats> airportDelays) {
		this.delays = airportDelays;
	}

	@Agent(topics = Topics.FLIGHTS, groupBy = "origin")
	@Sink(topic = Topics.UPDATES)
	AirportDelay onFlight(Flight flight) {
		DelayStats stats = this.delays.update(flight.origin(), (before) -> before.plus(flight.delay()));
		return AirportDelay.of(flight.origin(), stats);
	}

}
