package org.faustspring.engine.task;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.faustspring.agent.HandlerInProgress;
import org.faustspring.engine.deadletter.ReplayTarget;
import org.faustspring.engine.handler.AgentDefinition;
import org.faustspring.engine.topology.Stage;
import org.junit.jupiter.api.Test;

import org.springframework.kafka.support.KafkaHeaders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests of {@link TaskActors}.
 */
class TaskActorsTests {

	private final Input input = new Input(new TopicPartition("orders", 0), false);

	private final Failures failures = mock(Failures.class);

	private final TakingActor actor = new TakingActor(this.failures);

	private final TaskActors actors = new TaskActors(List.of(this.input));

	TaskActorsTests() {
		this.actors.start(List.of(this.actor), mock(TaskChannels.class), mock(RetryReader.class),
				Map.of(this.input.topicPartition(), new OffsetAndMetadata(0)));
	}

	@Test
	void onlyARecordThatAsksIsNotPlain() {
		this.input.add(List.of(record(0), record(1, "__TypeId__"), record(2, "__TypeId__", KafkaHeaders.REPLY_TOPIC),
				record(3)));

		this.actors.doWork(10, 0, Long.MAX_VALUE);

		assertThat(this.actor.taken).extracting((delivery) -> delivery.plain).containsExactly(true, true, false, true);
	}

	@Test
	void aReplayedRecordGoesToWhomItIsForAndOthersPassIt() {
		given(this.failures.concerns(new ReplayTarget("app", "mine"))).willReturn(true);
		this.input.add(List.of(replayed(0, "app/mine"), replayed(1, "app/another"), record(2)));

		this.actors.doWork(10, 0, Long.MAX_VALUE);

		assertThat(this.actor.taken).extracting((delivery) -> delivery.record.offset()).containsExactly(0L, 2L);
	}

	private static ConsumerRecord<byte[], byte[]> record(long offset, String... headers) {
		ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("orders", 0, offset, new byte[0], new byte[0]);
		for (String header : headers) {
			record.headers().add(header, "x".getBytes(StandardCharsets.UTF_8));
		}
		return record;
	}

	private static ConsumerRecord<byte[], byte[]> replayed(long offset, String target) {
		ConsumerRecord<byte[], byte[]> record = record(offset);
		record.headers().add("faust-replay-for", target.getBytes(StandardCharsets.UTF_8));
		return record;
	}

	private static final class TakingActor extends Actor {

		private final List<Delivery> taken = new ArrayList<>();

		TakingActor(Failures failures) {
			super(new Stage("agent", mock(AgentDefinition.class), false, List.of("orders"), null, null, 1),
					mock(EngineAgent.class), failures, 10);
		}

		@Override
		boolean running() {
			return true;
		}

		@Override
		void accept(Delivery delivery) {
			this.taken.add(delivery);
		}

		@Override
		int process(int most, long now, long until) {
			return 0;
		}

		@Override
		void begin() {
			// Nothing waits.
		}

		@Override
		void clear() {
			this.taken.clear();
		}

		@Override
		void inProgress(List<HandlerInProgress> reported) {
			// Runs nothing.
		}

	}

}
