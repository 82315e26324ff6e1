package org.faustspring.engine.deadletter;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.faustspring.engine.unit.RecordedUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.support.KafkaHeaders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DeadLetters}.
 */
class DeadLettersTests {

	private static final int ONE_MEGABYTE = 1024 * 1024;

	private final AtomicInteger asked = new AtomicInteger();

	private final RecordedUnit unit = new RecordedUnit(producer(3));

	private final DeadLetters deadLetters = new DeadLetters("flights-app", ONE_MEGABYTE);

	private Producer<byte[], byte[]> producer(int partitions) {
		Node node = new Node(0, "a", 9092);
		List<PartitionInfo> infos = IntStream.range(0, partitions)
			.mapToObj((number) -> new PartitionInfo("flights-dlt", number, node, new Node[0], new Node[0]))
			.toList();
		return new MockProducer<>(new Cluster(null, List.of(node), infos, Set.of(), Set.of()), true, null,
				new ByteArraySerializer(), new ByteArraySerializer()) {

			@Override
			public List<PartitionInfo> partitionsFor(String topic) {
				DeadLettersTests.this.asked.incrementAndGet();
				return super.partitionsFor(topic);
			}

		};
	}

	private static ConsumerRecord<byte[], byte[]> record(int partition, byte @Nullable [] value) {
		RecordHeaders headers = new RecordHeaders();
		headers.add("trace", new byte[] { 1 });
		headers.add("faust-source", new byte[] { 2 });
		return new ConsumerRecord<>("flights", partition, 77, 1234567890123L, TimestampType.LOG_APPEND_TIME, 1,
				(value != null) ? value.length : -1, bytes("k"), value, headers, Optional.empty());
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private ProducerRecord<byte[], byte[]> sent(ConsumerRecord<byte[], byte[]> record, Throwable failure) {
		this.unit.records().clear();
		this.deadLetters.send(this.unit, record, failure, "agent");
		return this.unit.records().get(0);
	}

	private static @Nullable String header(ProducerRecord<byte[], byte[]> record, String name) {
		Header header = record.headers().lastHeader(name);
		return (header != null) ? new String(header.value(), StandardCharsets.UTF_8) : null;
	}

	private static Map<String, String> headers(ProducerRecord<?, ?> record) {
		return StreamSupport.stream(record.headers().spliterator(), false)
			.collect(java.util.stream.Collectors.toMap(Header::key,
					(header) -> new String(header.value(), StandardCharsets.ISO_8859_1)));
	}

	@Test
	void topicIsNamedAsSpringKafkaNamesIt() {
		assertThat(DeadLetters.topicFor("flights")).isEqualTo("flights-dlt");
	}

	@Test
	void letterIsWhatSpringKafkasRecovererPublishesPlusGroupAndAgent() {
		RuntimeException failure = new IllegalStateException("no such airport", new IllegalArgumentException("XYZ"));
		BytesFactory factory = new BytesFactory();
		ConsumerRecord<byte[], byte[]> withoutOwn = record(2, bytes("v"));
		withoutOwn.headers().remove("faust-source");
		new DeadLetterPublishingRecoverer(new KafkaTemplate<>(factory)).accept(withoutOwn, failure);
		ProducerRecord<byte[], byte[]> expected = factory.producer.history().get(0);

		ProducerRecord<byte[], byte[]> letter = sent(record(2, bytes("v")), failure);

		expected.headers().add(KafkaHeaders.DLT_ORIGINAL_CONSUMER_GROUP, bytes("flights-app"));
		expected.headers().add("faust-agent", bytes("agent"));
		assertThat(headers(letter)).isEqualTo(headers(expected)).containsKey("trace");
		assertThat(letter.topic()).isEqualTo(expected.topic());
		assertThat(letter.partition()).isEqualTo(expected.partition()).isEqualTo(2);
		assertThat(letter.key()).isEqualTo(expected.key());
		assertThat(letter.value()).isEqualTo(expected.value());
		assertThat(letter.timestamp()).isEqualTo(expected.timestamp()).isNull();
	}

	@Test
	void exceptionIsTheHandlersOwn() {
		ProducerRecord<byte[], byte[]> letter = sent(record(0, bytes("v")), new IllegalStateException("boom"));

		assertThat(header(letter, KafkaHeaders.DLT_EXCEPTION_FQCN)).isEqualTo("java.lang.IllegalStateException");
		assertThat(header(letter, KafkaHeaders.DLT_EXCEPTION_CAUSE_FQCN)).isEqualTo("java.lang.IllegalStateException");
		assertThat(header(letter, KafkaHeaders.DLT_EXCEPTION_MESSAGE)).isEqualTo("boom");
		assertThat(header(letter, KafkaHeaders.DLT_EXCEPTION_STACKTRACE))
			.startsWith("java.lang.IllegalStateException: boom")
			.contains(getClass().getName());
	}

	@Test
	void errorIsDescribedAsAnExceptionIs() {
		ProducerRecord<byte[], byte[]> letter = sent(record(0, bytes("v")), new StackOverflowError());

		assertThat(header(letter, KafkaHeaders.DLT_EXCEPTION_FQCN)).isEqualTo("java.lang.StackOverflowError");
		assertThat(header(letter, KafkaHeaders.DLT_EXCEPTION_CAUSE_FQCN)).isEqualTo("java.lang.StackOverflowError");
		assertThat(header(letter, KafkaHeaders.DLT_EXCEPTION_MESSAGE)).isNull();
		assertThat(header(letter, KafkaHeaders.DLT_EXCEPTION_STACKTRACE)).startsWith("java.lang.StackOverflowError");
	}

	@Test
	void tombstoneAndMissingKeyAreKept() {
		ConsumerRecord<byte[], byte[]> bare = new ConsumerRecord<>("flights", 0, 5L, null, null);

		ProducerRecord<byte[], byte[]> letter = sent(bare, new IllegalStateException());

		assertThat(letter.key()).isNull();
		assertThat(letter.value()).isNull();
	}

	@Test
	void partitionIsLeftOpenWhereTheDeadLetterTopicHasFewer() {
		assertThat(sent(record(3, bytes("v")), new IllegalStateException()).partition()).isNull();
	}

	@Test
	void partitionsAreAskedForOnce() {
		sent(record(0, bytes("v")), new IllegalStateException());
		sent(record(2, bytes("v")), new IllegalStateException());

		assertThat(this.asked).hasValue(1);
	}

	@Test
	void recordThatWasReadFromADeadLetterTopicKeepsItsFirstOrigin() {
		ConsumerRecord<byte[], byte[]> again = record(0, bytes("v"));
		again.headers().add(KafkaHeaders.DLT_ORIGINAL_TOPIC, bytes("first"));
		again.headers().add(KafkaHeaders.DLT_EXCEPTION_MESSAGE, bytes("old"));

		ProducerRecord<byte[], byte[]> letter = sent(again, new IllegalStateException("new"));

		assertThat(letter.headers().headers(KafkaHeaders.DLT_ORIGINAL_TOPIC)).hasSize(2);
		assertThat(letter.headers().headers(KafkaHeaders.DLT_EXCEPTION_MESSAGE)).hasSize(1);
		assertThat(header(letter, KafkaHeaders.DLT_EXCEPTION_MESSAGE)).isEqualTo("new");
	}

	@Test
	void longStackTraceIsCutBetweenCharacters() {
		ProducerRecord<byte[], byte[]> letter = sent(record(0, bytes("v")),
				new IllegalStateException("\u20ac".repeat(20_000)));

		byte[] trace = letter.headers().lastHeader(KafkaHeaders.DLT_EXCEPTION_STACKTRACE).value();
		assertThat(trace.length).isBetween(DeadLetters.MAX_STACK_TRACE_BYTES - 3, DeadLetters.MAX_STACK_TRACE_BYTES);
		assertThat(new String(trace, StandardCharsets.UTF_8)).doesNotContain("\ufffd");
		assertThat(letter.headers().lastHeader(KafkaHeaders.DLT_EXCEPTION_MESSAGE).value().length)
			.isLessThanOrEqualTo(DeadLetters.MAX_MESSAGE_BYTES);
	}

	@Test
	void largeRecordIsSentWithAsMuchOfTheStackTraceAsFits() {
		ProducerRecord<byte[], byte[]> letter = sent(record(0, new byte[ONE_MEGABYTE - 2_000]),
				new IllegalStateException("boom", new IllegalArgumentException("x".repeat(10_000))));

		assertThat(RecordSize.upperBound(letter)).isLessThanOrEqualTo(ONE_MEGABYTE);
		assertThat(header(letter, KafkaHeaders.DLT_EXCEPTION_MESSAGE)).isEqualTo("boom");
	}

	@Test
	void recordThatCannotBeSentEvenSoIsNamed() {
		assertThatExceptionOfType(RecordTooLargeException.class)
			.isThrownBy(() -> sent(record(0, new byte[ONE_MEGABYTE]), new IllegalStateException("boom")))
			.withMessageContaining("flights-0, offset 77")
			.withMessageContaining("max.request.size");
		assertThat(this.unit.records()).isEmpty();
	}

	@Test
	void missingDeadLetterTopicIsNamed() {
		RecordedUnit unit = new RecordedUnit(new MockProducer<>() {

			@Override
			public List<PartitionInfo> partitionsFor(String topic) {
				throw new TimeoutException("Topic not present in metadata after 60000 ms.");
			}

		});

		assertThatExceptionOfType(UnknownTopicOrPartitionException.class).isThrownBy(
				() -> this.deadLetters.send(unit, record(0, bytes("v")), new IllegalStateException("boom"), "agent"))
			.withMessageContaining("'flights-dlt'")
			.withCauseInstanceOf(TimeoutException.class);
	}

	private static final class BytesFactory implements org.springframework.kafka.core.ProducerFactory<byte[], byte[]> {

		private final MockProducer<byte[], byte[]> producer = new MockProducer<>(true, null, new ByteArraySerializer(),
				new ByteArraySerializer()) {

			@Override
			public void close(java.time.Duration timeout) {
				// As Spring's factory does, keep the shared producer open
			}

		};

		@Override
		public Producer<byte[], byte[]> createProducer() {
			return this.producer;
		}

	}

}
