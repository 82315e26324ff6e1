package org.faustspring.engine.commit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.faustspring.app.MisroutedKeys;
import org.faustspring.engine.table.EngineTable;
import org.faustspring.engine.table.EntrySize;
import org.faustspring.engine.table.KeyPartitioner;
import org.faustspring.engine.table.TableDefinition;
import org.faustspring.engine.table.TablePartition;
import org.faustspring.engine.task.Task;
import org.faustspring.engine.task.TaskCommit;
import org.faustspring.table.store.StorePosition;
import org.faustspring.table.store.StoreWrites;
import org.jspecify.annotations.Nullable;

/**
 * Commits the tasks of one worker: the protocol of {@code docs/architecture.md}, step by
 * step. Belongs to the worker.
 */
public final class Committer {

	private static final Log logger = LogFactory.getLog(Committer.class);

	private static final long ASK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

	private static final long LOOK_AGAIN_NANOS = 1_000_000;

	private final WorkerProducer producer;

	private final Group group;

	private final CommittedOffsets committedOffsets;

	private final ChangelogTopics changelogs;

	private final MisroutedKeys misroutedKeys;

	private final CommitFigures figures;

	/** Estimated bytes a dirty entry, from what was serialized so far. */
	private volatile long bytesPerEntry = EntrySize.UNKNOWN;

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
		this.group = group;
		this.committedOffsets = committedOffsets;
		this.changelogs = changelogs;
		this.misroutedKeys = misroutedKeys;
		this.figures = figures;
	}

	/**
	 * Estimate the size of uncommitted table writes.
	 * @param entries number of dirty entries
	 * @return bytes
	 */
	public long estimateBytes(long entries) {
		return entries * this.bytesPerEntry;
	}

	/**
	 * Commit. The caller is between two events of each of the tasks (step 1). If this
	 * throws, nothing was committed and the tasks are as they were, but for what is sent:
	 * {@link #abort} must follow.
	 * @param tasks what to commit
	 * @param giveUp tells that waiting for an answer is of no use any more
	 * @throws NotCommittedException if it did not succeed
	 * @throws LostChangelogException if changelogs do not have what was committed
	 * @throws ForeignWriterException if somebody else wrote to a task's changelog
	 */
	public void commit(Collection<Task> tasks, BooleanSupplier giveUp) {
		long started = System.nanoTime();
		checkOwned(tasks);
		Map<Task, Map<TablePartition, SentWrites>> frozen = new HashMap<>();
		tasks.forEach((task) -> frozen.put(task, freezeAndSend(task)));
		SendInterval sent = this.producer.flush();
		Exception failure = sent.failure();
		if (failure != null) {
			frozen.keySet().forEach(this::checkRefused);
			throw new NotCommittedException("A record could not be sent", failure);
		}
		checkChangelogs(frozen, sent);
		List<TaskCommit> commits = new ArrayList<>();
		frozen.forEach(
				(task, writes) -> commits.add(task.prepareCommit(cuts(task, writes.keySet(), sent), (partition) -> {
					SendInterval.Acked acked = sent.acked(partition);
					return (acked != null) ? new TaskCommit.SentOffsets(acked.first(), acked.last()) : null;
				})));
		commitOffsets(commits, giveUp);
		for (TaskCommit commit : commits) {
			apply(commit, java.util.Objects.requireNonNull(frozen.get(commit.task())));
			commit.task().committed(commit);
		}
		this.figures.commits.increment();
		this.figures.nanos.add(System.nanoTime() - started);
	}

	private static void checkOwned(Collection<Task> tasks) {
		if (tasks.stream().anyMatch(Task::abandoned)) {
			throw new NotCommittedException("A task of this worker has gone to another instance", null);
		}
	}

	/** Steps 2 and 3: set the overlay aside; serialize and send each dirty key once. */
	private Map<TablePartition, SentWrites> freezeAndSend(Task task) {
		Map<TablePartition, SentWrites> frozen = new HashMap<>();
		for (TablePartition partition : task.partitions()) {
			if (partition.dirty() == 0) {
				continue;
			}
			TableDefinition table = partition.table();
			task.sentToChangelogs();
			Map<Object, Object> dirty = partition.freeze();
			SentWrites writes = new SentWrites(dirty.size());
			long bytes = 0;
			for (Map.Entry<Object, Object> write : dirty.entrySet()) {
				byte[] key = table.keyBytes(write.getKey());
				byte[] value = value(task, partition, write, key.length);
				writes.add(key, value);
				bytes += key.length + ((value != null) ? value.length : 0);
				checkRouting(partition, write.getKey(), key);
				this.producer.sendChangelog(new ProducerRecord<>(table.changelog(), partition.partition(), key, value));
			}
			if (writes.size() > 0) {
				long usual = EntrySize.onHeap(bytes / writes.size());
				this.bytesPerEntry = (3 * this.bytesPerEntry + usual) / 4;
				partition.entrySize(usual);
			}
			frozen.put(partition, writes);
		}
		return frozen;
	}

	/** A value that cannot be committed must not keep the others from it for ever. */
	private byte @Nullable [] value(Task task, TablePartition partition, Map.Entry<Object, Object> write,
			int keyLength) {
		if (write.getValue() == TablePartition.REMOVED) {
			return null;
		}
		TableDefinition table = partition.table();
		try {
			byte[] value = table.valueBytes(write.getValue());
			table.checkSize(keyLength, value.length, this.producer.maxRecordSize());
			return value;
		}
		catch (RuntimeException ex) {
			task.tables()
				.stream()
				.filter((candidate) -> candidate.definition() == table)
				.forEach((candidate) -> candidate.checkAtOnce(this.producer.maxRecordSize()));
			throw new NotCommittedException(
					("The value of key '%s' cannot be written to the changelog of table '%s'; from "
							+ "now on such a value is refused when a handler writes it")
						.formatted(write.getKey(), table.name()),
					ex);
		}
	}

	/**
	 * Have handlers told of values that a changelog refuses, if that is why it failed.
	 */
	private void checkRefused(Task task) {
		for (EngineTable<?, ?> table : task.tables()) {
			int refused = this.producer.refusedSize(table.definition().changelog());
			if (refused > 0) {
				table.checkAtOnce(refused - 1);
			}
		}
	}

	private void checkRouting(TablePartition partition, Object key, byte[] keyBytes) {
		TableDefinition table = partition.table();
		if (this.misroutedKeys != MisroutedKeys.WARN || !table.hashed()) {
			return;
		}
		int belongs = KeyPartitioner.partition(keyBytes, this.changelogs.partitions(table.changelog()));
		if (belongs != partition.partition() && this.changelogs.firstMisrouted(table.name())) {
			logger.warn(("Table '%s': key '%s' was written by partition %d but belongs to partition %d, so the table's "
					+ "state of a key is split. Group the agent's events by the key: @Agent(groupBy = ...). Said once; "
					+ "see faust.tables.misrouted-keys")
				.formatted(table.name(), key, partition.partition(), belongs));
		}
	}

	/** Step 4: offsets only ever grow, unless the topic is not the one it was. */
	private static void checkChangelogs(Map<Task, Map<TablePartition, SentWrites>> frozen, SendInterval sent) {
		Set<Task> lost = new HashSet<>();
		frozen.forEach((task, writes) -> writes.keySet().forEach((partition) -> {
			TableDefinition table = partition.table();
			SendInterval.Acked acked = sent.acked(new TopicPartition(table.changelog(), partition.partition()));
			if (acked != null && acked.known()
					&& acked.first() < java.util.Objects.requireNonNull(task.cuts().get(table.name()))) {
				lost.add(task);
			}
		}));
		if (!lost.isEmpty()) {
			throw new LostChangelogException(lost);
		}
	}

	/** Step 4: the changelog offset after the last record of each table. */
	private Map<String, Long> cuts(Task task, Collection<TablePartition> written, SendInterval sent) {
		Map<String, Long> cuts = new HashMap<>(task.cuts());
		for (TablePartition partition : written) {
			TableDefinition table = partition.table();
			SendInterval.Acked acked = sent.acked(new TopicPartition(table.changelog(), partition.partition()));
			if (acked == null || !acked.known()) {
				throw new NotCommittedException(
						"It is not known where the changelog of table '%s' ends".formatted(table.name()), null);
			}
			long expected = java.util.Objects.requireNonNull(cuts.put(table.name(), acked.last() + 1));
			if (!this.producer.transactional() && (!acked.contiguous() || acked.first() != expected)) {
				long foreign = acked.last() + 1 - expected - acked.count();
				this.figures.foreignWrites.add(Math.max(0, foreign));
				throw new ForeignWriterException(task, table.changelog() + "-" + partition.partition(), foreign);
			}
		}
		return cuts;
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
		checkOwned(commits.stream().map(TaskCommit::task).toList());
		return member;
	}

	/** Step 5. */
	private void commitOffsets(List<TaskCommit> commits, BooleanSupplier giveUp) {
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

	/** Step 6: data and position change together, and only now. */
	private void apply(TaskCommit commit, Map<TablePartition, SentWrites> frozen) {
		Task task = commit.task();
		if (task.store() == null) {
			return;
		}
		StoreWrites writes = new StoreWrites();
		frozen.forEach((partition, sent) -> sent.addTo(writes, partition.table().name()));
		long now = System.currentTimeMillis();
		for (TablePartition partition : task.partitions()) {
			TableDefinition table = partition.table();
			writes.position(table.name(), new StorePosition(this.changelogs.topicId(table.changelog()),
					java.util.Objects.requireNonNull(commit.cuts().get(table.name())), now));
		}
		java.util.Objects.requireNonNull(task.store()).apply(writes);
	}

	/**
	 * Forget what was sent since the last commit.
	 * @param again whether the last commit had failed too: the producer may be the reason
	 * @throws RuntimeException if that is not possible now; it has to be tried again
	 * before anything else is sent
	 */
	public void abort(boolean again) {
		this.figures.failures.increment();
		this.producer.abort(again);
	}

}
