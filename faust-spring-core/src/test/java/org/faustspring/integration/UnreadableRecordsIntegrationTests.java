package org.faustspring.integration;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.faustspring.agent.AgentState;
import org.faustspring.annotation.Agent;
import org.faustspring.app.ProcessingGuarantee;
import org.faustspring.fixture.SharedBroker;
import org.faustspring.fixture.TestApp;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.kafka.support.KafkaHeaders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What becomes of records whose bytes do not deserialize.
 */
class UnreadableRecordsIntegrationTests {

	private static final byte[] GARBAGE = { (byte) 0x80, 0, 1, '{' };

	@TempDir
	Path state;

	private final String source = SharedBroker.topic("source", 1);

	private final TestApp.Builder builder = TestApp.builder(SharedBroker.unique("unreadable"));

	@BeforeEach
	void prepare() {
		this.builder.state(this.state).property("source", this.source).property("policy", "dead-letter");
	}

	@ParameterizedTest
	@EnumSource
	void unreadableValueIsDeadLetteredAtOnceWithItsRawBytes(ProcessingGuarantee guarantee) {
		RecordMetadata bad = sendWithGarbage();

		try (TestApp app = this.builder.guarantee(guarantee).beans(Numbers.class).start().awaitRunning()) {
			await().until(() -> app.bean(Numbers.class).seen.size() == 20);
			await().until(() -> SharedBroker.read(this.source + "-dlt", true).size() == 1);
			assertThat(app.agent("number").figures().get(0).undeserializable()).isEqualTo(1);
			assertThat(app.agent("number").figures().get(0).errors()).isZero();
		}
		assertLetter(bad, "bad", GARBAGE);
	}

	@Test
	void unreadableValueIsSkippedWhereThePolicySaysSo() {
		sendWithGarbage();

		try (TestApp app = this.builder.property("policy", "skip").beans(Numbers.class).start().awaitRunning()) {
			await().until(() -> app.bean(Numbers.class).seen.size() == 20);
			assertThat(app.agent("number").figures().get(0).skipped()).isEqualTo(1);
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { Numbers.class, NumbersInLanes.class, NumbersInBatches.class })
	void agentStopsAtAnUnreadableValueAndTakesUpThereInTheNextRun(Class<? extends Seen> type) {
		sendWithGarbage();

		List<Integer> seen = new ArrayList<>();
		try (TestApp app = this.builder.property("policy", "stop").beans(type).start().awaitRunning()) {
			await().until(() -> app.agent("number").state() == AgentState.FAILED);
			app.agent("number").start();
			await().until(() -> app.agent("number").state() == AgentState.FAILED);
			assertThat(app.agent("number").figures().get(0).undeserializable()).isGreaterThanOrEqualTo(1);
			seen.addAll(app.bean(type).seen);
			if (type != NumbersInLanes.class) {
				assertThat(seen).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
			}
		}
		try (TestApp next = this.builder.property("policy", "skip").start().awaitRunning()) {
			await().atMost(Duration.ofSeconds(20)).until(() -> next.bean(type).seen.size() + seen.size() >= 20);
			seen.addAll(next.bean(type).seen);
			assertThat(seen).doesNotHaveDuplicates().hasSize(20);
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { Keys.class, KeysInLanes.class, KeysInBatches.class })
	void unreadableKeyIsDeadLetteredAsUnreadable(Class<? extends Seen> type) {
		List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			byte[] key = (i == 10) ? new byte[] { 1, 2 } : new byte[] { 0, 0, 0, (byte) i };
			records.add(new ProducerRecord<>(this.source, key, String.valueOf(i).getBytes(StandardCharsets.UTF_8)));
		}
		RecordMetadata bad = SharedBroker.sendRecords(records).get(10);

		try (TestApp app = this.builder.beans(type).start().awaitRunning()) {
			await().until(() -> app.bean(type).seen.size() >= 19);
			await().until(() -> SharedBroker.read(this.source + "-dlt", true).size() == 1);
			assertThat(app.bean(type).seen).doesNotContain(10).doesNotHaveDuplicates();
			assertThat(app.agent("key").figures().get(0).undeserializable()).isEqualTo(1);
			assertThat(app.agent("key").figures().get(0).errors()).isZero();
		}
		assertLetter(bad, new String(new byte[] { 1, 2 }, StandardCharsets.UTF_8),
				"10".getBytes(StandardCharsets.UTF_8));
	}

	private RecordMetadata sendWithGarbage() {
		List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			if (i == 10) {
				records.add(new ProducerRecord<>(this.source, "bad".getBytes(StandardCharsets.UTF_8), GARBAGE));
			}
			records.add(SharedBroker.record(this.source, "k" + i, "{\"number\":%d}".formatted(i)));
		}
		return SharedBroker.sendRecords(records).get(10);
	}

	private void assertLetter(RecordMetadata bad, String key, byte[] value) {
		ConsumerRecord<String, byte[]> letter = SharedBroker.readRaw(this.source + "-dlt").get(0);
		assertThat(letter.key()).isEqualTo(key);
		assertThat(letter.value()).isEqualTo(value);
		assertThat(letter.headers().lastHeader(KafkaHeaders.DLT_ORIGINAL_OFFSET).value())
			.isEqualTo(java.nio.ByteBuffer.allocate(8).putLong(bad.offset()).array());
		assertThat(letter.headers().lastHeader(KafkaHeaders.DLT_ORIGINAL_TOPIC).value())
			.asString(StandardCharsets.UTF_8)
			.isEqualTo(this.source);
	}

	record Numbered(int number) {

	}

	abstract static class Seen {

		final List<Integer> seen = new CopyOnWriteArrayList<>();

	}

	static class Numbers extends Seen {

		@Agent(topics = "${source}", onDeserializationError = "${policy}")
		void number(Numbered value) {
			this.seen.add(value.number());
		}

	}

	static class NumbersInLanes extends Seen {

		@Agent(topics = "${source}", concurrency = 4, onDeserializationError = "${policy}")
		void number(Numbered value) {
			this.seen.add(value.number());
		}

	}

	static class NumbersInBatches extends Seen {

		@Agent(topics = "${source}", batch = 4, within = "100ms", onDeserializationError = "${policy}")
		void number(List<Numbered> values) {
			values.forEach((value) -> this.seen.add(value.number()));
		}

	}

	static class Keys extends Seen {

		@Agent(topics = "${source}")
		void key(byte[] value, Integer key) {
			this.seen.add(key);
		}

	}

	static class KeysInLanes extends Seen {

		@Agent(topics = "${source}", concurrency = 4)
		void key(byte[] value, Integer key) {
			this.seen.add(key);
		}

	}

	static class KeysInBatches extends Seen {

		@Agent(topics = "${source}", batch = 4, within = "100ms")
		void key(List<byte[]> values,
				@org.springframework.messaging.handler.annotation.Header(KafkaHeaders.RECEIVED_KEY) List<Integer> keys) {
			this.seen.addAll(keys);
		}

	}

}
