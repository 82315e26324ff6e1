package org.faustspring.samples.flights;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;

import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/**
 * Knows which airports there are in the United States, whether flights leave from them or
 * not.
 */
@Component
class Airports {

	private final Set<String> codes;

	Airports() {
		try (BufferedReader lines = new BufferedReader(new InputStreamReader(
				new ClassPathResource("airports.csv").getInputStream(), StandardCharsets.UTF_8))) {
			this.codes = lines.lines()
				.skip(1)
				.map((line) -> line.substring(0, line.indexOf(',')))
				.collect(Collectors.toUnmodifiableSet());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	boolean exists(String iata) {
		return this.codes.contains(iata);
	}

}
