package org.faustspring.samples.flights;

/**
 * Published when topic {@code flights} holds every record of the file.
 *
 * @param records number of records in the topic
 */
record FlightsLoaded(int records) {

}
