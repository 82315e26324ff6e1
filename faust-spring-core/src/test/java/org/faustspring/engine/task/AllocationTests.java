package org.faustspring.engine.task;

import org.faustspring.annotation.Agent;
import org.faustspring.annotation.Sink;
import org.faustspring.engine.task.AgentHarness.Cost;
import org.faustspring.stream.Event;
import org.faustspring.stream.EventStream;
import org.faustspring.table.Table;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bytes that the engine allocates an event, which do not depend on how busy the machine
 * is. Keys, values and the agents' own objects are there before, and serdes pass bytes
 * through. Each limit is what was measured, and a fifth: a change that goes beyond it has
 * put an object on the hot path.
 */
class AllocationTests {

	private static final int EVENTS_A_ROUND = 20_000;

	/** Enough for a slow machine to compile all that is called often. */
	private static final int MOST_ROUNDS = 60;

	private static final Long VALUE = 1L;

	@Test
	void agentPerEventStaysWithinItsBytes() throws Exception {
		try (AgentHarness harness = new AgentHarness()) {
			Table<String, Long> counts = harness.table();
			harness.start(new Object() {
				@Agent(topics = "in")
				@Sink(topic = "out")
				byte[] on(byte[] value) {
					counts.update(harness.key(value), (before) -> VALUE);
					return value;
				}
			});

			assertBytes(harness, 425);
			assertThat(harness.sent()).isPositive();
		}
	}

	@Test
	void agentThatTakesTheEventStaysWithinItsBytes() throws Exception {
		try (AgentHarness harness = new AgentHarness()) {
			harness.start(new Object() {
				@Agent(topics = "in")
				@Sink(topic = "out")
				byte[] on(byte[] value, Event<byte[]> event) {
					return value;
				}
			});

			assertBytes(harness, 455);
		}
	}

	@Test
	void pipelineStaysWithinItsBytes() throws Exception {
		try (AgentHarness harness = new AgentHarness()) {
			Table<String, Long> counts = harness.table();
			harness.start(new Object() {
				@Agent(topics = "in")
				@Sink(topic = "out")
				EventStream<byte[]> on(EventStream<byte[]> values) {
					return values.filter((value) -> value.length > 0).map((value) -> {
						counts.update(harness.key(value), (before) -> VALUE);
						return value;
					});
				}
			});

			assertBytes(harness, 340);
			assertThat(harness.sent()).isPositive();
		}
	}

	@Test
	void loopStaysWithinItsBytes() throws Exception {
		try (AgentHarness harness = new AgentHarness()) {
			Table<String, Long> counts = harness.table();
			harness.start(new Object() {
				@Agent(topics = "in")
				void on(EventStream<byte[]> values) {
					for (byte[] value : values) {
						counts.update(harness.key(value), (before) -> VALUE);
					}
				}
			});

			assertBytes(harness, 130);
		}
	}

	/** The least of some rounds: what is not compiled yet allocates more. */
	private static void assertBytes(AgentHarness harness, double limit) {
		Cost least = harness.process(EVENTS_A_ROUND);
		for (int round = 1; round < MOST_ROUNDS && least.bytes() > limit; round++) {
			least = least.least(harness.process(EVENTS_A_ROUND));
		}
		assertThat(least.bytes()).as("bytes an event").isLessThanOrEqualTo(limit);
	}

}
