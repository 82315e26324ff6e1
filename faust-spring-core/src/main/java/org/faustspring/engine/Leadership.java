package org.faustspring.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.faustspring.engine.commit.CommittedOffsets;
import org.faustspring.engine.task.Input;
import org.faustspring.engine.task.Task;
import org.faustspring.engine.task.TaskState;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether this instance is the leader: whether it has the only partition of the
 * leader's topic. Any thread.
 * <p>
 * An instance that was paused may still believe that it has the partition. So whatever
 * only the leader may do is claimed first, by a commit of the partition's offset, which
 * the group's coordinator takes from the present member only. After that the coordinator
 * waits at least for the session timeout before it gives the partition to another.
 */
public final class Leadership {

	private static final Log logger = LogFactory.getLog(Leadership.class);

	private final TopicPartition partition;

	private final TaskDirectory tasks;

	private final Poller poller;

	private final CommittedOffsets committedOffsets;

	private final Duration lease;

	private @Nullable Term current;

	/**
	 * Create it.
	 * @param topic the leader's topic
	 * @param tasks knows whether its partition is here
	 * @param poller the member of the group
	 * @param committedOffsets tells what the last leader has claimed
	 * @param lease how long the group waits for a member that is not heard of
	 */
	Leadership(String topic, TaskDirectory tasks, Poller poller, CommittedOffsets committedOffsets, Duration lease) {
		this.partition = new TopicPartition(topic, 0);
		this.tasks = tasks;
		this.poller = poller;
		this.committedOffsets = committedOffsets;
		this.lease = lease;
	}

	/**
	 * Tell whether this instance is the leader, as far as it knows without asking.
	 * @return whether it is
	 */
	public boolean held() {
		Task task = this.tasks.taskOf(this.partition);
		return task != null && held(task);
	}

	private boolean held(Task task) {
		return task.state() == TaskState.RUNNING && !task.abandoned()
				&& this.poller.sincePolled().compareTo(this.lease) < 0;
	}

	/**
	 * Return the present term of this instance; the first time, by a call that waits for
	 * the broker.
	 * @return the term, or {@code null} if this instance is not the leader
	 */
	public synchronized @Nullable Term term() {
		Task task = this.tasks.taskOf(this.partition);
		if (task == null || !held(task)) {
			this.current = null;
			return null;
		}
		Term term = this.current;
		if (term == null || term.task != task) {
			try {
				term = new Term(task, LeaderClaims.decode(metadata()));
				logger.info("This instance is the leader");
			}
			catch (KafkaException ex) {
				logger.warn("This instance is the leader, but does not know yet what the last one has done: %s"
					.formatted(ex.getMessage()));
				return null;
			}
			this.current = term;
		}
		return term;
	}

	private @Nullable String metadata() {
		OffsetAndMetadata committed = this.committedOffsets.fetch(Set.of(this.partition)).offsets().get(this.partition);
		return (committed != null) ? committed.metadata() : null;
	}

	/**
	 * Claim a call of a timer: if this succeeds nobody else calls it for the same time,
	 * and this instance was the leader a moment ago. Waits for the broker.
	 * @param term the term
	 * @param timer the timer
	 * @param time when it is called
	 * @return whether it succeeded; if not, it may be tried again
	 */
	public synchronized boolean claim(Term term, String timer, Instant time) {
		Input input = term.task.input(this.partition);
		if (input == null || !held(term.task)) {
			return false;
		}
		long started = System.nanoTime();
		Map<String, Instant> claims = new TreeMap<>(term.claims);
		claims.put(timer, time);
		CompletableFuture<Void> commit = this.poller.commit(
				Map.of(this.partition,
						new OffsetAndMetadata(Math.max(0, input.committedPosition()), LeaderClaims.encode(claims))),
				() -> held(term.task));
		try {
			commit.get(this.lease.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException | TimeoutException ex) {
			commit.cancel(false);
			logger.info("Timer '%s' is not called now, since it is not sure that this instance is the leader: %s"
				.formatted(timer, (ex.getCause() != null) ? ex.getCause() : ex));
			return false;
		}
		catch (InterruptedException ex) {
			commit.cancel(false);
			Thread.currentThread().interrupt();
			return false;
		}
		term.claims = claims;
		return held(term.task) && System.nanoTime() - started < this.lease.toNanos();
	}

	/**
	 * The time during which this instance is the leader without a break. Any thread.
	 */
	public static final class Term {

		private final Task task;

		private volatile Map<String, Instant> claims;

		Term(Task task, Map<String, Instant> claims) {
			this.task = task;
			this.claims = claims;
		}

		/**
		 * Return when a timer was called last, by this leader or an earlier one.
		 * @param timer the timer
		 * @return the time, or {@code null} if that is not known
		 */
		public @Nullable Instant lastCall(String timer) {
			return this.claims.get(timer);
		}

	}

}
