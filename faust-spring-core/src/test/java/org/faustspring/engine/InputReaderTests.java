package org.faustspring.engine;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.faustspring.engine.task.Input;
import org.faustspring.engine.task.InputFixtures;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;

/**
 * Tests for {@link InputReader}.
 */
class InputReaderTests {

	private static final TopicPartition ORDERS = new TopicPartition("orders", 0);

	private static final TopicPartition REFUNDS = new TopicPartition("refunds", 0);

	private static final Duration LONG = Duration.ofHours(1);

	private final MockConsumer<byte[], byte[]> kafka = new MockConsumer<>("none");

	private final TaskOutcomes outcomes = mock();

	private final Map<Input, Long> moved = new HashMap<>();

	private final InputReader reader = reader(this.kafka, (ex) -> Map.of());

	private final Input orders = new Input(ORDERS, false);

	private final Input refunds = new Input(REFUNDS, false);

	@Test
	void inputsAreReadFromTheirPositionsOn() {
		this.reader.add(Map.of(this.orders, 5L, this.refunds, 7L));
		records(ORDERS, 3, 10);
		records(REFUNDS, 7, 1);

		assertThat(this.reader.read()).isEqualTo(9);

		assertThat(this.orders.buffered()).isEqualTo(8);
		assertThat(this.refunds.buffered()).isEqualTo(1);
	}

	@Test
	void inputThatHasEnoughIsPausedUntilHalfOfItIsLeft() {
		this.reader.add(Map.of(this.orders, 0L, this.refunds, 0L));
		records(ORDERS, 0, 2000);
		this.reader.read();

		this.reader.read();
		assertThat(this.kafka.paused()).containsExactly(ORDERS);

		InputFixtures.take(this.orders, 1000);
		this.reader.read();
		assertThat(this.kafka.paused()).containsExactly(ORDERS);

		InputFixtures.take(this.orders, 1);
		this.reader.read();
		assertThat(this.kafka.paused()).isEmpty();
	}

	@Test
	void inputThatIsNotWantedIsPaused() {
		this.reader.add(Map.of(this.orders, 0L));
		InputFixtures.want(this.orders, false);

		assertThat(this.reader.canWait()).isFalse();
		assertThat(this.kafka.paused()).containsExactly(ORDERS);

		InputFixtures.want(this.orders, true);
		assertThat(this.reader.canWait()).isTrue();
		assertThat(this.kafka.paused()).isEmpty();
	}

	@Test
	void nothingIsReadWhileNoInputCouldRunDry() {
		this.reader.add(Map.of(this.orders, 0L));
		records(ORDERS, 0, 256);
		this.reader.read();
		records(ORDERS, 256, 1);

		assertThat(this.reader.canWait()).isFalse();
		assertThat(this.reader.read()).isZero();

		InputFixtures.take(this.orders, 1);
		assertThat(this.reader.canWait()).isTrue();
		assertThat(this.reader.read()).isEqualTo(1);
	}

	@Test
	void seekDropsWhatWaits() {
		this.reader.add(Map.of(this.orders, 0L));
		records(ORDERS, 0, 10);
		this.reader.read();

		this.reader.seek(Map.of(this.orders, 4L));

		assertThat(this.orders.buffered()).isZero();
		assertThat(this.kafka.position(ORDERS)).isEqualTo(4);
	}

	@Test
	void inputOfATaskThatIsGoneIsNotSought() {
		this.reader.add(Map.of(this.orders, 3L));

		this.reader.seek(Map.of(new Input(ORDERS, false), 0L, this.refunds, 0L));

		assertThat(this.kafka.position(ORDERS)).isEqualTo(3);
	}

	@Test
	void successorOfAnInputStaysWhenThatIsRemoved() {
		this.reader.add(Map.of(this.orders, 0L, this.refunds, 0L));
		InputFixtures.want(this.orders, false);
		this.reader.canWait();
		Input successor = new Input(ORDERS, false);
		this.reader.add(Map.of(successor, 2L));

		this.reader.remove(List.of(this.orders));
		records(ORDERS, 0, 10);
		this.reader.read();

		assertThat(successor.buffered()).isEqualTo(8);
		assertThat(this.orders.buffered()).isZero();
	}

	@Test
	void removedInputIsNotReadAndOthersGoOn() {
		this.reader.add(Map.of(this.orders, 0L, this.refunds, 0L));
		records(REFUNDS, 0, 3);
		this.reader.read();

		this.reader.remove(List.of(this.orders));
		assertThat(this.kafka.assignment()).containsExactly(REFUNDS);
		assertThat(this.kafka.position(REFUNDS)).isEqualTo(3);

		this.reader.remove(List.of(this.refunds));
		assertThat(this.kafka.assignment()).isEmpty();
		assertThat(this.reader.canWait()).isFalse();
		assertThat(this.reader.read()).isZero();
	}

	@Test
	void wakeupEndsOneWait() {
		this.reader.add(Map.of(this.orders, 0L));
		records(ORDERS, 0, 1);

		this.reader.wakeup();

		assertThat(this.reader.await(LONG)).isFalse();
		assertThat(this.orders.buffered()).isZero();
		assertThat(this.reader.await(LONG)).isTrue();
		assertThat(this.orders.buffered()).isEqualTo(1);
	}

	@Test
	void wakeupThatALookForRecordsSeesEndsTheNextWaitToo() {
		this.reader.add(Map.of(this.orders, 0L));

		this.reader.wakeup();
		assertThat(this.reader.read()).isZero();

		records(ORDERS, 0, 1);
		assertThat(this.reader.await(LONG)).isFalse();
		assertThat(this.orders.buffered()).isZero();
		assertThat(this.reader.await(LONG)).isTrue();
		assertThat(this.orders.buffered()).isEqualTo(1);
	}

	@Test
	void whereTheBrokerHasNoRecordsItIsAskedWhereToGoOn() {
		Consumer<byte[], byte[]> consumer = failing(new OffsetOutOfRangeException(Map.of(ORDERS, 3L, REFUNDS, 1L)));
		InputReader moving = reader(consumer, (ex) -> Map.of(ORDERS, 100L, REFUNDS, 100L));
		moving.add(Map.of(this.orders, 3L));

		moving.read();

		assertThat(this.moved).isEqualTo(Map.of(this.orders, 100L));
		then(this.outcomes).shouldHaveNoInteractions();
	}

	@Test
	void whereTheBrokerDoesNotTellWhereToGoOnItIsAskedLater() {
		InputReader moving = reader(failing(new OffsetOutOfRangeException(Map.of(ORDERS, 3L))), (ex) -> {
			throw new KafkaException("no answer");
		});
		moving.add(Map.of(this.orders, 3L));

		moving.read();

		assertThat(this.moved).isEmpty();
		assertThat(moving.canWait()).isFalse();
		then(this.outcomes).shouldHaveNoInteractions();
	}

	@Test
	void whereThePolicyIsToGoOnNowhereTheAppFails() {
		IllegalStateException none = new IllegalStateException("faust.offset-reset is 'none'");
		InputReader moving = reader(failing(new OffsetOutOfRangeException(Map.of(ORDERS, 3L))), (ex) -> {
			throw none;
		});
		moving.add(Map.of(this.orders, 3L));

		moving.read();

		then(this.outcomes).should().failed(none);
	}

	@Test
	void errorIsNotRepeatedAtOnce() {
		Consumer<byte[], byte[]> consumer = failing(new KafkaException("not allowed"));
		InputReader failing = reader(consumer, (ex) -> Map.of());
		failing.add(Map.of(this.orders, 0L));

		failing.read();
		failing.read();
		failing.await(LONG);

		assertThat(failing.canWait()).isFalse();
		then(consumer).should(times(1)).poll(any());
		then(this.outcomes).shouldHaveNoInteractions();
	}

	@Test
	void errorThatIsNotKafkasFailsTheApp() {
		IllegalStateException bug = new IllegalStateException("bug");
		InputReader failing = reader(failing(bug), (ex) -> Map.of());
		failing.add(Map.of(this.orders, 0L));

		failing.read();

		then(this.outcomes).should().failed(bug);
		assertThat(failing.canWait()).isFalse();
	}

	@Test
	void interruptThatAHandlerHasLeftIsPassedOver() {
		InputReader interrupted = reader(failing(new InterruptException("left")), (ex) -> Map.of());
		interrupted.add(Map.of(this.orders, 0L));

		interrupted.read();

		assertThat(Thread.currentThread().isInterrupted()).isFalse();
		assertThat(interrupted.canWait()).isTrue();
		then(this.outcomes).should(never()).failed(any());
	}

	private InputReader reader(Consumer<byte[], byte[]> consumer, InputReader.OutOfRange outOfRange) {
		return new InputReader("Worker 0", consumer, outOfRange, this.moved::put, this.outcomes);
	}

	private static Consumer<byte[], byte[]> failing(RuntimeException failure) {
		Consumer<byte[], byte[]> consumer = mock();
		given(consumer.poll(any())).willThrow(failure);
		given(consumer.currentLag(any())).willReturn(OptionalLong.empty());
		return consumer;
	}

	private void records(TopicPartition partition, long from, int count) {
		for (int i = 0; i < count; i++) {
			this.kafka.addRecord(
					new ConsumerRecord<>(partition.topic(), partition.partition(), from + i, new byte[0], new byte[0]));
		}
	}

}
