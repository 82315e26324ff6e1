package org.faustspring.engine.task;

import java.util.Map;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;

/**
 * Tests for {@link EventUnit}.
 */
class EventUnitTests {

	private final Outbox outbox = mock(Outbox.class);

	private final DirectUnit unit = new DirectUnit(Map.of(), this.outbox);

	@Test
	void nothingOfAnEventThatCouldNotBeHandedOverIsSentWithTheNextOne() {
		ProducerRecord<byte[], byte[]> lost = record("lost");
		ProducerRecord<byte[], byte[]> behind = record("behind");
		ProducerRecord<byte[], byte[]> next = record("next");
		given(this.outbox.maxRecordSize()).willReturn(1000);
		willThrow(new IllegalStateException("closed")).given(this.outbox).send(lost);
		this.unit.send(lost);
		this.unit.send(behind);
		assertThatIllegalStateException().isThrownBy(this.unit::keep);

		this.unit.send(next);
		this.unit.keep();

		then(this.outbox).should().send(next);
		then(this.outbox).should(never()).send(behind);
		then(this.outbox).should().send(lost);
		then(this.outbox).should(never()).send(any(Outbox.ForeignSend.class));
	}

	private static ProducerRecord<byte[], byte[]> record(String topic) {
		return new ProducerRecord<>(topic, new byte[1]);
	}

}
