package org.faustspring.samples.flights;

/**
 * A flight, as topic {@code flights} has it.
 *
 * @param date departure, {@code yyyy/MM/dd HH:mm} in local time
 * @param delay minutes late, negative for early
 * @param distance miles
 * @param origin IATA code of the airport it left from
 * @param destination IATA code of the airport it went to
 */
record Flight(String date, int delay, int distance, String origin, String destination) {

}
