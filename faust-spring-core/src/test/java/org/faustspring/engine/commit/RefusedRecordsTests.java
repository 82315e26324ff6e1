package org.faustspring.engine.commit;

import java.time.Duration;
import java.util.Set;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.faustspring.engine.task.RecordSize;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What is remembered of refusals.
 */
class RefusedRecordsTests {

	private long nanos = 1;

	private final RefusedRecords refused = new RefusedRecords(() -> this.nanos);

	private static ProducerRecord<byte[], byte[]> record(int size) {
		return new ProducerRecord<>("out", new byte[1], new byte[size]);
	}

	private void check(ProducerRecord<byte[], byte[]> record) {
		this.refused.check(record, RecordSize.of(record));
	}

	@Test
	void recordThatIsAsLargeAsOneThatWasRefusedIsRefused() {
		this.refused.failed(record(1000), new RecordTooLargeException("too large"));

		assertThatExceptionOfType(RecordTooLargeException.class).isThrownBy(() -> check(record(1000)))
			.withMessageContaining("'out'")
			.withMessageContaining("max.message.bytes");
		assertThatCode(() -> check(record(999))).doesNotThrowAnyException();
		assertThatCode(() -> check(new ProducerRecord<>("other", null, new byte[2000]))).doesNotThrowAnyException();
		assertThat(this.refused.refusedSize("out")).isEqualTo(RecordSize.of(record(1000)));
	}

	@Test
	void recordThatIsInvalidIsRefusedAndNoOther() {
		ProducerRecord<byte[], byte[]> late = new ProducerRecord<>("out", null, 5L, new byte[1], new byte[] { 7 });
		this.refused.failed(late, new InvalidTimestampException("too early"));

		assertThatExceptionOfType(InvalidRecordException.class)
			.isThrownBy(() -> check(new ProducerRecord<>("out", null, 5L, new byte[1], new byte[] { 7 })))
			.withMessageContaining("too early");
		assertThatCode(() -> check(new ProducerRecord<>("out", null, 6L, new byte[1], new byte[] { 7 })))
			.doesNotThrowAnyException();
		assertThatCode(() -> check(new ProducerRecord<>("out", null, 5L, new byte[1], new byte[] { 8 })))
			.doesNotThrowAnyException();
	}

	@Test
	void topicIsSuspectedAsLongAsItIsNotKnownWhichRecordItRefuses() {
		this.refused.failed("out", new RecordTooLargeException("too large"));

		assertThat(this.refused.suspects("out")).isTrue();
		assertThat(this.refused.suspects("other")).isFalse();
		assertThatCode(() -> check(record(1000))).doesNotThrowAnyException();
	}

	@Test
	void nothingIsSentToATopicThatMayNotBeWritten() {
		this.refused.failed("out", new TopicAuthorizationException(Set.of("out")));

		assertThatExceptionOfType(TopicAuthorizationException.class).isThrownBy(() -> check(record(1)));
	}

	@Test
	void whatMaySucceedTheNextTimeIsNoRefusal() {
		this.refused.failed(record(1000), new NotEnoughReplicasException("a broker is away"));

		assertThat(this.refused.suspects("out")).isFalse();
		assertThatCode(() -> check(record(1000))).doesNotThrowAnyException();
	}

	@Test
	void refusalIsForgottenAfterAWhile() {
		this.refused.failed(record(1000), new RecordTooLargeException("too large"));
		this.nanos += Duration.ofSeconds(61).toNanos();

		assertThatCode(() -> check(record(1000))).doesNotThrowAnyException();
		assertThat(this.refused.suspects("out")).isFalse();
		assertThat(this.refused.refusedSize("out")).isZero();
	}

}
