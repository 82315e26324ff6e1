package org.faustspring.samples.flights;

import java.util.List;

/**
 * Airports whose average has changed; what the live page is sent.
 *
 * @param airports the airports, each once
 */
record DelayNews(List<AirportDelay> airports) {

}
