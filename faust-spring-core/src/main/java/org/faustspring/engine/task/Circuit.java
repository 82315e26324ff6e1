package org.faustspring.engine.task;

import java.time.Duration;
import java.util.function.LongSupplier;

import org.faustspring.app.FaustSettings;
import org.jspecify.annotations.Nullable;

/**
 * Pauses an agent whose events fail one after the other, and has one of its actors try
 * one event from time to time until one succeeds. One an agent; any thread.
 */
final class Circuit {

	private final LongSupplier processed;

	private final Listener listener;

	private volatile boolean open;

	private volatile @Nullable Actor prober;

	/** Who probed last: another actor may have events that fare better. */
	private @Nullable Actor previous;

	private int consecutive;

	/** Events processed when one last failed: if there are more by now, one succeeded. */
	private long processedAtFailure;

	private long processedAtProbe;

	private Duration interval = Duration.ZERO;

	private long probeAt;

	/**
	 * Create a closed circuit.
	 * @param processed tells how many events the agent has processed
	 * @param listener hears when it opens and closes
	 */
	Circuit(LongSupplier processed, Listener listener) {
		this.processed = processed;
		this.listener = listener;
	}

	boolean open() {
		return this.open;
	}

	/** Whether an actor is allowed the event that it is processing. */
	boolean probedBy(Actor actor) {
		return this.prober == actor;
	}

	/**
	 * An event has used up its attempts.
	 * @param actor the actor
	 * @param cause the error
	 * @param settings when to open, and how long to wait
	 * @return whether the circuit is open: then the event is to be kept
	 */
	synchronized boolean failed(Actor actor, Throwable cause, FaustSettings.Agents settings) {
		if (this.open) {
			if (this.prober == actor) {
				Duration longer = this.interval.multipliedBy(2);
				this.interval = (longer.compareTo(settings.probeIntervalMax()) < 0) ? longer
						: settings.probeIntervalMax();
				await(actor);
				this.listener.probeFailed(cause, this.interval);
			}
			return true;
		}
		long now = this.processed.getAsLong();
		if (now != this.processedAtFailure) {
			this.consecutive = 0;
			this.processedAtFailure = now;
		}
		if (settings.maxConsecutiveFailures() == 0 || ++this.consecutive < settings.maxConsecutiveFailures()) {
			return false;
		}
		this.open = true;
		this.interval = settings.probeInterval();
		await(null);
		this.listener.opened(this.consecutive, cause, this.interval);
		return true;
	}

	private void await(@Nullable Actor last) {
		this.prober = null;
		this.previous = last;
		this.probeAt = System.nanoTime() + this.interval.toNanos();
	}

	/**
	 * Allow an actor one event, if a probe is due and nobody else is at it.
	 * @param actor the actor
	 * @param now the time, in {@link System#nanoTime()}
	 * @return whether it may
	 */
	synchronized boolean claim(Actor actor, long now) {
		if (!this.open || this.prober != null) {
			return false;
		}
		// Others first: they have a tenth of the interval.
		long due = this.probeAt + ((this.previous == actor) ? this.interval.toNanos() / 10 : 0);
		if (now - due < 0) {
			return false;
		}
		this.prober = actor;
		this.processedAtProbe = this.processed.getAsLong();
		return true;
	}

	/**
	 * An actor is through with what it was allowed: close if an event was processed; if
	 * none has failed either, another one may be tried.
	 * @param actor the actor
	 */
	synchronized void ended(Actor actor) {
		if (this.prober != actor) {
			return;
		}
		this.prober = null;
		if (this.processed.getAsLong() > this.processedAtProbe) {
			reset();
			this.listener.closed();
		}
	}

	/** Close, and count from the beginning. */
	synchronized void reset() {
		this.open = false;
		this.prober = null;
		this.previous = null;
		this.consecutive = 0;
	}

	/**
	 * Hears of a circuit; called with the circuit locked.
	 */
	interface Listener {

		void opened(int failures, Throwable cause, Duration probeIn);

		void probeFailed(Throwable cause, Duration probeIn);

		void closed();

	}

}
