package org.faustspring.samples.flights;

import java.util.List;

import org.faustspring.app.AppState;
import org.faustspring.app.FaustApp;
import org.faustspring.table.KeyElsewhereException;
import org.faustspring.table.Table;
import org.faustspring.table.TableEntries;
import org.faustspring.table.TableEntry;
import org.faustspring.table.TableNotReadyException;
import org.junit.jupiter.api.Test;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link AirportController}.
 */
@SuppressWarnings("unchecked")
class AirportControllerTests {

	private final Table<String, DelayStats> delays = mock(Table.class);

	private final FaustApp app = mock(FaustApp.class);

	private final MockMvcTester mvc = MockMvcTester.of(new AirportController(this.delays, new Airports(), this.app));

	@Test
	void anAirportAnswersItsCountAndMean() {
		given(this.delays.getOrDefault("PHX", DelayStats.NONE)).willReturn(new DelayStats(4, 10));

		assertThat(this.mvc.get().uri("/airports/phx")).hasStatusOk()
			.bodyJson()
			.isStrictlyEqualTo("{\"airport\":\"PHX\",\"flights\":4,\"averageDelay\":2.5}");
	}

	@Test
	void anAirportWithoutFlightsAnswersZero() {
		given(this.delays.getOrDefault("ORD", DelayStats.NONE)).willReturn(DelayStats.NONE);

		assertThat(this.mvc.get().uri("/airports/ORD")).hasStatusOk()
			.bodyJson()
			.isStrictlyEqualTo("{\"airport\":\"ORD\",\"flights\":0,\"averageDelay\":0.0}");
	}

	@Test
	void anUnknownAirportIsNotFound() {
		given(this.delays.getOrDefault("XXX", DelayStats.NONE)).willReturn(DelayStats.NONE);

		assertThat(this.mvc.get().uri("/airports/XXX")).hasStatus(HttpStatus.NOT_FOUND);
	}

	@Test
	void anAirportOfAnotherInstanceIsAnsweredByNamingTheOwner() {
		given(this.delays.getOrDefault("PHX", DelayStats.NONE))
			.willThrow(new KeyElsewhereException("airport-delays", "PHX", 3, "two", "http://localhost:8081"));

		assertThat(this.mvc.get().uri("/airports/PHX")).hasStatus(HttpStatus.MISDIRECTED_REQUEST)
			.hasContentType(MediaType.APPLICATION_PROBLEM_JSON)
			.hasHeader(HttpHeaders.LOCATION, "http://localhost:8081/airports/PHX")
			.bodyJson()
			.isLenientlyEqualTo(
					"{\"status\":421,\"partition\":3,\"ownerId\":\"two\",\"owner\":\"http://localhost:8081\"}");
	}

	@Test
	void anAirportThatNobodyIsKnownToOwnIsToBeAskedForAgain() {
		given(this.delays.getOrDefault("PHX", DelayStats.NONE))
			.willThrow(new KeyElsewhereException("airport-delays", "PHX", 3, null, null));

		assertThat(this.mvc.get().uri("/airports/PHX")).hasStatus(HttpStatus.SERVICE_UNAVAILABLE)
			.hasHeader(HttpHeaders.RETRY_AFTER, "1");
	}

	@Test
	void anAirportThatIsBeingRestoredIsToBeAskedForAgain() {
		given(this.delays.getOrDefault("PHX", DelayStats.NONE))
			.willThrow(new TableNotReadyException("airport-delays", "partition 3 is at 40 of 100"));

		assertThat(this.mvc.get().uri("/airports/PHX")).hasStatus(HttpStatus.SERVICE_UNAVAILABLE)
			.hasContentType(MediaType.APPLICATION_PROBLEM_JSON)
			.hasHeader(HttpHeaders.RETRY_AFTER, "1")
			.bodyText()
			.contains("partition 3 is at 40 of 100");
	}

	@Test
	void theMostDelayedAirportsHaveAtLeastFiftyFlights() {
		given(this.app.state()).willReturn(AppState.RUNNING);
		given(this.delays.entries()).willReturn(entries(new TableEntry<>("AAA", new DelayStats(50, 100)),
				new TableEntry<>("BBB", new DelayStats(49, 4900)), new TableEntry<>("CCC", new DelayStats(100, 900)),
				new TableEntry<>("DDD", new DelayStats(60, 60))));

		assertThat(this.mvc.get().uri("/airports?limit=2")).hasStatusOk()
			.bodyJson()
			.isStrictlyEqualTo("[{\"airport\":\"CCC\",\"flights\":100,\"averageDelay\":9.0},"
					+ "{\"airport\":\"AAA\",\"flights\":50,\"averageDelay\":2.0}]");
	}

	@Test
	void thereIsNoRankingWhilePartsOfTheTableAreOnTheirWay() {
		given(this.app.state()).willReturn(AppState.RESTORING);

		assertThat(this.mvc.get().uri("/airports")).hasStatus(HttpStatus.SERVICE_UNAVAILABLE)
			.hasHeader(HttpHeaders.RETRY_AFTER, "1");
	}

	@Test
	void aLimitBelowOneIsRefused() {
		assertThat(this.mvc.get().uri("/airports?limit=0")).hasStatus(HttpStatus.BAD_REQUEST);
	}

	@SafeVarargs
	private static TableEntries<String, DelayStats> entries(TableEntry<String, DelayStats>... entries) {
		return () -> List.of(entries).iterator();
	}

}
