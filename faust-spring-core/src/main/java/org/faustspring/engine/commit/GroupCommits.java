package org.faustspring.engine.commit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.faustspring.engine.task.TaskCommit;
import org.jspecify.annotations.Nullable;

/**
 * Step 5 of the protocol of {@code docs/architecture.md}: commits offsets and cuts of the
 * tasks of one worker, and finds out how that ended if the answer is lost. Any thread,
 * one at a time.
 */
final class GroupCommits {

	private static final Log logger = LogFactory.getLog(GroupCommits.class);

	private static final long ASK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

	private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

	private final WorkerProducer producer;

	private final Group group;

	private final CommittedOffsets committedOffsets;

	GroupCommits(WorkerProducer producer, Group group, CommittedOffsets committedOffsets) {
		this.producer = producer;
		this.group = group;
		this.committedOffsets = committedOffsets;
	}

	/**
	 * Commit.
	 * @param commits what to commit, all or nothing
	 * @param giveUp tells that waiting for an answer is of no use any more
	 * @throws NotCommittedException if it did not succeed
	 */
	void commit(List<TaskCommit> commits, BooleanSupplier giveUp) {
		Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
		commits.forEach((commit) -> offsets.putAll(commit.offsets()));
		try {
			if (this.producer.transactional()) {
				this.producer.commitTransaction(offsets, member(commits, giveUp));
			}
			else {
				await(offsets, commits);
			}
		}
		catch (NotCommittedException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			if (!wasCommitted(commits, offsets, ex, giveUp)) {
				throw new NotCommittedException("The commit failed", ex);
			}
			logger.info("The commit had succeeded, though its answer was lost: %s".formatted(ex));
		}
	}

	/**
	 * The member as of now. A task that is taken away is abandoned before this instance
	 * joins again, so a task that is not was still owned in that generation; in an older
	 * one the broker refuses.
	 */
	private ConsumerGroupMetadata member(List<TaskCommit> commits, BooleanSupplier giveUp) {
		while (this.group.rebalancing() && !giveUp.getAsBoolean()) {
			LockSupport.parkNanos(LOOK_AGAIN_NANOS);
		}
		ConsumerGroupMetadata member = this.group.metadata();
		Committer.checkOwned(commits.stream().map(TaskCommit::task).toList());
		return member;
	}

	private void await(Map<TopicPartition, OffsetAndMetadata> offsets, List<TaskCommit> commits) {
		if (offsets.isEmpty()) {
			// What was sent to channels outside of handlers has none.
			return;
		}
		try {
			this.group.commit(offsets, () -> commits.stream().noneMatch((commit) -> commit.task().abandoned())).get();
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() instanceof RuntimeException cause) ? cause : new KafkaException(ex.getCause());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new KafkaException("Interrupted during a commit", ex);
		}
	}

	/**
	 * The answer to a commit is lost: ask for what is committed. The offsets and cuts
	 * tell, since nobody else could have committed the same ones.
	 */
	private boolean wasCommitted(List<TaskCommit> commits, Map<TopicPartition, OffsetAndMetadata> offsets,
			RuntimeException cause, BooleanSupplier giveUp) {
		boolean ended = !this.producer.transactional();
		while (!giveUp.getAsBoolean()) {
			try {
				if (!ended) {
					// Ends the transaction one way or the other.
					this.producer.abort(true);
					ended = true;
				}
				CommittedOffsets.Answer answer = this.committedOffsets.fetch(offsets.keySet());
				if (answer.pending().isEmpty()) {
					return commits.stream().anyMatch((commit) -> isCommitted(commit, answer.offsets()));
				}
				LockSupport.parkNanos(ASK_AGAIN_NANOS);
			}
			catch (KafkaException | IllegalStateException ex) {
				logger.warn("It is not known whether a commit succeeded (%s); asking again: %s".formatted(cause, ex));
				LockSupport.parkNanos(ASK_AGAIN_NANOS);
			}
		}
		return false;
	}

	/**
	 * All tasks of a commit are committed or none is; an abandoned one tells nothing,
	 * since its next owner may have committed by now, and one without offsets neither.
	 */
	private static boolean isCommitted(TaskCommit commit, Map<TopicPartition, OffsetAndMetadata> found) {
		return !commit.task().abandoned() && !commit.offsets().isEmpty()
				&& commit.offsets()
					.entrySet()
					.stream()
					.allMatch((entry) -> same(entry.getValue(), found.get(entry.getKey())));
	}

	private static boolean same(OffsetAndMetadata expected, @Nullable OffsetAndMetadata found) {
		return found != null && found.offset() == expected.offset() && found.metadata().equals(expected.metadata());
	}

}
