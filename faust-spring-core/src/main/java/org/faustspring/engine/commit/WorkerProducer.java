package org.faustspring.engine.commit;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.faustspring.app.TransactionalIdNotAuthorizedException;
import org.faustspring.engine.client.KafkaClients;
import org.faustspring.engine.retry.RetryLetter;
import org.faustspring.engine.task.Outbox;
import org.jspecify.annotations.Nullable;

/**
 * A worker's producer, transactional under exactly-once; a transaction is begun by the
 * first record after a commit. Belongs to the worker.
 */
public final class WorkerProducer implements Outbox, AutoCloseable {

	private static final Log logger = LogFactory.getLog(WorkerProducer.class);

	private static final int DEFAULT_MAX_REQUEST_SIZE = 1024 * 1024;

	/** How long a worker waits for a broker before it sees to its other duties. */
	private static final int MAX_BLOCK_MILLIS = 30_000;

	/**
	 * Longer than handlers usually take, short enough not to hold up readers for long.
	 */
	private static final int TRANSACTION_TIMEOUT_MILLIS = 20_000;

	private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

	private final KafkaClients clients;

	private final String name;

	private final @Nullable String transactionalId;

	private final int maxRecordSize;

	private final Set<String> knownTopics = ConcurrentHashMap.newKeySet();

	/** One of them, mostly that which is asked for next. */
	private @Nullable String knownTopic;

	private volatile Producer<byte[], byte[]> producer;

	private final RefusedRecords refused = new RefusedRecords();

	private volatile SendInterval interval;

	/** Of the producer, if it is not transactional. */
	private volatile @Nullable FirstBatches firstBatches;

	private boolean inTransaction;

	/** Whether somebody waits for the open transaction. */
	private boolean commitSoon;

	/** Whether the producer has to be replaced, which has not succeeded yet. */
	private boolean broken;

	/**
	 * Create a producer and, under exactly-once, end what an earlier one of the same id
	 * may have left open.
	 * @param clients makes the producer
	 * @param name last part of its client id
	 * @param transactionalId its transactional id, or {@code null} under at-least-once
	 */
	public WorkerProducer(KafkaClients clients, String name, @Nullable String transactionalId) {
		this.clients = clients;
		this.name = name;
		this.transactionalId = transactionalId;
		Object size = clients.producerSetting(ProducerConfig.MAX_REQUEST_SIZE_CONFIG);
		this.maxRecordSize = (size != null) ? Integer.parseInt(size.toString()) : DEFAULT_MAX_REQUEST_SIZE;
		this.producer = create();
		this.interval = newInterval();
	}

	/**
	 * Once a record of a transaction is refused, the producer neither sends others that
	 * are to be sent again nor gives them up, and would be waited for until the
	 * transaction times out.
	 */
	private SendInterval newInterval() {
		Producer<byte[], byte[]> current = this.producer;
		return new SendInterval(this.refused, () -> {
			if (this.transactionalId != null) {
				current.close(Duration.ZERO);
			}
		});
	}

	private Producer<byte[], byte[]> create() {
		Map<String, Object> overrides = new HashMap<>();
		overrides.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
		overrides.put(ProducerConfig.ACKS_CONFIG, "all");
		// Giving a record up and sending later ones would put a hole in what others read.
		overrides.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
		if (this.clients.producerSetting(ProducerConfig.MAX_BLOCK_MS_CONFIG) == null) {
			overrides.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MILLIS);
		}
		String id = this.transactionalId;
		if (id == null) {
			Producer<byte[], byte[]> plain = this.clients.producer(this.name, overrides);
			this.firstBatches = new FirstBatches(plain,
					this.clients.producerSetting(ProducerConfig.PARTITIONER_CLASS_CONFIG) == null);
			return plain;
		}
		overrides.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id);
		if (this.clients.producerSetting(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG) == null) {
			overrides.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MILLIS);
		}
		Producer<byte[], byte[]> created = this.clients.producer(this.name, overrides);
		try {
			created.initTransactions();
			return created;
		}
		catch (RuntimeException ex) {
			created.close(Duration.ZERO);
			if (ex instanceof TransactionalIdAuthorizationException) {
				throw new TransactionalIdNotAuthorizedException(id, ex);
			}
			throw ex;
		}
	}

	/**
	 * Return how long a transaction may be open before the broker ends it.
	 * @return the time, or {@code null} if there are no transactions
	 */
	public @Nullable Duration transactionTimeout() {
		if (this.transactionalId == null) {
			return null;
		}
		Object millis = this.clients.producerSetting(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG);
		return Duration.ofMillis((millis != null) ? Long.parseLong(millis.toString()) : TRANSACTION_TIMEOUT_MILLIS);
	}

	/**
	 * Tell whether records are sent in transactions.
	 * @return whether they are
	 */
	public boolean transactional() {
		return this.transactionalId != null;
	}

	@Override
	public void send(ProducerRecord<byte[], byte[]> record) {
		SendInterval open = this.interval;
		send(record, open, (record instanceof RetryLetter) ? open.tracked() : open.outputs());
	}

	private void send(ProducerRecord<byte[], byte[]> record, SendInterval joined, Callback callback) {
		Callback watched = this.refused.suspects(record.topic()) ? joined.watched(record, callback) : callback;
		try {
			begin();
			FirstBatches careful = this.firstBatches;
			if (careful != null) {
				careful.send(record, watched);
			}
			else {
				this.producer.send(record, watched);
			}
			joined.sent();
		}
		catch (IllegalStateException | KafkaException ex) {
			if (joined.failure() == null) {
				throw ex;
			}
			// Closed, since a record was refused: its commit fails, and undoes this too.
			logger.debug("A record for topic '%s' is not sent".formatted(record.topic()), ex);
		}
	}

	@Override
	public void commitSoon() {
		this.commitSoon = this.transactionalId != null;
	}

	/**
	 * Tell whether somebody waits for the next commit.
	 * @return whether somebody does
	 */
	public boolean commitAwaited() {
		return this.commitSoon;
	}

	@Override
	public void send(ForeignSend<?, ?> send) {
		sendForeign(send);
	}

	private <K, V> void sendForeign(ForeignSend<K, V> send) {
		SendInterval open = this.interval;
		send.producer().send(send.record(), open.foreign(send.producer()));
		open.sent();
	}

	/**
	 * Send a record to a changelog. Any thread, if there are no transactions.
	 * @param record the record
	 * @param interval what it belongs to
	 */
	void sendChangelog(ProducerRecord<byte[], byte[]> record, SendInterval interval) {
		send(record, interval, interval.tracked());
	}

	private void begin() {
		if (this.transactionalId != null && !this.inTransaction) {
			this.producer.beginTransaction();
			this.inTransaction = true;
		}
	}

	@Override
	public Producer<byte[], byte[]> producer() {
		return this.producer;
	}

	@Override
	public void requireTopic(String topic) {
		if (topic.equals(this.knownTopic)) {
			return;
		}
		if (this.knownTopics.contains(topic)) {
			this.knownTopic = topic;
			return;
		}
		Producer<byte[], byte[]> asked = this.producer;
		try {
			asked.partitionsFor(topic);
			this.knownTopics.add(topic);
		}
		catch (TimeoutException ex) {
			throw new UnknownTopicOrPartitionException(
					"The broker does not tell the partitions of topic '%s': does it exist?".formatted(topic), ex);
		}
		catch (IllegalStateException | KafkaException ex) {
			if (ex instanceof KafkaException && !failing() && asked == this.producer) {
				throw ex;
			}
			// It is being replaced, and what this event does with it will be undone.
			logger.debug("Topic '%s' is not looked for now".formatted(topic), ex);
		}
	}

	@Override
	public void requireAccepted(ProducerRecord<byte[], byte[]> record, int size) {
		this.refused.check(record, size);
	}

	@Override
	public boolean doomed() {
		return this.transactionalId != null && failing();
	}

	private boolean failing() {
		return this.interval.failure() != null;
	}

	/**
	 * Return the size from which on a topic has refused records.
	 * @param topic the topic
	 * @return the size, or 0 if it has not
	 */
	int refusedSize(String topic) {
		return this.refused.refusedSize(topic);
	}

	@Override
	public int maxRecordSize() {
		return this.maxRecordSize;
	}

	/**
	 * Begin the next interval.
	 * @return the one that has ended, for which only records of changelogs are still sent
	 */
	SendInterval part() {
		SendInterval ended = this.interval;
		this.interval = newInterval();
		this.commitSoon = false;
		return ended;
	}

	/**
	 * Wait until every record of a commit is acknowledged or has failed.
	 * @param commit the commit
	 * @param beside whether the worker sends meanwhile: then records are not hurried,
	 * which would have its own sent in small batches, unless it waits for them; and any
	 * thread may call this
	 * @throws NotCommittedException if it is of no use any more
	 */
	void await(OpenCommit commit, boolean beside) {
		commit.interval.foreignProducers().forEach(Producer::flush);
		while (beside && !commit.hurried() && !commit.interval.complete()) {
			if (commit.giveUp.getAsBoolean() || Thread.currentThread().isInterrupted()) {
				throw new NotCommittedException("Nobody waits for it any more", null);
			}
			LockSupport.parkNanos(LOOK_AGAIN_NANOS);
		}
		if (!beside || !commit.interval.complete()) {
			this.producer.flush();
		}
	}

	/**
	 * Commit the transaction with offsets.
	 * @param offsets the offsets
	 * @param group the member that owns them
	 * @throws NotCommittedException if that has certainly failed
	 * @throws RuntimeException if it is not known whether it has
	 */
	void commitTransaction(Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
		try {
			begin();
			if (!offsets.isEmpty()) {
				this.producer.sendOffsetsToTransaction(offsets, group);
			}
		}
		catch (KafkaException ex) {
			throw new NotCommittedException("The offsets could not join the transaction", ex);
		}
		this.producer.commitTransaction();
		this.inTransaction = false;
	}

	/**
	 * Forget the interval: abort the transaction, or wait for records on their way, so
	 * that none of them arrives later. A producer that cannot is replaced.
	 * @param replace whether to replace it anyway
	 * @throws RuntimeException if it cannot be replaced now; until that has succeeded
	 * nothing can be sent
	 */
	void abort(boolean replace) {
		try {
			if (replace || this.broken) {
				replace();
			}
			else if (this.inTransaction) {
				this.producer.abortTransaction();
			}
			else {
				this.producer.flush();
			}
		}
		catch (KafkaException | IllegalStateException ex) {
			if (this.broken) {
				throw ex;
			}
			logger.info("Producer '%s' is replaced, since it cannot abort: %s".formatted(this.name, ex));
			replace();
		}
		this.inTransaction = false;
		part();
	}

	private void replace() {
		this.broken = true;
		this.inTransaction = false;
		this.producer.close(Duration.ZERO);
		this.producer = create();
		this.broken = false;
	}

	@Override
	public void close() {
		if (this.inTransaction && !this.broken) {
			try {
				this.producer.abortTransaction();
			}
			catch (KafkaException | IllegalStateException ex) {
				logger.debug("Transaction not aborted at close; the broker does so by itself", ex);
			}
		}
		this.producer.close(Duration.ofSeconds(5));
	}

}
