package org.faustspring.engine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

/**
 * The thread that carries a worker's commits out while the worker goes on, one at a time.
 * There is none until the first. Belongs to the worker.
 */
final class CommitThread {

	private static final long INTERRUPT_AGAIN_MILLIS = 100;

	private final Runnable wake;

	private final ThreadPoolExecutor executor;

	private volatile @Nullable Thread running;

	/**
	 * Create it.
	 * @param name the thread's name
	 * @param wake called by the thread after each commit
	 */
	CommitThread(String name, Runnable wake) {
		this.wake = wake;
		this.executor = new ThreadPoolExecutor(1, 1, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(), (runnable) -> {
			Thread thread = new Thread(runnable, name);
			thread.setDaemon(true);
			return thread;
		});
		this.executor.allowCoreThreadTimeOut(true);
	}

	/**
	 * Carry something out.
	 * @param action what to do
	 * @return completes when it is done, with what it has thrown
	 */
	Future<?> run(Runnable action) {
		CompletableFuture<Void> carriedOut = CompletableFuture.runAsync(() -> {
			this.running = Thread.currentThread();
			try {
				action.run();
			}
			finally {
				this.running = null;
			}
		}, this.executor);
		carriedOut.whenComplete((done, failure) -> this.wake.run());
		return carriedOut;
	}

	/**
	 * Wait for something that is carried out. If the worker is interrupted, so is the
	 * thread, again and again until it ends: until then nobody else may touch what it
	 * works on.
	 * @param carriedOut what {@link #run} has returned
	 * @throws RuntimeException what it has thrown
	 */
	void await(Future<?> carriedOut) {
		boolean interrupted = false;
		try {
			while (true) {
				try {
					if (!interrupted) {
						carriedOut.get();
					}
					else {
						interrupt();
						carriedOut.get(INTERRUPT_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
					}
					return;
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
				catch (TimeoutException ex) {
					// It may not have begun, or have overlooked it.
				}
				catch (ExecutionException ex) {
					if (ex.getCause() instanceof Error error) {
						throw error;
					}
					throw (RuntimeException) ex.getCause();
				}
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private void interrupt() {
		Thread thread = this.running;
		if (thread != null) {
			thread.interrupt();
		}
	}

	/**
	 * End the thread, once it has nothing to do.
	 */
	void close() {
		this.executor.shutdown();
	}

}
