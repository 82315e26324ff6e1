package org.faustspring.samples.recipes.batchedinserts;

import java.time.Duration;
import java.util.List;

import org.faustspring.annotation.Agent;
import org.faustspring.stream.EventStream;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

// tag::recipe[]
@Component
class Readings {

	private final JdbcTemplate jdbc;

	Readings(JdbcTemplate jdbc) {
		this.jdbc = jdbc;
	}

	@Agent(name = "readings", topics = "readings")
	void insert(EventStream<Reading> readings) {
		for (List<Reading> batch : readings.take(100, Duration.ofSeconds(5))) {
			// A list that is delivered again writes the same rows again
			this.jdbc.batchUpdate("MERGE INTO reading (sensor, at, celsius) KEY (sensor, at) VALUES (?, ?, ?)", batch,
					batch.size(), (statement, reading) -> {
						statement.setString(1, reading.sensor());
						statement.setLong(2, reading.at());
						statement.setDouble(3, reading.celsius());
					});
		}
	}

	record Reading(String sensor, long at, double celsius) {

	}

}
// end::recipe[]
