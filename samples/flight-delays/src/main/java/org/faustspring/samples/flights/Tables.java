package org.faustspring.samples.flights;

import org.faustspring.app.FaustApp;
import org.faustspring.table.Table;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Declares the tables.
 */
@Configuration(proxyBeanMethods = false)
class Tables {

	@Bean
	Table<String, DelayStats> airportDelays(FaustApp app) {
		return app.table("airport-delays", String.class, DelayStats.class).defaultValue(DelayStats.NONE).build();
	}

}
