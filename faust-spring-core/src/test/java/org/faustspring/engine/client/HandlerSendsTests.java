package org.faustspring.engine.client;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.faustspring.engine.unit.RecordedUnit;
import org.faustspring.engine.unit.UnitOfWork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.support.SendResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link HandlerSends} with templates that know no transactions.
 */
class HandlerSendsTests {

	private final HandlerSends sends = new HandlerSends(() -> "B:9092");

	@AfterEach
	void leave() {
		UnitOfWork.enter(null);
	}

	private <V> MockProducerFactory<V> factory(Map<String, Object> settings) {
		MockProducerFactory<V> factory = new MockProducerFactory<>(MockProducerFactory.settings(settings));
		this.sends.join(factory);
		return factory;
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

	@Test
	void outsideAHandlerMessagesAreSentAtOnce() throws Exception {
		MockProducerFactory<String> factory = factory(Map.of());

		SendResult<String, String> result = new KafkaTemplate<>(factory).send("out", "k", "v").get(1, TimeUnit.SECONDS);

		assertThat(factory.onlyProducer().history()).hasSize(1);
		assertThat(result.getRecordMetadata().hasOffset()).isTrue();
	}

	@Test
	void messageOfAHandlerJoinsItsUnitAndItsFutureCompletesAtOnce() throws Exception {
		MockProducerFactory<String> factory = factory(Map.of());
		ProducerRecord<String, String> message = new ProducerRecord<>("out", 2, 42L, "k", "v");
		message.headers().add("trace", new byte[] { 1 });

		try (RecordedUnit unit = RecordedUnit.entered()) {
			SendResult<String, String> result = new KafkaTemplate<>(factory).send(message).get(1, TimeUnit.SECONDS);

			assertThat(unit.records()).singleElement().satisfies((record) -> {
				assertThat(record.topic()).isEqualTo("out");
				assertThat(record.partition()).isEqualTo(2);
				assertThat(record.timestamp()).isEqualTo(42L);
				assertThat(text(record.key())).isEqualTo("k");
				assertThat(text(record.value())).isEqualTo("v");
				assertThat(record.headers().lastHeader("trace").value()).containsExactly(1);
			});
			assertThat(result.getRecordMetadata().hasOffset()).isFalse();
			assertThat(result.getRecordMetadata().partition()).isEqualTo(2);
		}
		assertThat(factory.onlyProducer().history()).isEmpty();
	}

	@Test
	void messageWithoutPartitionAndTimestampIsLeftToTheAppsProducer() throws Exception {
		MockProducerFactory<String> factory = factory(Map.of());

		try (RecordedUnit unit = RecordedUnit.entered()) {
			RecordMetadata metadata = new KafkaTemplate<>(factory).send("out", "k", "v").get().getRecordMetadata();

			assertThat(unit.records().get(0).partition()).isNull();
			assertThat(unit.records().get(0).timestamp()).isNull();
			assertThat(metadata.partition()).isEqualTo(RecordMetadata.UNKNOWN_PARTITION);
		}
	}

	@Test
	void tombstoneStaysATombstone() {
		MockProducerFactory<String> factory = factory(Map.of());

		try (RecordedUnit unit = RecordedUnit.entered()) {
			new KafkaTemplate<>(factory).send("out", "k", null);

			assertThat(unit.records().get(0).value()).isNull();
		}
	}

	@Test
	void serializersMayAddHeadersAndARecordMayBeSentTwice() {
		MockProducerFactory<String> factory = factory(
				Map.of(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, TypeNaming.class));
		ProducerRecord<String, String> message = new ProducerRecord<>("out", "v");

		try (RecordedUnit unit = RecordedUnit.entered()) {
			KafkaTemplate<String, String> template = new KafkaTemplate<>(factory);
			template.send(message);
			template.send(message);

			assertThat(unit.records()).hasSize(2)
				.allSatisfy((record) -> assertThat(record.headers().headers("type")).hasSize(1));
		}
	}

	@Test
	void serializerThatTheFactoryWasGivenIsUsed() {
		MockProducerFactory<Integer> factory = factory(Map.of());
		factory.setValueSerializer((topic, data) -> new byte[] { data.byteValue() });

		try (RecordedUnit unit = RecordedUnit.entered()) {
			new KafkaTemplate<>(factory).send("out", 7);

			assertThat(unit.records().get(0).value()).containsExactly(7);
		}
	}

	@Test
	void valueThatCannotBeSerializedFailsInTheHandler() {
		MockProducerFactory<Object> factory = factory(Map.of());

		try (RecordedUnit unit = RecordedUnit.entered()) {
			assertThatExceptionOfType(SerializationException.class)
				.isThrownBy(() -> new KafkaTemplate<>(factory).send("out", 5))
				.withMessageContaining("java.lang.Integer")
				.withMessageContaining("StringSerializer");
			assertThat(unit.records()).isEmpty();
		}
	}

	@Test
	void partitionerOfTheFactorySeesTheTypedKey() {
		MockProducerFactory<String> factory = factory(
				Map.of(ProducerConfig.PARTITIONER_CLASS_CONFIG, ByLength.class.getName()));
		Node node = new Node(0, "a", 9092);
		List<PartitionInfo> partitions = List.of(new PartitionInfo("out", 0, node, new Node[0], new Node[0]),
				new PartitionInfo("out", 1, node, new Node[0], new Node[0]));
		MockProducer<byte[], byte[]> appProducer = new MockProducer<>(
				new Cluster(null, List.of(node), partitions, Set.of(), Set.of()), true, null, new ByteArraySerializer(),
				new ByteArraySerializer());

		try (RecordedUnit unit = new RecordedUnit(appProducer).enter()) {
			new KafkaTemplate<>(factory).send("out", "abc", "v");

			assertThat(unit.records().get(0).partition()).isEqualTo(1);
		}
	}

	@Test
	void messageToAnotherClusterJoinsTheUnitWithTheFactorysOwnProducer() throws Exception {
		MockProducerFactory<String> factory = factory(
				Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "elsewhere:9092"));

		try (RecordedUnit unit = RecordedUnit.entered()) {
			new KafkaTemplate<>(factory).send("out", "k", "v").get(1, TimeUnit.SECONDS);

			assertThat(unit.records()).isEmpty();
			assertThat(unit.byOthers()).singleElement().satisfies((sent) -> {
				assertThat(sent.producer()).isSameAs(factory.onlyProducer());
				assertThat(sent.record().value()).isEqualTo("v");
			});
		}
		assertThat(factory.onlyProducer().history()).isEmpty();
	}

	@Test
	void valueForAnotherClusterThatCannotBeSerializedFailsInTheHandler() {
		MockProducerFactory<Object> factory = factory(
				Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "elsewhere:9092"));

		try (RecordedUnit unit = RecordedUnit.entered()) {
			assertThatExceptionOfType(SerializationException.class)
				.isThrownBy(() -> new KafkaTemplate<>(factory).send("out", 5));
			assertThat(unit.byOthers()).isEmpty();
		}
	}

	@Test
	void producerOfAnotherClusterThatLacksItsTransactionIsNotKeptForTheCommit() {
		MockProducerFactory<String> factory = factory(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "elsewhere:9092",
				ProducerConfig.TRANSACTIONAL_ID_CONFIG, "tx-"));

		try (RecordedUnit unit = RecordedUnit.entered()) {
			factory.createProducer().send(new ProducerRecord<>("out", "v"));

			assertThat(unit.byOthers()).isEmpty();
			assertThat(factory.onlyProducer().history()).hasSize(1);
		}
	}

	@Test
	void flushInAHandlerDoesNothing() {
		MockProducerFactory<String> factory = factory(Map.of());
		Producer<String, String> producer = factory.createProducer();
		factory.onlyProducer().flushException = new IllegalStateException("flushed");
		assertThatIllegalStateException().isThrownBy(producer::flush);

		UnitOfWork.enter(new RecordedUnit());

		assertThatNoException().isThrownBy(producer::flush);
	}

	@Test
	void callbackThatThrowsDoesNotFailTheHandler() {
		MockProducerFactory<String> factory = factory(Map.of());
		AtomicReference<String> topic = new AtomicReference<>();

		try (RecordedUnit unit = RecordedUnit.entered()) {
			factory.createProducer().send(new ProducerRecord<>("out", "v"), (sent, ex) -> {
				topic.set(sent.topic());
				throw new IllegalArgumentException("from the callback");
			});

			assertThat(unit.records()).hasSize(1);
			assertThat(topic).hasValue("out");
		}
	}

	@Test
	void factoryJoinsOnce() {
		MockProducerFactory<String> factory = factory(Map.of());
		this.sends.join(factory);

		assertThat(factory.getPostProcessors()).hasSize(1);
	}

	@Test
	void appsServersAreNotAskedForBeforeAHandlerSends() {
		HandlerSends late = new HandlerSends(() -> {
			throw new AssertionError("asked too early");
		});
		MockProducerFactory<String> factory = new MockProducerFactory<>(MockProducerFactory.settings(Map.of()));
		late.join(factory);

		new KafkaTemplate<>(factory).send("out", "v");

		assertThat(factory.onlyProducer().history()).hasSize(1);
	}

	public static class TypeNaming implements Serializer<String> {

		@Override
		public byte[] serialize(String topic, String data) {
			throw new AssertionError("The variant with headers is the one to call");
		}

		@Override
		public byte[] serialize(String topic, Headers headers, String data) {
			headers.add("type", "text".getBytes(StandardCharsets.UTF_8));
			return data.getBytes(StandardCharsets.UTF_8);
		}

	}

	public static class ByLength implements Partitioner {

		@Override
		public int partition(String topic, Object key, byte[] keyBytes, Object value, byte[] valueBytes,
				Cluster cluster) {
			return ((String) key).length() % cluster.partitionCountForTopic(topic);
		}

		@Override
		public void configure(Map<String, ?> configs) {
		}

		@Override
		public void close() {
		}

	}

}
