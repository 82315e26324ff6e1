package org.faustspring.samples.flights;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.ClassPathResource;

/**
 * What is true of the 20,000 flights, computed from the file alone.
 *
 * @param delays delays of all flights by origin
 */
record TrueDelays(Map<String, List<Integer>> delays) {

	static final int FLIGHTS = 20_000;

	static TrueDelays ofTheFile() throws IOException {
		Map<String, List<Integer>> delays = new TreeMap<>();
		try (InputStream input = new ClassPathResource("flights-20k.json").getInputStream()) {
			for (JsonNode flight : JsonMapper.shared().readTree(input)) {
				delays.computeIfAbsent(flight.get("origin").stringValue(), (origin) -> new ArrayList<>())
					.add(flight.get("delay").intValue());
			}
		}
		return new TrueDelays(delays);
	}

	Map<String, AirportDelay> answers() {
		Map<String, AirportDelay> answers = new TreeMap<>();
		this.delays.forEach((airport, minutes) -> answers.put(airport, new AirportDelay(airport, minutes.size(),
				minutes.stream().mapToInt(Integer::intValue).average().orElse(0))));
		return answers;
	}

}
