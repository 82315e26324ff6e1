package org.faustspring.engine.commit;

import java.util.Map;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.faustspring.app.MisroutedKeys;
import org.faustspring.engine.table.EngineTable;
import org.faustspring.engine.table.EntrySize;
import org.faustspring.engine.table.KeyPartitioner;
import org.faustspring.engine.table.TableDefinition;
import org.faustspring.engine.table.TablePartition;
import org.faustspring.engine.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * Step 3 of the protocol of {@code docs/architecture.md}: serializes the uncommitted
 * writes of a table, each key once, and sends them to its changelog. Any thread, one at a
 * time.
 */
final class ChangelogSends {

	private static final Log logger = LogFactory.getLog(ChangelogSends.class);

	private final WorkerProducer producer;

	private final ChangelogTopics changelogs;

	private final MisroutedKeys misroutedKeys;

	/** Estimated bytes a dirty entry, from what was serialized so far. */
	private volatile long bytesPerEntry = EntrySize.UNKNOWN;

	ChangelogSends(WorkerProducer producer, ChangelogTopics changelogs, MisroutedKeys misroutedKeys) {
		this.producer = producer;
		this.changelogs = changelogs;
		this.misroutedKeys = misroutedKeys;
	}

	long bytesPerEntry() {
		return this.bytesPerEntry;
	}

	/**
	 * Send writes.
	 * @param task whose table it is
	 * @param partition the table's partition
	 * @param dirty values by key, which nobody changes any more
	 * @param interval the commit they belong to
	 * @return what was sent
	 * @throws NotCommittedException if a value cannot be sent
	 */
	SentWrites send(Task task, TablePartition partition, Map<Object, Object> dirty, SendInterval interval) {
		TableDefinition table = partition.table();
		SentWrites writes = new SentWrites(dirty.size());
		for (Map.Entry<Object, Object> write : dirty.entrySet()) {
			byte[] key = table.keyBytes(write.getKey());
			byte[] value = value(task, partition, write, key.length);
			writes.add(key, value);
			checkRouting(partition, write.getKey(), key);
			this.producer.sendChangelog(new ProducerRecord<>(table.changelog(), partition.partition(), key, value),
					interval);
		}
		if (writes.size() > 0) {
			this.bytesPerEntry = (3 * this.bytesPerEntry + writes.entrySize()) / 4;
		}
		return writes;
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
	 * Have handlers told of values that a changelog refuses, if that is why a commit has
	 * failed.
	 */
	void checkRefused(Task task) {
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

}
