package org.faustspring.engine.timer;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

import org.junit.jupiter.api.Test;

import org.springframework.scheduling.support.CronExpression;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Ticks} and {@link Schedule}.
 */
class TicksTests {

	private static final Instant START = Instant.parse("2024-03-30T02:30:00Z");

	private static final long SECOND = Duration.ofSeconds(1).toNanos();

	private final Schedule.Interval everyTen = new Schedule.Interval(Duration.ofSeconds(10), Duration.ofSeconds(3));

	@Test
	void firstTimeIsAfterTheInitialDelayAndThenAtTheInterval() {
		Ticks ticks = new Ticks(this.everyTen, -SECOND, START);

		assertThat(ticks.due(SECOND)).isFalse();
		assertThat(ticks.due(2 * SECOND)).isTrue();
		ticks.taken(2 * SECOND + 5, START);
		assertThat(ticks.next()).isEqualTo(12 * SECOND);
		assertThat(ticks.due(11 * SECOND)).isFalse();
		assertThat(ticks.due(12 * SECOND)).isTrue();
	}

	@Test
	void timesThatPassMeanwhileCountAsOne() {
		Ticks ticks = new Ticks(this.everyTen, 0, START);

		ticks.taken(38 * SECOND, START);

		assertThat(ticks.next()).isEqualTo(43 * SECOND);
	}

	@Test
	void whatIsUndoneIsDueAgain() {
		Ticks ticks = new Ticks(this.everyTen, 0, START);
		ticks.taken(3 * SECOND, START);

		ticks.again(4 * SECOND);

		assertThat(ticks.due(4 * SECOND)).isTrue();
	}

	@Test
	void cronTimesAreThoseOfTheZone() {
		Schedule threeAtNight = new Schedule.Times(CronExpression.parse("0 0 3 * * *"), ZoneId.of("Europe/Berlin"));

		assertThat(threeAtNight.first(START)).isEqualTo("2024-03-31T01:00:00Z");
		assertThat(threeAtNight.after(Instant.parse("2024-03-31T01:00:00Z"))).isEqualTo("2024-04-01T01:00:00Z");
	}

	@Test
	void cronTimeThatNeverComesIsNeverDue() {
		Schedule never = new Schedule.Times(CronExpression.parse("0 0 0 31 2 *"), ZoneOffset.UTC);
		Ticks ticks = new Ticks(never, 0, START);

		assertThat(never.after(START)).isEqualTo(Schedule.NEVER);
		assertThat(ticks.due(Duration.ofDays(1000).toNanos())).isFalse();
	}

}
