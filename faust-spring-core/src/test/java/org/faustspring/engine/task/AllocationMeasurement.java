package org.faustspring.engine.task;

import java.io.IOException;
import java.util.Locale;

import org.faustspring.annotation.Agent;
import org.faustspring.annotation.Sink;
import org.faustspring.engine.task.AgentHarness.Cost;
import org.faustspring.stream.Event;
import org.faustspring.stream.EventStream;
import org.faustspring.table.Table;

/**
 * Measures what the engine allocates an event, for {@link AllocationTests}: in a JVM of
 * its own, since a class that any test has mocked allocates in all of them from then on.
 */
final class AllocationMeasurement {

	private static final int EVENTS_A_ROUND = 20_000;

	/** Enough for a slow machine to compile all that is called often. */
	private static final int MOST_ROUNDS = 60;

	private static final Long VALUE = 1L;

	private AllocationMeasurement() {
	}

	/**
	 * Measure, and print bytes an event.
	 * @param args the shape, and what is little enough to stop at
	 */
	public static void main(String[] args) throws IOException {
		double enough = Double.parseDouble(args[1]);
		try (AgentHarness harness = new AgentHarness()) {
			Shape.valueOf(args[0]).start(harness, harness.table());
			// The least of some rounds: what is not compiled yet allocates more.
			Cost least = harness.process(EVENTS_A_ROUND);
			for (int round = 1; round < MOST_ROUNDS && least.bytes() > enough; round++) {
				least = least.least(harness.process(EVENTS_A_ROUND));
			}
			System.out.printf(Locale.ROOT, "%n%s %.1f bytes, %.0f ns%n", args[0], least.bytes(), least.nanos());
		}
		System.exit(0);
	}

	enum Shape {

		PER_EVENT {
			@Override
			void start(AgentHarness harness, Table<String, Long> counts) {
				harness.start(new Object() {
					@Agent(topics = "in")
					@Sink(topic = "out")
					byte[] on(byte[] value) {
						counts.update(harness.key(value), (before) -> VALUE);
						return value;
					}
				});
			}
		},

		PER_EVENT_WITH_EVENT {
			@Override
			void start(AgentHarness harness, Table<String, Long> counts) {
				harness.start(new Object() {
					@Agent(topics = "in")
					@Sink(topic = "out")
					byte[] on(byte[] value, Event<byte[]> event) {
						return value;
					}
				});
			}
		},

		PIPELINE {
			@Override
			void start(AgentHarness harness, Table<String, Long> counts) {
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
			}
		},

		LOOP {
			@Override
			void start(AgentHarness harness, Table<String, Long> counts) {
				harness.start(new Object() {
					@Agent(topics = "in")
					void on(EventStream<byte[]> values) {
						for (byte[] value : values) {
							counts.update(harness.key(value), (before) -> VALUE);
						}
					}
				});
			}
		};

		abstract void start(AgentHarness harness, Table<String, Long> counts);

	}

}
