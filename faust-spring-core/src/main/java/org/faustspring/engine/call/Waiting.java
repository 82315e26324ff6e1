package org.faustspring.engine.call;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import org.jspecify.annotations.Nullable;

/**
 * Waits for an answer and throws what a call ended with as it is. Any thread.
 */
final class Waiting {

	private Waiting() {
	}

	/**
	 * Wait.
	 * @param call the call
	 * @param <R> the type of the result
	 * @return the result
	 */
	static <R> @Nullable R result(CompletableFuture<R> call) {
		try {
			return call.get();
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof RuntimeException cause) {
				throw cause;
			}
			if (ex.getCause() instanceof Error error) {
				throw error;
			}
			throw new IllegalStateException(ex.getCause());
		}
		catch (InterruptedException ex) {
			call.cancel(false);
			Thread.currentThread().interrupt();
			CancellationException cancelled = new CancellationException("Interrupted while waiting for an answer");
			cancelled.initCause(ex);
			throw cancelled;
		}
	}

}
