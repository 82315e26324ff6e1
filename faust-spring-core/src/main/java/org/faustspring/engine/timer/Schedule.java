package org.faustspring.engine.timer;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;

import org.springframework.scheduling.support.CronExpression;

/**
 * When a timer is due. Immutable, any thread.
 */
public sealed interface Schedule {

	/** Stands for a time that never comes. */
	Instant NEVER = Instant.ofEpochSecond(253_402_300_799L);

	/**
	 * Return the first time.
	 * @param start when the App, or the task, has started
	 * @return the time
	 */
	Instant first(Instant start);

	/**
	 * Return the time after a time.
	 * @param last a time that has come
	 * @return the time, {@link #NEVER} if there is none
	 */
	Instant after(Instant last);

	/**
	 * Times at an interval.
	 *
	 * @param interval the interval, positive
	 * @param initialDelay from the start to the first time
	 */
	record Interval(Duration interval, Duration initialDelay) implements Schedule {

		@Override
		public Instant first(Instant start) {
			return start.plus(this.initialDelay);
		}

		@Override
		public Instant after(Instant last) {
			return last.plus(this.interval);
		}

		@Override
		public String toString() {
			return "every %s".formatted(this.interval);
		}

	}

	/**
	 * Times of a cron expression.
	 *
	 * @param expression the expression
	 * @param zone the zone it is meant in
	 */
	record Times(CronExpression expression, ZoneId zone) implements Schedule {

		@Override
		public Instant first(Instant start) {
			return after(start);
		}

		@Override
		public Instant after(Instant last) {
			ZonedDateTime next = this.expression.next(last.atZone(this.zone));
			return (next != null) ? next.toInstant() : NEVER;
		}

		@Override
		public String toString() {
			return "cron %s (%s)".formatted(this.expression, this.zone);
		}

	}

}
