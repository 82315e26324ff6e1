package org.faustspring.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.faustspring.engine.commit.NotCommittedException;
import org.jspecify.annotations.Nullable;

/**
 * Commits offsets for workers, as long as this instance owns the partitions. Belongs to
 * the poller.
 */
final class OffsetCommits {

	private final Consumer<byte[], byte[]> consumer;

	/** Short of what would keep the consumer from polling in time. */
	private final Duration timeout;

	private final Set<TopicPartition> owned = new HashSet<>();

	private List<Pending> pending = new ArrayList<>();

	OffsetCommits(Consumer<byte[], byte[]> consumer, Duration timeout) {
		this.consumer = consumer;
		this.timeout = timeout;
	}

	void own(Collection<TopicPartition> partitions) {
		this.owned.addAll(partitions);
	}

	void disown(Collection<TopicPartition> partitions) {
		this.owned.removeAll(partitions);
	}

	void add(Pending commit) {
		this.pending.add(commit);
	}

	void serve() {
		if (!this.pending.isEmpty()) {
			List<Pending> commits = this.pending;
			this.pending = new ArrayList<>();
			commits.forEach(this::commit);
		}
	}

	private void commit(Pending commit) {
		if (commit.done().isDone()) {
			return;
		}
		if (!this.owned.containsAll(commit.offsets().keySet()) || !commit.wanted().getAsBoolean()) {
			commit.fail("A partition has gone to another instance", null);
			return;
		}
		try {
			this.consumer.commitSync(commit.offsets(), this.timeout);
			commit.done().complete(null);
		}
		catch (CommitFailedException | FencedInstanceIdException ex) {
			commit.fail("This member is not in the group", ex);
		}
		catch (RebalanceInProgressException | RetriableException ex) {
			// The same offsets again do no harm, and nobody else commits them meanwhile.
			this.pending.add(commit);
		}
		catch (RuntimeException ex) {
			commit.done().completeExceptionally(ex);
		}
	}

	void failAll() {
		this.pending.forEach((commit) -> commit.fail("The App has left the group", null));
		this.pending.clear();
	}

	/**
	 * A commit that somebody waits for.
	 *
	 * @param offsets offsets by partition
	 * @param wanted tells, when it is made, whether it still is to be made
	 * @param done completed with its end
	 */
	record Pending(Map<TopicPartition, OffsetAndMetadata> offsets, BooleanSupplier wanted,
			CompletableFuture<Void> done) {

		void fail(String reason, @Nullable Throwable cause) {
			this.done.completeExceptionally(new NotCommittedException(reason, cause));
		}

	}

}
