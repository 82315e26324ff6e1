package org.faustspring.samples.flights;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the sample, {@code flights.*}.
 *
 * @param load whether this instance loads the flights
 * @param rate records a second to load, 0 for as many as possible
 */
@ConfigurationProperties("flights")
record FlightsProperties(@DefaultValue("true") boolean load, @DefaultValue("2500") int rate) {

	FlightsProperties {
		if (rate < 0) {
			throw new IllegalArgumentException(
					"'flights.rate' is %d; it must be 0 (as fast as possible) or records a second".formatted(rate));
		}
	}

}
