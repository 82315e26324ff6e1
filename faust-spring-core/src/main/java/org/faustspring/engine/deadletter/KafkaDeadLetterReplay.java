package org.faustspring.engine.deadletter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.faustspring.deadletter.DeadLetter;
import org.faustspring.deadletter.DeadLetterFilter;
import org.faustspring.deadletter.DeadLetterPage;
import org.faustspring.deadletter.DeadLetterReplay;
import org.faustspring.deadletter.ReplayResult;
import org.faustspring.engine.client.KafkaClients;
import org.jspecify.annotations.Nullable;

/**
 * Reads dead-letter topics with clients of its own and sends records back in
 * transactions, each of which also commits which records it has sent back. One request of
 * an App replays at a time: a later one ends an earlier one. Any thread.
 */
public final class KafkaDeadLetterReplay implements DeadLetterReplay {

	private static final Log logger = LogFactory.getLog(KafkaDeadLetterReplay.class);

	private static final String SUFFIX = DeadLetters.topicFor("");

	private static final Duration POLL_TIME = Duration.ofMillis(200);

	private final KafkaClients clients;

	private final String group;

	private final Duration timeout;

	/**
	 * Create it.
	 * @param clients makes Kafka clients
	 * @param appId the App's id
	 * @param timeout longest wait for an answer of the broker
	 */
	public KafkaDeadLetterReplay(KafkaClients clients, String appId, Duration timeout) {
		this.clients = clients;
		this.group = appId + "-dead-letters-replay";
		this.timeout = timeout;
	}

	@Override
	public List<String> topics() {
		try (Admin admin = this.clients.admin("dead-letters")) {
			return admin.listTopics()
				.names()
				.get(this.timeout.toMillis(), TimeUnit.MILLISECONDS)
				.stream()
				.filter((name) -> name.endsWith(SUFFIX))
				.sorted()
				.toList();
		}
		catch (ExecutionException | TimeoutException ex) {
			throw new KafkaException("The broker does not tell which topics there are", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new KafkaException("Interrupted while asking the broker for its topics", ex);
		}
	}

	@Override
	public DeadLetterPage page(String topic, DeadLetterFilter filter, int limit, @Nullable String from) {
		Place start = Place.of(from);
		List<DeadLetter> letters = new ArrayList<>();
		try (Consumer<byte[], byte[]> consumer = consumer()) {
			Letters read = open(consumer, topic);
			for (TopicPartition partition : read.partitions) {
				if (partition.partition() < start.partition()) {
					continue;
				}
				long first = (partition.partition() == start.partition()) ? start.offset() : 0;
				ReplayedOffsets replayed = read.replayed(partition);
				boolean full = read.each(partition, first, (record) -> {
					DeadLetter letter = LetterHeaders.describe(record, replayed.contains(record.offset()));
					if (!filter.matches(letter)) {
						return true;
					}
					if (letters.size() == limit) {
						return false;
					}
					letters.add(letter);
					return true;
				});
				if (!full) {
					DeadLetter last = letters.get(letters.size() - 1);
					return new DeadLetterPage(topic, letters, last.partition() + "@" + (last.offset() + 1));
				}
			}
		}
		return new DeadLetterPage(topic, letters, null);
	}

	@Override
	public synchronized ReplayResult replay(String topic, DeadLetterFilter filter) {
		Map<String, Object> overrides = new HashMap<>();
		overrides.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, this.group);
		overrides.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
		overrides.put(ProducerConfig.ACKS_CONFIG, "all");
		try (Producer<byte[], byte[]> producer = this.clients.producer("dead-letters", overrides);
				Consumer<byte[], byte[]> consumer = consumer()) {
			// Ends what an interrupted request has left open, before its marks are read.
			producer.initTransactions();
			Letters read = open(consumer, topic);
			Replay replay = new Replay(producer, read, filter);
			for (TopicPartition partition : read.partitions) {
				if (!read.each(partition, 0, replay::take)) {
					break;
				}
			}
			replay.commit();
			ReplayResult result = replay.result(topic);
			logger
				.info("Replayed %d records of dead-letter topic '%s': %s".formatted(result.replayed(), topic, result));
			return result;
		}
	}

	private Consumer<byte[], byte[]> consumer() {
		Map<String, Object> overrides = new HashMap<>();
		overrides.put(ConsumerConfig.GROUP_ID_CONFIG, this.group);
		overrides.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
		overrides.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
		overrides.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
		overrides.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
		overrides.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
		return this.clients.consumer("dead-letters", overrides);
	}

	private Letters open(Consumer<byte[], byte[]> consumer, String topic) {
		List<PartitionInfo> infos = (topic.endsWith(SUFFIX)) ? consumer.partitionsFor(topic, this.timeout) : List.of();
		if (infos == null || infos.isEmpty()) {
			throw new IllegalArgumentException("There is no dead-letter topic '%s'".formatted(topic));
		}
		List<TopicPartition> partitions = infos.stream()
			.map((info) -> new TopicPartition(topic, info.partition()))
			.sorted(java.util.Comparator.comparingInt(TopicPartition::partition))
			.toList();
		return new Letters(consumer, partitions, this.timeout);
	}

	/**
	 * The records of a dead-letter topic as it is when it is opened.
	 */
	private static final class Letters {

		private final Consumer<byte[], byte[]> consumer;

		private final List<TopicPartition> partitions;

		private final Map<TopicPartition, Long> beginnings;

		private final Map<TopicPartition, Long> ends;

		private final Map<TopicPartition, ReplayedOffsets> replayed = new HashMap<>();

		Letters(Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions, Duration timeout) {
			this.consumer = consumer;
			this.partitions = partitions;
			this.beginnings = consumer.beginningOffsets(partitions, timeout);
			this.ends = consumer.endOffsets(partitions, timeout);
			Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(java.util.Set.copyOf(partitions),
					timeout);
			partitions.forEach((partition) -> this.replayed.put(partition,
					new ReplayedOffsets(this.beginnings.getOrDefault(partition, 0L), committed.get(partition))));
		}

		ReplayedOffsets replayed(TopicPartition partition) {
			return java.util.Objects.requireNonNull(this.replayed.get(partition));
		}

		/** Give the records of a partition to a visitor, until it wants no more. */
		boolean each(TopicPartition partition, long from, Visitor visitor) {
			long end = this.ends.getOrDefault(partition, 0L);
			this.consumer.assign(List.of(partition));
			this.consumer.seek(partition, Math.max(from, this.beginnings.getOrDefault(partition, 0L)));
			while (this.consumer.position(partition) < end) {
				for (ConsumerRecord<byte[], byte[]> record : this.consumer.poll(POLL_TIME)) {
					if (record.offset() < end && !visitor.visit(record)) {
						return false;
					}
				}
			}
			return true;
		}

	}

	/**
	 * One request to send records back.
	 */
	private static final class Replay {

		private static final int TRANSACTION = 500;

		private final Producer<byte[], byte[]> producer;

		private final Letters letters;

		private final DeadLetterFilter filter;

		private final Map<String, Integer> partitions = new HashMap<>();

		private int sent;

		private long replayed;

		private long alreadyReplayed;

		private long filteredOut;

		private long undeliverable;

		private @Nullable String incomplete;

		Replay(Producer<byte[], byte[]> producer, Letters letters, DeadLetterFilter filter) {
			this.producer = producer;
			this.letters = letters;
			this.filter = filter;
		}

		boolean take(ConsumerRecord<byte[], byte[]> record) {
			ReplayedOffsets marks = this.letters.replayed(new TopicPartition(record.topic(), record.partition()));
			if (marks.contains(record.offset())) {
				this.alreadyReplayed++;
				marks.pass(record.offset());
				return true;
			}
			DeadLetter letter = LetterHeaders.describe(record, false);
			String topic = letter.originalTopic();
			if (!this.filter.matches(letter)) {
				this.filteredOut++;
				marks.pass(record.offset());
				return true;
			}
			if (topic == null || partitionsOf(topic) == 0) {
				this.undeliverable++;
				marks.pass(record.offset());
				return true;
			}
			if (this.sent == 0) {
				this.producer.beginTransaction();
			}
			this.producer.send(sentBack(record, letter, topic));
			marks.add(record.offset());
			return ++this.sent < TRANSACTION || commit();
		}

		private ProducerRecord<byte[], byte[]> sentBack(ConsumerRecord<byte[], byte[]> record, DeadLetter letter,
				String topic) {
			Headers headers = LetterHeaders.original(record);
			if (letter.agent() != null && letter.group() != null) {
				new ReplayTarget(letter.group(), letter.agent()).write(headers);
			}
			boolean partitionKnown = letter.originalPartition() >= 0
					&& letter.originalPartition() < partitionsOf(topic);
			return new ProducerRecord<>(topic, partitionKnown ? letter.originalPartition() : null,
					(letter.originalTime() != null) ? letter.originalTime().toEpochMilli() : null, record.key(),
					record.value(), headers);
		}

		private int partitionsOf(String topic) {
			return this.partitions.computeIfAbsent(topic, (name) -> {
				try {
					return this.producer.partitionsFor(name).size();
				}
				catch (org.apache.kafka.common.errors.TimeoutException
						| org.apache.kafka.common.errors.UnknownTopicOrPartitionException ex) {
					logger.warn("Dead letters of topic '%s' are not sent back, since it does not exist: %s"
						.formatted(name, ex.getMessage()));
					return 0;
				}
			});
		}

		/** Records and marks together; false if the marks cannot be kept. */
		boolean commit() {
			if (this.sent == 0) {
				return true;
			}
			Map<TopicPartition, OffsetAndMetadata> marks = new HashMap<>();
			for (TopicPartition partition : this.letters.partitions) {
				ReplayedOffsets replayedOffsets = this.letters.replayed(partition);
				if (!replayedOffsets.takeChanged()) {
					continue;
				}
				OffsetAndMetadata mark = replayedOffsets.toCommit();
				if (mark == null) {
					this.producer.abortTransaction();
					this.sent = 0;
					this.incomplete = ("Of partition %d so many single records have been sent back that Kafka "
							+ "cannot keep which: send the others back first, by a request with a wider filter")
						.formatted(partition.partition());
					return false;
				}
				marks.put(partition, mark);
			}
			this.producer.sendOffsetsToTransaction(marks,
					new ConsumerGroupMetadata(this.letters.consumer.groupMetadata().groupId()));
			this.producer.commitTransaction();
			this.replayed += this.sent;
			this.sent = 0;
			return true;
		}

		ReplayResult result(String topic) {
			return new ReplayResult(topic, this.replayed, this.alreadyReplayed, this.filteredOut, this.undeliverable,
					this.incomplete);
		}

	}

	/**
	 * Takes records.
	 */
	@FunctionalInterface
	private interface Visitor {

		/**
		 * Take a record.
		 * @return whether it wants more
		 */
		boolean visit(ConsumerRecord<byte[], byte[]> record);

	}

	/**
	 * Where a page begins.
	 */
	private record Place(int partition, long offset) {

		static Place of(@Nullable String text) {
			if (text == null || text.isEmpty()) {
				return new Place(0, 0);
			}
			try {
				int at = text.indexOf('@');
				return new Place(Integer.parseInt(text.substring(0, at)), Long.parseLong(text.substring(at + 1)));
			}
			catch (IndexOutOfBoundsException | NumberFormatException ex) {
				throw new IllegalArgumentException(
						"'%s' is not a place: a page says in 'next' where the next one begins".formatted(text));
			}
		}

	}

}
