package org.faustspring.engine.task;

import java.time.Instant;
import java.util.List;

import org.faustspring.engine.assignment.TaskId;
import org.faustspring.engine.timer.EngineTimer;
import org.faustspring.engine.timer.Ticks;
import org.jspecify.annotations.Nullable;

/**
 * Calls the timers of one task between its events, each call a unit of work of the task.
 * Belongs to the task's worker.
 */
final class TaskTimers {

	private final TaskId task;

	private final List<Entry> entries;

	private final EventUnit unit;

	private final HandlerScope scope;

	/** Whether a call has returned that is to be committed and in no commit yet. */
	private boolean ran;

	/**
	 * Create the timers of a task.
	 * @param task the task
	 * @param timers the timers
	 * @param unit what their calls do
	 * @param scope surrounds their calls
	 */
	TaskTimers(TaskId task, List<EngineTimer> timers, EventUnit unit, HandlerScope scope) {
		this.task = task;
		this.unit = unit;
		this.scope = scope;
		long nanos = System.nanoTime();
		Instant now = Instant.now();
		this.entries = timers.stream()
			.map((timer) -> new Entry(timer, new Ticks(timer.definition().schedule(), nanos, now)))
			.toList();
	}

	/**
	 * Call what is due.
	 * @param now the time, in {@link System#nanoTime()}
	 * @return how many calls there were
	 */
	int doWork(long now) {
		int calls = 0;
		for (Entry entry : this.entries) {
			if (entry.ticks.due(now)) {
				call(entry);
				entry.ticks.taken(System.nanoTime(), Instant.now());
				calls++;
			}
		}
		return calls;
	}

	private void call(Entry entry) {
		this.unit.begin("timer '%s'".formatted(entry.timer.definition().name()));
		Throwable failure;
		try {
			this.scope.enter(this.unit);
			failure = entry.timer.call(this.task.partition(), this.task.toString());
		}
		catch (RuntimeException ex) {
			failure = ex;
		}
		failure = this.scope.leave(failure);
		end(entry, failure);
	}

	private void end(Entry entry, @Nullable Throwable failure) {
		if (failure == null) {
			this.unit.keep();
			this.ran = true;
			entry.ran = true;
		}
		else {
			this.unit.drop();
		}
		entry.timer.ended(failure, " in task %s, and what it did there is undone".formatted(this.task));
	}

	/**
	 * Tell whether there has been a call that is in no commit yet.
	 * @return whether there has
	 */
	boolean ran() {
		return this.ran;
	}

	/**
	 * Take note that a commit with the calls so far begins.
	 */
	void beginCommit() {
		if (this.ran) {
			this.ran = false;
			for (Entry entry : this.entries) {
				entry.committing |= entry.ran;
				entry.ran = false;
			}
		}
	}

	/**
	 * Take note that it has succeeded.
	 */
	void committed() {
		this.entries.forEach((entry) -> entry.committing = false);
	}

	/**
	 * Take note that all since the last commit was undone: what was called since then is
	 * due again.
	 */
	void rewind() {
		long now = System.nanoTime();
		this.ran = false;
		for (Entry entry : this.entries) {
			if (entry.ran || entry.committing) {
				entry.ticks.again(now);
			}
			entry.ran = false;
			entry.committing = false;
		}
	}

	private static final class Entry {

		private final EngineTimer timer;

		private final Ticks ticks;

		/** Called since the last commit began. */
		private boolean ran;

		/** Called before that, and the commit is under way. */
		private boolean committing;

		Entry(EngineTimer timer, Ticks ticks) {
			this.timer = timer;
			this.ticks = ticks;
		}

	}

}
