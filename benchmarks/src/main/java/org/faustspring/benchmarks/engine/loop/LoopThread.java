package org.faustspring.benchmarks.engine.loop;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.faustspring.benchmarks.engine.EngineSettings;
import org.faustspring.benchmarks.workload.Case;
import org.faustspring.benchmarks.workload.FirstEvent;
import org.faustspring.benchmarks.workload.Restored;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Options;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls, processes and commits. A failure ends the thread, so that the run fails.
 */
final class LoopThread extends Thread implements ConsumerRebalanceListener {

	private static final Logger logger = LoggerFactory.getLogger(LoopThread.class);

	private static final Duration QUIET = Duration.ofSeconds(1);

	private final EngineSettings settings;

	private final Options options;

	private final AtomicInteger toRestore;

	private final KafkaConsumer<String, byte[]> consumer;

	private final KafkaProducer<String, byte[]> producer;

	private final LoopHandler handler;

	private final @Nullable Grouping grouping;

	private final Map<TopicPartition, PartitionState> states = new HashMap<>();

	private final Map<TopicPartition, Long> positions = new HashMap<>();

	/** By partition, where its changelog ended; written by the producer's thread. */
	private final Map<Integer, Long> cuts = new ConcurrentHashMap<>();

	private boolean inTransaction;

	private volatile boolean running = true;

	private volatile @Nullable RuntimeException sendFailure;

	LoopThread(EngineSettings settings, int number, Options options, AtomicInteger toRestore) {
		super("loop-" + number);
		this.settings = settings;
		this.options = options;
		this.toRestore = toRestore;
		Map<String, Object> consumer = new HashMap<>(settings.consumerSettings());
		consumer.put("bootstrap.servers", settings.bootstrapServers());
		consumer.put("group.id", settings.group());
		consumer.put("enable.auto.commit", "false");
		consumer.put("isolation.level", (settings.exactlyOnce()) ? "read_committed" : "read_uncommitted");
		this.consumer = new KafkaConsumer<>(consumer, new StringDeserializer(), new ByteArrayDeserializer());
		Map<String, Object> producer = new HashMap<>(settings.producerSettings());
		producer.put("bootstrap.servers", settings.bootstrapServers());
		producer.put("acks", "all");
		if (settings.exactlyOnce()) {
			producer.put("transactional.id", settings.group() + "-" + number);
		}
		this.producer = new KafkaProducer<>(producer, new StringSerializer(), new ByteArraySerializer());
		this.handler = LoopHandler.of(settings.work(), this::output);
		this.grouping = (settings.work() == Case.GROUP_BY)
				? new Grouping(settings, (record) -> this.producer.send(record, (metadata, ex) -> sent(ex))) : null;
	}

	@Override
	public void run() {
		try (this.consumer; this.producer) {
			if (this.settings.exactlyOnce()) {
				this.producer.initTransactions();
			}
			this.consumer.subscribe(topics(), this);
			long due = System.nanoTime();
			while (this.running) {
				process(this.consumer.poll(Duration.ofMillis(20)));
				if (System.nanoTime() - due >= 0) {
					commit();
					due = System.nanoTime() + Duration.ofMillis(this.settings.commitMillis()).toNanos();
				}
			}
			commit();
			if (this.grouping != null) {
				processRest();
			}
		}
		catch (RuntimeException ex) {
			logger.error("The loop failed", ex);
		}
		finally {
			this.states.values().forEach(PartitionState::close);
		}
	}

	private List<String> topics() {
		return (this.grouping != null) ? List.of(this.settings.input(), Grouping.topic(this.settings))
				: List.of(this.settings.input());
	}

	/** The last commits of others bring events that only this thread can count. */
	private void processRest() {
		long quiet = System.nanoTime();
		while (System.nanoTime() - quiet < QUIET.toNanos()) {
			ConsumerRecords<String, byte[]> records = this.consumer.poll(Duration.ofMillis(20));
			if (!records.isEmpty()) {
				process(records);
				commit();
				quiet = System.nanoTime();
			}
		}
	}

	private void process(ConsumerRecords<String, byte[]> records) {
		for (TopicPartition partition : records.partitions()) {
			PartitionState state = Objects.requireNonNull(this.states.get(partition));
			List<ConsumerRecord<String, byte[]>> events = records.records(partition);
			beginTransaction();
			for (ConsumerRecord<String, byte[]> event : events) {
				FirstEvent.mark();
				if (this.grouping == null || this.grouping.takes(event)) {
					this.handler.handle(event, state);
				}
			}
			this.positions.put(partition, events.get(events.size() - 1).offset() + 1);
		}
	}

	private void output(ConsumerRecord<String, byte[]> event, byte[] value) {
		this.producer.send(new ProducerRecord<>(this.settings.output(), null, event.timestamp(), event.key(), value),
				(metadata, ex) -> sent(ex));
	}

	private void change(int partition, String key, byte[] value) {
		this.producer.send(new ProducerRecord<>(this.settings.changelog(), partition, key, value), (metadata, ex) -> {
			sent(ex);
			if (ex == null) {
				this.cuts.put(partition, metadata.offset() + 1);
			}
		});
	}

	private void sent(@Nullable Exception ex) {
		if (ex != null) {
			this.sendFailure = new IllegalStateException("A record could not be sent", ex);
		}
	}

	private void beginTransaction() {
		if (this.settings.exactlyOnce() && !this.inTransaction) {
			this.producer.beginTransaction();
			this.inTransaction = true;
		}
	}

	private void commit() {
		if (this.positions.isEmpty()) {
			return;
		}
		this.states.forEach((partition, state) -> state
			.changes((key, value) -> change(partition.partition(), key, value), this.handler));
		this.producer.flush();
		RuntimeException failure = this.sendFailure;
		if (failure != null) {
			throw failure;
		}
		Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
		this.positions.forEach((partition, position) -> offsets.put(partition,
				new OffsetAndMetadata(position, metadata(partition.partition()))));
		if (this.settings.exactlyOnce()) {
			this.producer.sendOffsetsToTransaction(offsets, this.consumer.groupMetadata());
			this.producer.commitTransaction();
			this.inTransaction = false;
		}
		else {
			this.consumer.commitSync(offsets);
		}
		this.states.values().forEach(PartitionState::apply);
		this.positions.clear();
	}

	private String metadata(int partition) {
		String cut = String.valueOf(this.cuts.getOrDefault(partition, 0L));
		return (this.grouping != null) ? cut + " " + this.grouping.progress(partition) : cut;
	}

	@Override
	public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
		commit();
		for (TopicPartition partition : partitions) {
			PartitionState state = this.states.remove(partition);
			if (state != null) {
				state.close();
			}
		}
	}

	@Override
	public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
		for (TopicPartition partition : partitions) {
			this.states.put(partition, (hasState(partition))
					? PartitionState.open(this.settings, partition, this.options) : PartitionState.none());
		}
		if (this.settings.work() == Case.RESTORE && !partitions.isEmpty()) {
			Restored.begin();
			LoopRestore.restore(this.settings, this.states);
			if (this.toRestore.addAndGet(-partitions.size()) == 0) {
				Restored.end();
			}
		}
	}

	private boolean hasState(TopicPartition partition) {
		return this.settings.work().stateful()
				&& (this.grouping == null || !partition.topic().equals(this.settings.input()));
	}

	void shutDown() {
		this.running = false;
	}

}
