package org.faustspring.engine.timer;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.faustspring.agent.HandlerInProgress;
import org.faustspring.app.TimerInfo;
import org.jspecify.annotations.Nullable;

/**
 * A timer of this instance: calls its method and counts what becomes of it. Any thread.
 */
public final class EngineTimer {

	private static final Log logger = LogFactory.getLog(EngineTimer.class);

	private final TimerDefinition definition;

	private final LongAdder runs = new LongAdder();

	private final LongAdder errors = new LongAdder();

	private final Set<Run> running = ConcurrentHashMap.newKeySet();

	private volatile @Nullable Instant lastRun;

	private volatile @Nullable String lastError;

	/**
	 * Create a timer.
	 * @param definition the timer as it was compiled
	 */
	public EngineTimer(TimerDefinition definition) {
		this.definition = definition;
	}

	/**
	 * Return the timer as it was compiled.
	 * @return the definition
	 */
	public TimerDefinition definition() {
		return this.definition;
	}

	/**
	 * Call the method, and count and log what becomes of it.
	 */
	public void run() {
		ended(call(-1, "instance"), "");
	}

	/**
	 * Call the method; {@link #ended} must follow.
	 * @param partition the task's partition
	 * @param where the task
	 * @return what the method has thrown, or {@code null}
	 */
	public @Nullable Throwable call(int partition, String where) {
		Run run = new Run(where, Thread.currentThread(), System.nanoTime());
		this.lastRun = Instant.now();
		this.running.add(run);
		try {
			this.definition.call().call(partition);
			return null;
		}
		catch (Throwable ex) {
			return ex;
		}
		finally {
			this.running.remove(run);
		}
	}

	/**
	 * Take note of how a call has ended.
	 * @param failure what it has to be taken to have thrown, or {@code null}
	 * @param consequence what the failure has led to, for the log
	 */
	public void ended(@Nullable Throwable failure, String consequence) {
		if (failure == null) {
			this.runs.increment();
			return;
		}
		this.errors.increment();
		this.lastError = failure.toString();
		logger.error("Timer '%s' (%s) has failed%s; it is called again when it is next due"
			.formatted(this.definition.name(), this.definition.description(), consequence), failure);
	}

	/**
	 * Tell what there is to tell.
	 * @return the timer now
	 */
	public TimerInfo info() {
		return new TimerInfo(this.definition.name(), this.definition.kind(), this.definition.schedule().toString(),
				this.definition.description(), List.copyOf(this.definition.tables()), this.runs.sum(),
				this.errors.sum(), this.lastRun, this.lastError, inProgress());
	}

	private List<HandlerInProgress> inProgress() {
		List<HandlerInProgress> calls = new ArrayList<>();
		for (Run run : this.running) {
			List<String> stack = new ArrayList<>();
			for (StackTraceElement element : run.thread().getStackTrace()) {
				stack.add(element.toString());
			}
			if (this.running.contains(run)) {
				long nanos = System.nanoTime() - run.since();
				calls.add(new HandlerInProgress(this.definition.name(), run.where(),
						Duration.ofMillis(TimeUnit.NANOSECONDS.toMillis(nanos)), stack));
			}
		}
		return calls;
	}

	/**
	 * A call that has not returned.
	 *
	 * @param where who calls
	 * @param thread on which thread
	 * @param since since when, in {@link System#nanoTime()}
	 */
	private record Run(String where, Thread thread, long since) {

	}

}
