package org.faustspring.wiring;

import java.time.Instant;
import java.util.function.Supplier;

import org.faustspring.app.AppState;
import org.faustspring.engine.timer.EngineTimer;
import org.faustspring.engine.timer.Ticks;
import org.jspecify.annotations.Nullable;

import org.springframework.scheduling.Trigger;
import org.springframework.scheduling.TriggerContext;

/**
 * Calls a timer on this instance while the App is running or restoring; what is due in
 * other states is passed over. Used by one thread at a time.
 */
final class InstanceTimer implements Runnable, Trigger {

	private final EngineTimer timer;

	private final Supplier<AppState> state;

	private @Nullable Ticks ticks;

	InstanceTimer(EngineTimer timer, Supplier<AppState> state) {
		this.timer = timer;
		this.state = state;
	}

	@Override
	public void run() {
		AppState now = this.state.get();
		if (now == AppState.RUNNING || now == AppState.RESTORING) {
			this.timer.run();
		}
	}

	@Override
	public Instant nextExecution(TriggerContext context) {
		long nanos = System.nanoTime();
		Instant now = Instant.now();
		Ticks begun = this.ticks;
		if (begun == null) {
			begun = new Ticks(this.timer.definition().schedule(), nanos, now);
			this.ticks = begun;
		}
		else {
			begun.taken(nanos, now);
		}
		return now.plusNanos(begun.next() - nanos);
	}

}
