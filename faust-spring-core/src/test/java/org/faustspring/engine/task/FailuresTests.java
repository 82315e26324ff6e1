package org.faustspring.engine.task;

import java.util.List;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.faustspring.app.DeserializationErrorPolicy;
import org.faustspring.app.FaustSettings;
import org.faustspring.app.HandlerErrorPolicy;
import org.faustspring.engine.call.Replies;
import org.faustspring.engine.deadletter.DeadLetters;
import org.faustspring.engine.handler.AgentDefinition;
import org.faustspring.engine.progress.Progress;
import org.faustspring.engine.topology.Stage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;

/**
 * Tests for {@link Failures}.
 */
class FailuresTests {

	private final AgentDefinition definition = mock(AgentDefinition.class);

	private final EngineAgent agent = mock(EngineAgent.class);

	private final DeadLetters deadLetters = mock(DeadLetters.class);

	private final Actor actor = mock(Actor.class);

	private final EventUnit unit = mock(EventUnit.class);

	private final Delivery delivery = new Delivery(
			new Cursor(this.actor, new Input(new TopicPartition("orders", 0), false), Progress.at(0)),
			new ConsumerRecord<>("orders", 0, 7, new byte[0], new byte[0]), null);

	private final Failures failures = new Failures(this.agent, "orders-0", mock(FaustSettings.class), this.deadLetters,
			mock(Replies.class), mock(RetrySender.class), () -> false, (cause) -> {
			});

	@BeforeEach
	void prepare() {
		given(this.agent.definition()).willReturn(this.definition);
		given(this.agent.name()).willReturn("agent");
		given(this.actor.agent()).willReturn(this.agent);
		given(this.actor.stage())
			.willReturn(new Stage("agent", this.definition, false, List.of("orders"), null, null, 1));
		given(this.agent.stats("orders")).willReturn(new AgentStats("orders"));
		given(this.definition.attempts()).willReturn(1);
		given(this.definition.handlerErrors()).willReturn(HandlerErrorPolicy.DEAD_LETTER);
		given(this.definition.deserializationErrors()).willReturn(DeserializationErrorPolicy.DEAD_LETTER);
	}

	@Test
	void eventThatIsDeadLetteredIsDone() {
		assertThat(this.failures.thrown(this.delivery, this.unit, new IllegalStateException(), this.actor)).isTrue();
	}

	@Test
	void eventThatCannotBeDeadLetteredIsKeptAndStopsTheAgent() {
		RecordTooLargeException tooLarge = new RecordTooLargeException("too large");
		willThrow(tooLarge).given(this.deadLetters).send(any(), any(), any(), any());

		assertThat(this.failures.thrown(this.delivery, this.unit, new IllegalStateException(), this.actor)).isFalse();
		then(this.agent).should().fail(tooLarge);
	}

	@Test
	void messageThatCannotBeDeadLetteredIsKeptAndStopsTheAgent() {
		RecordTooLargeException tooLarge = new RecordTooLargeException("too large");
		willThrow(tooLarge).given(this.deadLetters).send(any(), any(), any(), any());

		assertThat(this.failures.undeserializable(this.delivery, this.unit, new IllegalStateException())).isFalse();
		then(this.agent).should().fail(tooLarge);
	}

	@Test
	void nothingIsDecidedWhenTheCommitFailsAnyway() {
		given(this.unit.doomed()).willReturn(true);

		assertThat(this.failures.thrown(this.delivery, this.unit, new IllegalStateException(), this.actor)).isTrue();
		then(this.deadLetters).shouldHaveNoInteractions();
		assertThat(this.delivery.failures).isZero();
	}

	@Test
	void agentGoesOnWhenItsCommitFailsWhileAnEventIsDeadLettered() {
		KafkaException closed = new KafkaException("Requested metadata update after close");
		willThrow(closed).given(this.deadLetters).send(any(), any(), any(), any());
		given(this.unit.doomed()).willReturn(true);

		assertThat(this.failures.undeserializable(this.delivery, this.unit, new IllegalStateException())).isTrue();
		then(this.unit).should().drop();
		then(this.agent).should(never()).fail(any());
	}

}
