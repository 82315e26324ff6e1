package org.faustspring.engine.task;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.kafka.support.KafkaHeaders;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Input}.
 */
class InputTests {

	private final Input input = new Input(new TopicPartition("orders", 0), false);

	@Test
	void recordsWithHeadersOfOthersArePlain() {
		this.input.add(List.of(record(0), record(1, "__TypeId__")));

		this.input.next();
		assertThat(this.input.plain()).isTrue();
		this.input.next();
		assertThat(this.input.plain()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { KafkaHeaders.REPLY_TOPIC, "faust-replay-for" })
	void oneThatAsksOrIsReplayedHasItsWholeBatchLookedAt(String header) {
		this.input.add(List.of(record(0), record(1, "__TypeId__", header), record(2)));
		this.input.add(List.of(record(3)));

		for (int i = 0; i < 3; i++) {
			this.input.next();
			assertThat(this.input.plain()).as("record %d", i).isFalse();
		}
		this.input.next();
		assertThat(this.input.plain()).as("of the next batch").isTrue();
	}

	@Test
	void nothingIsLeftOfWhatWaitedBeforeASeek() {
		this.input.add(List.of(record(0), record(1), record(2)));
		this.input.add(List.of(record(3)));
		this.input.next();
		this.input.peek();

		this.input.clear();

		assertThat(this.input.buffered()).isZero();
		this.input.add(List.of(record(0, KafkaHeaders.REPLY_TOPIC)));
		ConsumerRecord<byte[], byte[]> next = this.input.next();

		assertThat(next).isNotNull();
		assertThat(next.headers().lastHeader(KafkaHeaders.REPLY_TOPIC)).isNotNull();
		assertThat(this.input.plain()).isFalse();
		assertThat(this.input.next()).isNull();
	}

	private static ConsumerRecord<byte[], byte[]> record(long offset, String... headers) {
		ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("orders", 0, offset, new byte[0], new byte[0]);
		for (String header : headers) {
			record.headers().add(header, "x".getBytes(StandardCharsets.UTF_8));
		}
		return record;
	}

}
