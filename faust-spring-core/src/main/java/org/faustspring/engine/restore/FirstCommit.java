package org.faustspring.engine.restore;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.apache.kafka.common.KafkaException;

/**
 * The commit at the end of a take-over, which others do not wait for. Belongs to the
 * restorer.
 */
final class FirstCommit {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private final CompletableFuture<Void> commit;

	private final long begunAt = System.nanoTime();

	FirstCommit(CompletableFuture<Void> commit) {
		this.commit = commit;
	}

	/**
	 * Tell whether it has succeeded.
	 * @return false while that is not known
	 * @throws KafkaException if it has failed
	 */
	boolean done() {
		if (this.commit.isDone()) {
			result();
			return true;
		}
		if (System.nanoTime() - this.begunAt > TIMEOUT.toNanos()) {
			// Later it would undo what the next attempt and its commits have done.
			cancel();
			throw new KafkaException("The first commit of a task was not answered");
		}
		return false;
	}

	private void result() {
		try {
			this.commit.join();
		}
		catch (CompletionException ex) {
			throw (ex.getCause() instanceof RuntimeException cause) ? cause : new KafkaException(ex.getCause());
		}
	}

	void cancel() {
		this.commit.cancel(false);
	}

}
