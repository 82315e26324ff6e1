package org.faustspring.engine.stream;

import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.Executor;

import org.faustspring.engine.handler.Handler;
import org.faustspring.stream.StreamClosedException;
import org.jspecify.annotations.Nullable;

/**
 * One run of a loop agent's method, on a thread of its own. Made at start and adopted by
 * an actor, or made by the actor. Belongs to whoever resumes it, but for what the method
 * calls.
 */
public final class LoopRun {

	private final Coroutine coroutine;

	private @Nullable ComposedStream<?> stream;

	private volatile @Nullable Host host;

	private volatile @Nullable Outcome outcome;

	/** How many times the method has begun to iterate. */
	private int iterations;

	LoopRun(Handler.OfStream handler, Executor executor) {
		StreamRoot root = StreamRoot.ofAgent(this);
		this.coroutine = new Coroutine(executor, (self) -> {
			Throwable failure = null;
			try {
				handler.handle(ComposedStream.of(root));
			}
			catch (Throwable ex) {
				failure = ex;
			}
			Host actor = this.host;
			try {
				boolean handled = actor != null && !self.closing() && actor.ended(failure);
				this.outcome = new Outcome(failure, handled);
			}
			finally {
				if (actor != null) {
					actor.left();
				}
				Flows.enter(null);
			}
		});
	}

	/**
	 * Return what it runs on.
	 * @return the coroutine
	 */
	public Coroutine coroutine() {
		return this.coroutine;
	}

	/** The stream that the method iterates, once it does. */
	@Nullable ComposedStream<?> stream() {
		return this.stream;
	}

	/**
	 * Run for an actor from now on.
	 * @param actor gives it values
	 */
	public void host(Host actor) {
		this.host = actor;
	}

	/**
	 * End it. What it throws on the way is nobody's.
	 * @param timeout how long to wait before it is interrupted, and then before it is
	 * left
	 * @return whether it has ended
	 */
	public boolean close(Duration timeout) {
		return this.coroutine.close(timeout);
	}

	/**
	 * Return how it has ended.
	 * @return the outcome
	 * @throws IllegalStateException if it has not ended
	 */
	public Outcome outcome() {
		Outcome found = this.outcome;
		if (found == null) {
			throw new IllegalStateException("The loop has not ended");
		}
		return found;
	}

	/** On the loop's thread. */
	Iterator<@Nullable Object> iterate(ComposedStream<?> iterated) {
		ComposedStream<?> before = this.stream;
		if (before != null && before != iterated) {
			throw new IllegalStateException("A loop iterates one stream, and this one is another: compose it before "
					+ "the first loop, and iterate what comes of it");
		}
		this.stream = iterated;
		this.iterations++;
		return new Values(this.iterations);
	}

	private Host awaitHost() {
		Host found = this.host;
		while (found == null) {
			this.coroutine.yield();
			found = this.host;
		}
		return found;
	}

	/**
	 * An actor whose loop it is. Called on the loop's thread.
	 */
	public interface Host {

		/**
		 * Begin to iterate, for the first time or again after the stream has ended.
		 */
		void begin();

		/**
		 * Acknowledge the value in hand, and wait for the next.
		 * @return whether there is one; if not, the stream has ended
		 * @throws StreamClosedException if the actor ends
		 */
		boolean next();

		/**
		 * Take the value in hand.
		 * @return the value
		 */
		@Nullable Object value();

		/**
		 * The method has returned or thrown.
		 * @param failure what it has thrown, or {@code null}
		 * @return whether that was an event's doing, which has been dealt with
		 */
		boolean ended(@Nullable Throwable failure);

		/**
		 * The thread of the method goes, whatever became of it.
		 */
		void left();

	}

	/**
	 * How a method has ended.
	 *
	 * @param failure what it has thrown, or {@code null}
	 * @param handled whether it belonged to an event, which has been dealt with
	 */
	public record Outcome(@Nullable Throwable failure, boolean handled) {

	}

	/**
	 * One iteration.
	 */
	private final class Values implements Iterator<@Nullable Object> {

		private final int number;

		private boolean begun;

		private boolean asked;

		private boolean ended;

		Values(int number) {
			this.number = number;
		}

		@Override
		public boolean hasNext() {
			if (this.asked || this.ended) {
				return !this.ended;
			}
			if (this.number != LoopRun.this.iterations) {
				throw new IllegalStateException("The loop has begun another iteration of its stream since");
			}
			LoopRun.this.coroutine.checkOpen();
			Host actor = awaitHost();
			if (!this.begun) {
				this.begun = true;
				actor.begin();
			}
			this.ended = !actor.next();
			this.asked = !this.ended;
			return this.asked;
		}

		@Override
		public @Nullable Object next() {
			if (!hasNext()) {
				throw new NoSuchElementException("The stream has ended");
			}
			this.asked = false;
			return awaitHost().value();
		}

	}

}
