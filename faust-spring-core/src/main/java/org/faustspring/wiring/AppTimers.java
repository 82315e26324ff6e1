package org.faustspring.wiring;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

import org.faustspring.app.AppState;
import org.faustspring.app.TimerInfo;
import org.faustspring.app.TimerInfo.Kind;
import org.faustspring.engine.Leadership;
import org.faustspring.engine.timer.EngineTimer;
import org.jspecify.annotations.Nullable;

import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * The timers of one run of an App: those of the instance and of the leader, which it
 * calls on threads of its own, and those of tasks, which workers call. Any thread.
 */
final class AppTimers {

	private static final Duration INTERRUPTED_TIMEOUT = Duration.ofSeconds(2);

	private final List<EngineTimer> timers;

	private final boolean virtualThreads;

	private @Nullable ThreadPoolTaskScheduler scheduler;

	AppTimers(List<EngineTimer> timers, boolean virtualThreads) {
		this.timers = timers;
		this.virtualThreads = virtualThreads;
	}

	List<EngineTimer> all() {
		return this.timers;
	}

	/**
	 * Tell whether an engine is needed for the timers' sake.
	 */
	boolean needEngine() {
		return this.timers.stream().anyMatch((timer) -> timer.definition().kind() != Kind.INSTANCE);
	}

	List<TimerInfo> infos() {
		return this.timers.stream().map(EngineTimer::info).toList();
	}

	/**
	 * Begin to call the timers of the instance and of the leader.
	 * @param state asked before each call of an instance's timer
	 * @param leadership tells whether this instance is the leader; there if a timer needs
	 * it
	 */
	void start(Supplier<AppState> state, @Nullable Leadership leadership) {
		List<EngineTimer> own = this.timers.stream().filter((timer) -> timer.definition().kind() != Kind.TASK).toList();
		if (own.isEmpty()) {
			return;
		}
		ThreadPoolTaskScheduler made = new ThreadPoolTaskScheduler();
		// No timer waits for another.
		made.setPoolSize(own.size());
		made.setThreadFactory(LaneThreads.factory(this.virtualThreads, "faust-timer-"));
		made.setRemoveOnCancelPolicy(true);
		made.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
		made.setWaitForTasksToCompleteOnShutdown(true);
		made.initialize();
		this.scheduler = made;
		Instant now = Instant.now();
		for (EngineTimer timer : own) {
			if (timer.definition().kind() == Kind.INSTANCE) {
				InstanceTimer run = new InstanceTimer(timer, state);
				made.schedule(run, run);
			}
			else {
				LeaderTimer run = new LeaderTimer(timer, java.util.Objects.requireNonNull(leadership), now);
				made.schedule(run, run);
			}
		}
	}

	/**
	 * Begin no more calls, and wait for those that have not returned.
	 * @param timeout how long to wait before they are interrupted
	 */
	void stop(Duration timeout) {
		ThreadPoolTaskScheduler running = this.scheduler;
		this.scheduler = null;
		if (running == null) {
			return;
		}
		running.setAwaitTerminationMillis(timeout.toMillis());
		running.shutdown();
		running.getScheduledThreadPoolExecutor().shutdownNow();
		try {
			running.getScheduledThreadPoolExecutor()
				.awaitTermination(INTERRUPTED_TIMEOUT.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
