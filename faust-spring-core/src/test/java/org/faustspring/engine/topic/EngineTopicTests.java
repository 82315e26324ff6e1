package org.faustspring.engine.topic;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.faustspring.engine.client.KafkaClients;
import org.faustspring.engine.unit.RecordedUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link EngineTopic}.
 */
class EngineTopicTests {

	private final MockProducer<byte[], byte[]> producer = new MockProducer<>(false, null, new ByteArraySerializer(),
			new ByteArraySerializer());

	private final TopicSends sends = new TopicSends(new OneProducer());

	private final EngineTopic<String, Integer> topic = new EngineTopic<>(definition(), this.sends);

	@SuppressWarnings({ "unchecked", "rawtypes" })
	private static TopicDefinition definition() {
		return new TopicDefinition("numbers", ResolvableType.forClass(String.class),
				ResolvableType.forClass(Integer.class), (Serde) Serdes.String(), (Serde) Serdes.Integer(), null, null,
				Map.of());
	}

	@AfterEach
	void close() {
		this.sends.close(Duration.ofSeconds(1));
	}

	@Test
	void recordIsAcknowledgedLaterOutsideAHandler() {
		this.sends.open();

		CompletableFuture<RecordMetadata> sent = this.topic.send("a", 1);

		assertThat(sent).isNotDone();
		this.producer.completeNext();
		assertThat(sent).isCompletedWithValueMatching((metadata) -> metadata.hasOffset());
		assertThat(this.producer.history()).singleElement().satisfies((record) -> {
			assertThat(record.key()).asString(StandardCharsets.UTF_8).isEqualTo("a");
			assertThat(record.value()).containsExactly(0, 0, 0, 1);
		});
	}

	@Test
	void recordThatCannotBeSentFailsItsFuture() {
		this.sends.open();

		CompletableFuture<RecordMetadata> sent = this.topic.send(1);

		this.producer.errorNext(new IllegalStateException("no"));
		assertThat(sent).isCompletedExceptionally();
	}

	@Test
	void recordJoinsTheUnitOfWorkInAHandler() {
		try (RecordedUnit unit = RecordedUnit.entered()) {
			CompletableFuture<RecordMetadata> sent = this.topic.send("a", 1);
			this.topic.sendSoon("b", null);
			this.topic.sendSoon(3);

			assertThat(sent).isCompletedWithValueMatching((metadata) -> !metadata.hasOffset());
			assertThat(unit.records()).hasSize(3);
			assertThat(unit.records().get(1).value()).isNull();
			assertThat(unit.records().get(2).key()).isNull();
			assertThat(this.producer.history()).isEmpty();
		}
	}

	@Test
	void messageCarriesWhatItIsGiven() {
		try (RecordedUnit unit = RecordedUnit.entered()) {
			this.topic.message(7)
				.key("k")
				.header("source", "test")
				.header("raw", new byte[] { 1 })
				.timestamp(Instant.ofEpochMilli(42))
				.partition(3)
				.sendSoon();

			ProducerRecord<byte[], byte[]> record = unit.records().get(0);
			assertThat(record.partition()).isEqualTo(3);
			assertThat(record.timestamp()).isEqualTo(42);
			assertThat(record.headers().lastHeader("source").value()).asString(StandardCharsets.UTF_8)
				.isEqualTo("test");
			assertThat(record.headers().lastHeader("raw").value()).containsExactly(1);
		}
	}

	@Test
	void sendSoonOutsideAHandlerSaysToUseSend() {
		this.sends.open();

		assertThatIllegalStateException().isThrownBy(() -> this.topic.sendSoon("a", 1))
			.withMessageContaining("'numbers'")
			.withMessageContaining("send()");
		assertThat(this.producer.history()).isEmpty();
	}

	@Test
	void nothingIsSentBeforeTheStartAndAfterTheStop() {
		assertThatIllegalStateException().isThrownBy(() -> this.topic.send("a", 1))
			.withMessageContaining("not started");
		this.sends.open();
		this.topic.send("a", 1);
		this.producer.completeNext();

		this.sends.close(Duration.ofSeconds(1));

		assertThat(this.producer.closed()).isTrue();
		assertThatIllegalStateException().isThrownBy(() -> this.topic.send("a", 1));
	}

	@Test
	@SuppressWarnings({ "unchecked", "rawtypes" })
	void valueOfAnotherTypeIsNamed() {
		this.sends.open();

		assertThatExceptionOfType(SerializationException.class)
			.isThrownBy(() -> ((EngineTopic) this.topic).send("a", "text"))
			.withMessageContaining("java.lang.String")
			.withMessageContaining("'numbers'");
	}

	private final class OneProducer implements KafkaClients {

		@Override
		public Consumer<byte[], byte[]> consumer(String name, Map<String, Object> overrides) {
			throw new UnsupportedOperationException();
		}

		@Override
		public Producer<byte[], byte[]> producer(String name, Map<String, Object> overrides) {
			return EngineTopicTests.this.producer;
		}

		@Override
		public Admin admin(String name) {
			throw new UnsupportedOperationException();
		}

		@Override
		public @Nullable Object producerSetting(String setting) {
			return null;
		}

		@Override
		public @Nullable Object consumerSetting(String setting) {
			return null;
		}

		@Override
		public String bootstrapServers() {
			return "nowhere:1";
		}

	}

}
