package org.faustspring.engine.call;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.jspecify.annotations.Nullable;

/**
 * The answers to many calls in the order in which they come. Belongs to the thread that
 * consumes it.
 *
 * @param <R> the type of the results
 */
final class ArrivingResults<R> implements Iterator<R> {

	private final List<CompletableFuture<R>> calls;

	private final BlockingQueue<CompletableFuture<R>> arrived = new LinkedBlockingQueue<>();

	private int left;

	private ArrivingResults(List<CompletableFuture<R>> calls) {
		this.calls = calls;
		this.left = calls.size();
		calls.forEach((call) -> call.whenComplete((result, ex) -> this.arrived.add(call)));
	}

	static <R> Stream<R> of(List<CompletableFuture<R>> calls) {
		ArrivingResults<R> results = new ArrivingResults<>(calls);
		return StreamSupport.stream(Spliterators.spliterator(results, calls.size(), Spliterator.SIZED), false)
			.onClose(results::cancel);
	}

	private void cancel() {
		cancelAll(this.calls);
	}

	static void cancelAll(List<? extends CompletableFuture<?>> calls) {
		calls.forEach((call) -> call.cancel(false));
	}

	@Override
	public boolean hasNext() {
		return this.left > 0;
	}

	@Override
	@SuppressWarnings("NullAway") // A result may be null
	public @Nullable R next() {
		if (this.left == 0) {
			throw new NoSuchElementException();
		}
		this.left--;
		try {
			return Waiting.result(this.arrived.take());
		}
		catch (InterruptedException ex) {
			cancel();
			Thread.currentThread().interrupt();
			CancellationException cancelled = new CancellationException("Interrupted while waiting for answers");
			cancelled.initCause(ex);
			throw cancelled;
		}
		catch (RuntimeException | Error ex) {
			cancel();
			throw ex;
		}
	}

}
