package org.faustspring.engine.restore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.faustspring.engine.client.KafkaClients;
import org.faustspring.engine.commit.CommitFigures;
import org.faustspring.table.store.PartitionStore;
import org.faustspring.table.store.StoreWrites;
import org.jspecify.annotations.Nullable;

/**
 * Deals with what an interrupted commit has left in a changelog behind the cut: its keys
 * are written again with their committed values. A tail that is too old for that, since
 * compaction may already have removed earlier values, is applied. Belongs to the
 * restorer.
 */
final class TailRepair implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(TailRepair.class);

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
		Producer<byte[], byte[]> open = producer();
		try {
			if (this.transactionalId != null) {
				open.beginTransaction();
			}
			List<Future<RecordMetadata>> sends = new ArrayList<>();
			for (byte[] key : table.tail().keySet()) {
				sends.add(open.send(new ProducerRecord<>(table.changelog().topic(), table.changelog().partition(), key,
						store.get(key))));
			}
			open.flush();
			long last = table.end() - 1;
			for (Future<RecordMetadata> send : sends) {
				last = Math.max(last, send.get().offset());
			}
			long foreign = last + 1 - table.end() - sends.size();
			if (this.transactionalId == null && foreign > 0) {
				this.figures.foreignWrites.add(foreign);
				throw new KafkaException(
						"%d records of another writer have come into changelog %s while it was repaired"
							.formatted(foreign, table.changelog()));
			}
			if (this.transactionalId != null) {
				open.commitTransaction();
			}
			return last + 1;
		}
		catch (ExecutionException ex) {
			close();
			throw new KafkaException("Changelog %s could not be repaired".formatted(table.changelog()), ex.getCause());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			close();
			throw new KafkaException("Interrupted while repairing", ex);
		}
		catch (RuntimeException ex) {
			close();
			throw ex;
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
