package org.faustspring.samples.flights;

import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

import org.faustspring.app.AppState;
import org.faustspring.app.FaustApp;
import org.faustspring.table.KeyElsewhereException;
import org.faustspring.table.Table;
import org.faustspring.table.TableNotReadyException;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/**
 * Answers from table {@code airport-delays}, as far as this instance has it.
 */
@RestController
@RequestMapping("/airports")
class AirportController {

	private static final String RETRY_AFTER_SECONDS = "1";

	private final Table<String, DelayStats> delays;

	private final Airports airports;

	private final FaustApp app;

	AirportController(Table<String, DelayStats> airportDelays, Airports airports, FaustApp app) {
		this.delays = airportDelays;
		this.airports = airports;
		this.app = app;
	}

	@GetMapping("/{iata}")
	AirportDelay airport(@PathVariable String iata) {
		String airport = iata.toUpperCase(Locale.ROOT);
		DelayStats stats = this.delays.getOrDefault(airport, DelayStats.NONE);
		if (stats.flights() == 0 && !this.airports.exists(airport)) {
			throw new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no airport '%s'".formatted(airport));
		}
		return AirportDelay.of(airport, stats);
	}

	/*
	 * The airports of this instance: with several, each ranks its own.
	 */
	@GetMapping
	List<AirportDelay> mostDelayed(@RequestParam(defaultValue = "10") int limit) {
		if (limit < 1) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST,
					"'limit' is %d; it must be 1 or more".formatted(limit));
		}
		AppState state = this.app.state();
		if (state != AppState.RUNNING) {
			throw new NotRunningException(state);
		}
		return this.delays.entries()
			.stream()
			.filter((entry) -> entry.value().flights() >= DelayBoard.ENOUGH_FLIGHTS)
			.map((entry) -> AirportDelay.of(entry.key(), entry.value()))
			.sorted(Comparator.comparingDouble(AirportDelay::averageDelay).reversed())
			.limit(limit)
			.toList();
	}

	@ExceptionHandler
	ResponseEntity<ProblemDetail> elsewhere(KeyElsewhereException ex) {
		if (ex.ownerId() == null) {
			return retry(String.valueOf(ex.getMessage()));
		}
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.MISDIRECTED_REQUEST, ex.getMessage());
		problem.setTitle("Another instance has this airport");
		problem.setProperty("partition", ex.partition());
		problem.setProperty("ownerId", ex.ownerId());
		ResponseEntity.BodyBuilder response = ResponseEntity.status(HttpStatus.MISDIRECTED_REQUEST);
		if (ex.ownerUrl() != null) {
			problem.setProperty("owner", ex.ownerUrl());
			response.location(sameRequestAt(ex.ownerUrl()));
		}
		return response.body(problem);
	}

	@ExceptionHandler
	ResponseEntity<ProblemDetail> notReady(TableNotReadyException ex) {
		return retry(String.valueOf(ex.getMessage()));
	}

	@ExceptionHandler
	ResponseEntity<ProblemDetail> notRunning(NotRunningException ex) {
		return retry(String.valueOf(ex.getMessage()));
	}

	private static ResponseEntity<ProblemDetail> retry(String detail) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, detail);
		problem.setTitle("Not ready yet");
		return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
			.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
			.body(problem);
	}

	private static URI sameRequestAt(String ownerUrl) {
		String path = ServletUriComponentsBuilder.fromCurrentRequestUri().build().getPath();
		String base = (ownerUrl.endsWith("/")) ? ownerUrl.substring(0, ownerUrl.length() - 1) : ownerUrl;
		return URI.create(base + path);
	}

	/**
	 * Thrown when the table cannot be listed because parts of it are on their way.
	 */
	static class NotRunningException extends RuntimeException {

		NotRunningException(AppState state) {
			super("Tables are not complete: the App is %s".formatted(state));
		}

	}

}
