package org.faustspring.engine.task;

import java.util.List;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Input}.
 */
class InputTests {

	private final Input input = new Input(new TopicPartition("orders", 0), false);

	@Test
	void nothingIsLeftOfWhatWaitedBeforeASeek() {
		this.input.add(List.of(record(0), record(1), record(2)));
		this.input.add(List.of(record(3)));
		this.input.next();
		this.input.peek();

		this.input.clear();

		assertThat(this.input.buffered()).isZero();
		this.input.add(List.of(record(7)));
		assertThat(this.input.next()).extracting(ConsumerRecord::offset).isEqualTo(7L);
		assertThat(this.input.next()).isNull();
	}

	private static ConsumerRecord<byte[], byte[]> record(long offset) {
		return new ConsumerRecord<>("orders", 0, offset, new byte[0], new byte[0]);
	}

}
