package org.faustspring.engine.commit;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;

import org.apache.kafka.common.TopicPartition;
import org.faustspring.app.MisroutedKeys;
import org.faustspring.engine.table.TableDefinition;
import org.faustspring.engine.table.TablePartition;
import org.faustspring.engine.task.Task;
import org.faustspring.engine.task.TaskCommit;
import org.faustspring.table.store.StorePosition;
import org.faustspring.table.store.StoreWrites;

/**
 * Commits the tasks of one worker: the protocol of {@code docs/architecture.md}, step by
 * step. The worker begins and ends a commit; in between, where there are no transactions,
 * another thread may do what is left while the worker goes on. One commit at a time.
 */
public final class Committer {

	private final WorkerProducer producer;

	private final GroupCommits groupCommits;

	private final ChangelogSends changelogSends;

	private final ChangelogTopics changelogs;

	private final CommitFigures figures;

	/**
	 * Create a committer.
	 * @param producer the worker's producer
	 * @param group commits offsets
	 * @param committedOffsets tells how a commit ended whose answer was lost
	 * @param changelogs what is known of changelog topics
	 * @param misroutedKeys what to do about keys of other partitions
	 * @param figures where to count
	 */
	public Committer(WorkerProducer producer, Group group, CommittedOffsets committedOffsets,
			ChangelogTopics changelogs, MisroutedKeys misroutedKeys, CommitFigures figures) {
		this.producer = producer;
		this.groupCommits = new GroupCommits(producer, group, committedOffsets);
		this.changelogSends = new ChangelogSends(producer, changelogs, misroutedKeys);
		this.changelogs = changelogs;
		this.figures = figures;
	}

	/**
	 * Estimate the size of uncommitted table writes. Any thread.
	 * @param entries number of dirty entries
	 * @return bytes
	 */
	public long estimateBytes(long entries) {
		return entries * this.changelogSends.bytesPerEntry();
	}

	/**
	 * Begin a commit, steps 1 and 2: the caller is between two events of each of the
	 * tasks; what they write from now on belongs to the next commit. Worker only.
	 * @param tasks what to commit
	 * @param giveUp tells that waiting for an answer is of no use any more
	 * @return the commit
	 * @throws NotCommittedException if it cannot succeed
	 */
	public OpenCommit begin(Collection<Task> tasks, BooleanSupplier giveUp) {
		checkOwned(tasks);
		OpenCommit commit = new OpenCommit(this.producer.part(), giveUp);
		for (Task task : tasks) {
			TaskCommit position = task.beginCommit();
			Map<TablePartition, Map<Object, Object>> frozen = new HashMap<>();
			for (TablePartition partition : task.partitions()) {
				if (partition.dirty() > 0) {
					frozen.put(partition, partition.freeze());
				}
			}
			commit.parts.add(new OpenCommit.Part(position, frozen, new HashMap<>()));
		}
		return commit;
	}

	static void checkOwned(Collection<Task> tasks) {
		if (tasks.stream().anyMatch(Task::abandoned)) {
			throw new NotCommittedException("A task of this worker has gone to another instance", null);
		}
	}

	/**
	 * Send what a commit writes to changelogs, step 3. Any thread, if there are no
	 * transactions. If this throws, or {@link #confirm}, nothing was committed and the
	 * tasks are as they were, but for what is sent: {@link #abort} must follow.
	 * @param commit the commit
	 * @throws NotCommittedException if a value cannot be sent
	 */
	public void send(OpenCommit commit) {
		for (OpenCommit.Part part : commit.parts) {
			part.frozen()
				.forEach((partition, dirty) -> part.sent()
					.put(partition, this.changelogSends.send(part.commit().task(), partition, dirty, commit.interval)));
		}
	}

	/**
	 * Wait for what was sent and commit it in Kafka, steps 4 and 5: this hardly takes
	 * processor time.
	 * @param commit the commit
	 * @param beside whether the worker goes on meanwhile; then any thread may call this
	 * @throws NotCommittedException if it did not succeed
	 * @throws LostChangelogException if changelogs do not have what was committed
	 * @throws ForeignWriterException if somebody else wrote to a task's changelog
	 */
	public void confirm(OpenCommit commit, boolean beside) {
		this.producer.await(commit, beside);
		Exception failure = commit.interval.failure();
		if (failure != null) {
			commit.parts.forEach((part) -> this.changelogSends.checkRefused(part.commit().task()));
			throw new NotCommittedException("A record could not be sent", failure);
		}
		checkChangelogs(commit);
		commit.parts.forEach((part) -> part.commit().complete(cuts(part, commit.interval), (partition) -> {
			SendInterval.Acked acked = commit.interval.acked(partition);
			return (acked != null) ? new TaskCommit.SentOffsets(acked.first(), acked.last()) : null;
		}));
		this.groupCommits.commit(commit.commits(), commit.giveUp);
	}

	/**
	 * Bring what is committed in Kafka to the stores, step 6. Any thread.
	 * @param commit the commit
	 * @throws org.faustspring.table.store.StoreException if a store does not take it
	 */
	public void write(OpenCommit commit) {
		commit.parts.forEach(this::apply);
	}

	/** Step 4: offsets only ever grow, unless the topic is not the one it was. */
	private static void checkChangelogs(OpenCommit commit) {
		Set<Task> lost = new HashSet<>();
		for (OpenCommit.Part part : commit.parts) {
			Task task = part.commit().task();
			for (TablePartition partition : part.sent().keySet()) {
				TableDefinition table = partition.table();
				SendInterval.Acked acked = commit.interval
					.acked(new TopicPartition(table.changelog(), partition.partition()));
				if (acked != null && acked.known()
						&& acked.first() < Objects.requireNonNull(task.cuts().get(table.name()))) {
					lost.add(task);
				}
			}
		}
		if (!lost.isEmpty()) {
			throw new LostChangelogException(lost);
		}
	}

	/** Step 4: the changelog offset after the last record of each table. */
	private Map<String, Long> cuts(OpenCommit.Part part, SendInterval sent) {
		Task task = part.commit().task();
		Map<String, Long> cuts = new HashMap<>(task.cuts());
		for (TablePartition partition : part.sent().keySet()) {
			TableDefinition table = partition.table();
			SendInterval.Acked acked = sent.acked(new TopicPartition(table.changelog(), partition.partition()));
			if (acked == null || !acked.known()) {
				throw new NotCommittedException(
						"It is not known where the changelog of table '%s' ends".formatted(table.name()), null);
			}
			long expected = Objects.requireNonNull(cuts.put(table.name(), acked.last() + 1));
			if (!this.producer.transactional() && (!acked.contiguous() || acked.first() != expected)) {
				long foreign = acked.last() + 1 - expected - acked.count();
				this.figures.foreignWrites.add(Math.max(0, foreign));
				throw new ForeignWriterException(task, table.changelog() + "-" + partition.partition(), foreign);
			}
		}
		return cuts;
	}

	/** Step 6: data and position change together, and only now. */
	private void apply(OpenCommit.Part part) {
		Task task = part.commit().task();
		if (task.store() == null) {
			return;
		}
		StoreWrites writes = new StoreWrites();
		part.sent().forEach((partition, sent) -> sent.addTo(writes, partition.table().name()));
		long now = System.currentTimeMillis();
		for (TablePartition partition : task.partitions()) {
			TableDefinition table = partition.table();
			writes.position(table.name(), new StorePosition(this.changelogs.topicId(table.changelog()),
					Objects.requireNonNull(part.commit().cuts().get(table.name())), now));
		}
		Objects.requireNonNull(task.store()).apply(writes);
	}

	/**
	 * End a commit that was written, step 7. Worker only.
	 * @param commit the commit
	 */
	public void end(OpenCommit commit) {
		for (OpenCommit.Part part : commit.parts) {
			part.sent().forEach((partition, sent) -> {
				if (sent.size() > 0) {
					partition.entrySize(sent.entrySize());
					sent.tell(partition);
				}
			});
			part.commit().task().committed(part.commit());
		}
		this.figures.commits.increment();
		this.figures.nanos.add(System.nanoTime() - commit.started);
	}

	/**
	 * Forget what was sent since the last commit. Worker only, and not while a commit is
	 * under way.
	 * @param again whether the last commit had failed too: the producer may be the reason
	 * @throws RuntimeException if that is not possible now; it has to be tried again
	 * before anything else is sent
	 */
	public void abort(boolean again) {
		this.figures.failures.increment();
		this.producer.abort(again);
	}

}
