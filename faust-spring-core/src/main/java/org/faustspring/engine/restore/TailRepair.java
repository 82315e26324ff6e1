package org.faustspring.engine.restore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.faustspring.engine.client.KafkaClients;
import org.faustspring.engine.commit.CommitFigures;
import org.faustspring.table.store.PartitionStore;
import org.faustspring.table.store.StoreCursor;
import org.faustspring.table.store.StoreWrites;
import org.jspecify.annotations.Nullable;

/**
 * Deals with what an interrupted commit has left in a changelog behind the cut: its keys
 * are written again with their committed values; or with what a changelog has lost. A
 * tail that is too old for that, since compaction may already have removed earlier
 * values, is applied. Belongs to the restorer.
 */
final class TailRepair implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(TailRepair.class);

	private static final int MOST_UNDER_WAY = 5000;

	private final KafkaClients clients;

	private final @Nullable String transactionalId;

	private final Duration minCompactionLag;

	private final CommitFigures figures;

	private @Nullable Producer<byte[], byte[]> producer;

	TailRepair(KafkaClients clients, @Nullable String transactionalId, Duration minCompactionLag,
			CommitFigures figures) {
		this.clients = clients;
		this.transactionalId = transactionalId;
		this.minCompactionLag = minCompactionLag;
		this.figures = figures;
	}

	/**
	 * Tell whether writers that have lost a changelog are kept from writing to it.
	 * @return whether they are
	 */
	boolean fenced() {
		return this.transactionalId != null;
	}

	/**
	 * Deal with a tail.
	 * @param table the table, restored to the cut
	 * @param store its local copy
	 * @param writes where to add what has to change in the local copy
	 * @return the new cut
	 */
	long repair(TableRestoration table, PartitionStore store, StoreWrites writes) {
		if (table.rewrite()) {
			return rewrite(table, store);
		}
		if (table.tail().isEmpty()) {
			return table.end();
		}
		long age = System.currentTimeMillis() - table.oldestInTail();
		// Half of the lag, since clocks differ and cleaning must not overtake the repair.
		if (age > this.minCompactionLag.toMillis() / 2) {
			logger.warn(("Changelog %s has %d keys of a commit that was interrupted %d s ago; that is too long ago to "
					+ "undo it safely, so it is applied, and what it covers may be counted twice")
				.formatted(table.changelog(), table.tail().size(), age / 1000));
			table.tail().forEach((key, value) -> {
				if (value != null) {
					writes.put(table.table(), key, value);
				}
				else {
					writes.delete(table.table(), key);
				}
			});
			this.figures.tailsApplied.increment();
			return table.end();
		}
		long cut = writeAgain(table, store);
		this.figures.repaired.add(table.tail().size());
		logger.info("Wrote %d keys of changelog %s again, which an interrupted commit had left"
			.formatted(table.tail().size(), table.changelog()));
		return cut;
	}

	private long writeAgain(TableRestoration table, PartitionStore store) {
		return write(table, (writing) -> table.tail().keySet().forEach((key) -> writing.send(key, store.get(key))));
	}

	/** All of the table, in a changelog that has lost it. */
	private long rewrite(TableRestoration table, PartitionStore store) {
		long cut = write(table, (writing) -> {
			for (byte[] key : table.tail().keySet()) {
				if (store.get(key) == null) {
					writing.send(key, null);
				}
			}
			try (StoreCursor all = store.scan(null, null)) {
				while (all.next()) {
					writing.send(all.key(), all.value());
				}
			}
		});
		logger.warn("Wrote table '%s' to its changelog %s again, up to %d".formatted(table.table(), table.changelog(),
				cut));
		return cut;
	}

	private long write(TableRestoration table, Consumer<Writing> entries) {
		Writing writing = new Writing(producer(), table.changelog());
		try {
			entries.accept(writing);
			writing.end();
			long last = Math.max(table.end() - 1, writing.last);
			long foreign = last + 1 - table.end() - writing.count;
			if (this.transactionalId == null && foreign > 0) {
				this.figures.foreignWrites.add(foreign);
				throw new KafkaException(
						"%d records of another writer have come into changelog %s while it was repaired"
							.formatted(foreign, table.changelog()));
			}
			return last + 1;
		}
		catch (RuntimeException ex) {
			close();
			throw ex;
		}
	}

	/** Records on their way to a changelog. */
	private final class Writing {

		private final Producer<byte[], byte[]> producer;

		private final TopicPartition changelog;

		private final List<Future<RecordMetadata>> underWay = new ArrayList<>();

		private long count;

		private long last = -1;

		Writing(Producer<byte[], byte[]> producer, TopicPartition changelog) {
			this.producer = producer;
			this.changelog = changelog;
		}

		void send(byte[] key, byte @Nullable [] value) {
			if (TailRepair.this.transactionalId != null && this.underWay.isEmpty()) {
				this.producer.beginTransaction();
			}
			this.underWay.add(this.producer
				.send(new ProducerRecord<>(this.changelog.topic(), this.changelog.partition(), key, value)));
			this.count++;
			// A partition may take a producer's second batch before the first, and then
			// refuses that for ever.
			if (this.count == 1 && TailRepair.this.transactionalId == null || this.underWay.size() == MOST_UNDER_WAY) {
				end();
			}
		}

		/**
		 * Wait for what is on its way; nobody relies on it before offsets are committed.
		 */
		void end() {
			if (this.underWay.isEmpty()) {
				return;
			}
			this.producer.flush();
			try {
				for (Future<RecordMetadata> send : this.underWay) {
					this.last = Math.max(this.last, send.get().offset());
				}
			}
			catch (ExecutionException ex) {
				throw new KafkaException("Changelog %s could not be repaired".formatted(this.changelog), ex.getCause());
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new KafkaException("Interrupted while repairing", ex);
			}
			this.underWay.clear();
			if (TailRepair.this.transactionalId != null) {
				this.producer.commitTransaction();
			}
		}

	}

	private Producer<byte[], byte[]> producer() {
		Producer<byte[], byte[]> open = this.producer;
		if (open == null) {
			Map<String, Object> overrides = new HashMap<>();
			overrides.put(ProducerConfig.ACKS_CONFIG, "all");
			overrides.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
			if (this.transactionalId != null) {
				overrides.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, this.transactionalId);
			}
			open = this.clients.producer("restorer", overrides);
			if (this.transactionalId != null) {
				open.initTransactions();
			}
			this.producer = open;
		}
		return open;
	}

	@Override
	public void close() {
		Producer<byte[], byte[]> open = this.producer;
		this.producer = null;
		if (open != null) {
			open.close(Duration.ZERO);
		}
	}

}
