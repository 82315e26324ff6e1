package org.faustspring.benchmarks.jmh;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

import org.faustspring.annotation.Agent;
import org.faustspring.annotation.Sink;
import org.faustspring.benchmarks.engine.EngineKind;
import org.faustspring.benchmarks.workload.Case;
import org.faustspring.benchmarks.workload.FirstEvent;
import org.faustspring.stream.Event;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it takes to hand an event to a lane and to take it back, without a broker. Fails
 * if events of a key are not processed in order. One lane is no lane: the worker calls
 * the handler itself.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class LanesBenchmark {

	private static final int EVENTS = 50_000;

	/** How many events may be processed at a time. */
	@Param({ "1", "8", "32" })
	public int lanes;

	/** Different keys; one leaves all lanes but one idle. */
	@Param({ "1", "10000" })
	public int keys;

	private LocalApp app;

	/** Creates the benchmark. */
	@SuppressWarnings("NullAway.Init")
	public LanesBenchmark() {
	}

	/**
	 * Start the App.
	 * @throws IOException if there is no place for its state
	 */
	@Setup(Level.Trial)
	public void start() throws IOException {
		this.app = new LocalApp(EngineKind.FAUST_SPRING_LANES, Case.STATELESS_FORWARD, this.keys, this.lanes,
				Ordered.class);
		this.app.bean(Ordered.class).expect(this.keys);
	}

	/** Process events. */
	@Benchmark
	@OperationsPerInvocation(EVENTS)
	public void handOver() {
		this.app.process(EVENTS);
	}

	/**
	 * Stop the App, and look whether events were in order.
	 * @throws IOException if its state cannot be deleted
	 */
	@TearDown(Level.Trial)
	public void stop() throws IOException {
		String problem = this.app.bean(Ordered.class).problem();
		this.app.close();
		if (problem != null) {
			throw new IllegalStateException(problem);
		}
	}

	/** Passes bytes on, and notes events of a key that come out of order. */
	static class Ordered {

		/** By key; what handed an event over has also handed over what is here. */
		private long[] last = {};

		private volatile @Nullable String problem;

		void expect(int keys) {
			this.last = new long[keys];
			Arrays.fill(this.last, -1);
		}

		@Nullable String problem() {
			return this.problem;
		}

		@Agent(topics = "${benchmark.input}", concurrencyString = "${benchmark.lanes}")
		@Sink(topic = "${benchmark.output}")
		byte @Nullable [] forward(Event<byte[]> event) {
			FirstEvent.mark();
			note(number(event.rawKey()), event.offset());
			return event.value();
		}

		void note(int key, long offset) {
			if (offset <= this.last[key]) {
				this.problem = "Offset %d of key %d came after %d".formatted(offset, key, this.last[key]);
			}
			this.last[key] = offset;
		}

		private static int number(byte @Nullable [] key) {
			int number = 0;
			for (int i = 1; key != null && i < key.length; i++) {
				number = 10 * number + key[i] - '0';
			}
			return number;
		}

	}

}
