package org.faustspring.wiring;

import java.time.Duration;
import java.time.Instant;

import org.faustspring.engine.Leadership;
import org.faustspring.engine.timer.EngineTimer;
import org.faustspring.engine.timer.Schedule;
import org.jspecify.annotations.Nullable;

import org.springframework.scheduling.Trigger;
import org.springframework.scheduling.TriggerContext;

/**
 * Calls a timer while this instance is the leader. It goes on where the last leader has
 * come to: a time that passed without a leader is made up for, once. Used by one thread
 * at a time.
 */
final class LeaderTimer implements Runnable, Trigger {

	/** How often to look whether this instance has become the leader. */
	private static final Duration LOOK = Duration.ofMillis(200);

	private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

	private final EngineTimer timer;

	private final Leadership leadership;

	private final Instant start;

	private Leadership.@Nullable Term term;

	private Instant due = Schedule.NEVER;

	LeaderTimer(EngineTimer timer, Leadership leadership, Instant start) {
		this.timer = timer;
		this.leadership = leadership;
		this.start = start;
	}

	@Override
	public void run() {
		Leadership.Term present = this.leadership.term();
		if (present == null) {
			this.term = null;
			return;
		}
		Instant now = Instant.now();
		if (present != this.term) {
			this.term = present;
			this.due = firstDue(present, now);
		}
		if (now.isBefore(this.due)) {
			return;
		}
		// Far from its time, such as after a time without a leader, it begins anew.
		Instant time = this.due.isBefore(now.minus(LOOK)) ? now : this.due;
		if (!this.leadership.claim(present, this.timer.definition().name(), time)) {
			return;
		}
		this.timer.run();
		this.due = nextDue(time);
	}

	private Instant firstDue(Leadership.Term present, Instant now) {
		Schedule schedule = this.timer.definition().schedule();
		Instant last = present.lastCall(this.timer.definition().name());
		// Clocks of instances differ a little; one that was far off is not believed.
		boolean known = last != null && last.isBefore(now.plus(CLOCKS_DIFFER));
		return known ? schedule.after(java.util.Objects.requireNonNull(last)) : schedule.first(this.start);
	}

	/** Times that have passed during the call are passed over. */
	private Instant nextDue(Instant called) {
		Schedule schedule = this.timer.definition().schedule();
		Instant next = schedule.after(called);
		Instant now = Instant.now();
		if (!next.isBefore(now)) {
			return next;
		}
		if (schedule instanceof Schedule.Interval every) {
			long late = Duration.between(next, now).toMillis();
			return now.plus(every.interval()).minusMillis(late % Math.max(1, every.interval().toMillis()));
		}
		return schedule.after(now);
	}

	@Override
	public Instant nextExecution(TriggerContext context) {
		Instant now = Instant.now();
		Instant look = now.plus(LOOK);
		if (this.term == null || !this.due.isAfter(now)) {
			return (context.lastCompletion() != null) ? look : now;
		}
		return this.due.isBefore(look) ? this.due : look;
	}

}
