package org.faustspring.engine.client;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.faustspring.boot.embedded.EmbeddedKafkaBroker;
import org.faustspring.engine.deadletter.DeadLetters;
import org.faustspring.engine.unit.RecordedUnit;
import org.faustspring.engine.unit.UnitOfWork;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.kafka.transaction.KafkaTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of handlers' sends beside real transactions, and of clients of a real broker.
 */
class HandlerTransactionsIntegrationTests {

	private static final EmbeddedKafkaBroker broker = EmbeddedKafkaBroker.temporary();

	private static int topics;

	private final String topic = "out-" + (topics++);

	private FactoryKafkaClients clients;

	private DefaultKafkaProducerFactory<String, String> factory;

	private KafkaTemplate<String, String> template;

	private HandlerSends sends;

	private HandlerThreads threads;

	@BeforeAll
	static void start() {
		broker.start();
	}

	@AfterAll
	static void stop() {
		broker.close();
	}

	HandlerTransactionsIntegrationTests() {
		Map<String, Object> settings = Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers(),
				ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class,
				ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
		this.factory = new DefaultKafkaProducerFactory<>(settings);
		this.factory.setTransactionIdPrefix(this.topic + "-");
		this.template = new KafkaTemplate<>(this.factory);
		this.clients = new FactoryKafkaClients(new DefaultKafkaConsumerFactory<>(settings), this.factory, settings,
				"app");
		this.sends = new HandlerSends(this.clients::bootstrapServers);
		this.sends.join(this.factory);
		this.threads = new HandlerThreads(this.sends);
	}

	@BeforeEach
	void createTopics() throws Exception {
		try (Admin admin = this.clients.admin("topics")) {
			admin.createTopics(List.of(new NewTopic(this.topic, 2, (short) 1),
					new NewTopic(DeadLetters.topicFor(this.topic), 1, (short) 1)))
				.all()
				.get(30, TimeUnit.SECONDS);
		}
	}

	@AfterEach
	void leave() {
		this.threads.exit();
		UnitOfWork.enter(null);
		this.sends.close();
		this.factory.destroy();
	}

	private List<ConsumerRecord<byte[], byte[]>> committed(String topic) {
		Map<String, Object> overrides = new HashMap<>();
		overrides.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
		List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
		try (Consumer<byte[], byte[]> consumer = this.clients.consumer("check", overrides)) {
			List<TopicPartition> partitions = consumer.partitionsFor(topic)
				.stream()
				.map((info) -> new TopicPartition(topic, info.partition()))
				.toList();
			consumer.assign(partitions);
			consumer.seekToBeginning(partitions);
			Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
			while (ends.entrySet().stream().anyMatch((end) -> consumer.position(end.getKey()) < end.getValue())) {
				consumer.poll(Duration.ofMillis(100)).forEach(records::add);
			}
		}
		return records;
	}

	private List<String> committedValues(String topic) {
		return committed(topic).stream().map((record) -> new String(record.value(), StandardCharsets.UTF_8)).toList();
	}

	@Test
	void transactionOfTheHandlersOwnIsCommittedWhateverBecomesOfItsEvent() {
		this.threads.enter();

		try (RecordedUnit unit = RecordedUnit.entered()) {
			this.template.executeInTransaction((own) -> own.send(this.topic, "k", "own"));
			this.template.send(this.topic, "k", "joined");

			assertThat(unit.records()).hasSize(1);
		}
		assertThat(committedValues(this.topic)).containsExactly("own");
	}

	@Test
	void transactionOfTheHandlersOwnThatFailsLeavesNothing() {
		this.threads.enter();

		try (RecordedUnit unit = RecordedUnit.entered()) {
			assertThatIllegalStateException().isThrownBy(() -> this.template.executeInTransaction((own) -> {
				own.send(this.topic, "k", "own");
				own.flush();
				throw new IllegalStateException("from the handler");
			}));
			this.template.send(this.topic, "k", "joined");
			this.template.executeInTransaction((own) -> own.send(this.topic, "k", "second"));

			assertThat(unit.records()).hasSize(1);
		}
		assertThat(committedValues(this.topic)).containsExactly("second");
	}

	@Test
	void newTransactionOfATransactionalMethodIsItsOwn() {
		TransactionTemplate joining = new TransactionTemplate(new KafkaTransactionManager<>(this.factory));
		TransactionTemplate own = new TransactionTemplate(new KafkaTransactionManager<>(this.factory));
		own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		this.threads.enter();

		try (RecordedUnit unit = RecordedUnit.entered()) {
			joining.executeWithoutResult((status) -> {
				this.template.send(this.topic, "k", "joined");
				own.executeWithoutResult((inner) -> this.template.send(this.topic, "k", "own"));
				this.template.send(this.topic, "k", "joined too");
			});

			assertThat(unit.records()).hasSize(2);
			assertThat(this.threads.takeRollback()).isFalse();
		}
		assertThat(committedValues(this.topic)).containsExactly("own");
	}

	@Test
	void joinedMessagesAreThoseThatTheAppsTransactionCommits() throws Exception {
		this.threads.enter();
		try (Producer<byte[], byte[]> producer = this.clients.producer("worker-0",
				Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, this.topic + "-worker"))) {
			producer.initTransactions();
			RecordedUnit unit = new RecordedUnit(producer);

			producer.beginTransaction();
			unit.enter();
			this.template.send(this.topic, 1, "k", "joined").get(1, TimeUnit.SECONDS);
			unit.close();
			for (ProducerRecord<byte[], byte[]> record : unit.records()) {
				producer.send(record);
			}
			producer.commitTransaction();
		}

		assertThat(committed(this.topic)).singleElement().satisfies((record) -> {
			assertThat(record.partition()).isEqualTo(1);
			assertThat(new String(record.value(), StandardCharsets.UTF_8)).isEqualTo("joined");
		});
	}

	@Test
	void deadLetterArrivesInThePartitionThatExists() {
		DeadLetters deadLetters = DeadLetters.sentBy(this.clients, "app");
		ConsumerRecord<byte[], byte[]> failed = new ConsumerRecord<>(this.topic, 1, 5L, new byte[] { 1 },
				new byte[] { 2 });
		try (Producer<byte[], byte[]> producer = this.clients.producer("worker-1", Map.of())) {
			RecordedUnit unit = new RecordedUnit(producer);
			deadLetters.send(unit, failed, new IllegalStateException("boom"), "agent");
			unit.records().forEach(producer::send);
		}

		assertThat(committed(DeadLetters.topicFor(this.topic))).singleElement().satisfies((record) -> {
			assertThat(record.partition()).isZero();
			assertThat(record.value()).containsExactly(2);
			assertThat(record.headers().lastHeader(KafkaHeaders.DLT_ORIGINAL_TOPIC).value())
				.isEqualTo(this.topic.getBytes(StandardCharsets.UTF_8));
		});
	}

}
