package org.faustspring.boot.actuate.endpoint;

import java.time.Instant;
import java.util.List;

import org.faustspring.deadletter.DeadLetterFilter;
import org.faustspring.deadletter.DeadLetterPage;
import org.faustspring.deadletter.DeadLetterReplay;
import org.faustspring.deadletter.ReplayResult;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link FaustDeadLettersEndpoint}.
 */
class FaustDeadLettersEndpointTests {

	private final DeadLetterReplay replay = mock(DeadLetterReplay.class);

	private final FaustDeadLettersEndpoint endpoint = new FaustDeadLettersEndpoint(this.replay);

	@Test
	void filterIsMadeOfTheParameters() {
		DeadLetterFilter filter = new DeadLetterFilter("a", "g", "E", "t", Instant.parse("2026-01-31T11:00:00Z"),
				Instant.parse("2026-01-31T12:00:00Z"), "k");
		given(this.replay.replay("t-dlt", filter)).willReturn(new ReplayResult("t-dlt", 1, 2, 3, 4, null));
		given(this.replay.page("t-dlt", filter, 20, null)).willReturn(new DeadLetterPage("t-dlt", List.of(), "1@2"));

		assertThat(this.endpoint
			.replay("t-dlt", "a", "g", "E", "t", "2026-01-31T12:00:00+01:00", "2026-01-31T12:00:00Z", "k")
			.replayed()).isEqualTo(1);
		assertThat(this.endpoint
			.letters("t-dlt", "a", "g", "E", "t", "2026-01-31T12:00:00+01:00", "2026-01-31T12:00:00Z", "k", null, null)
			.next()).isEqualTo("1@2");
	}

	@Test
	void requestThatCannotBeUnderstoodIsRefusedWithTheReason() {
		given(this.replay.replay("t", DeadLetterFilter.all())).willThrow(new IllegalArgumentException("no topic 't'"));

		assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> this.endpoint.replay("t", null, null, null, null, null, null, null))
			.withMessageContaining("no topic 't'");
		assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> this.endpoint.replay("t", null, null, null, null, "noon", null, null))
			.withMessageContaining("'after' is 'noon'");
		assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> this.endpoint.letters("t", null, null, null, null, null, null, null, 0, null))
			.withMessageContaining("'limit' is 0");
	}

}
