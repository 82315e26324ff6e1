package org.faustspring.benchmarks.jmh;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

import org.faustspring.benchmarks.engine.EngineKind;
import org.faustspring.benchmarks.workload.Case;
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
 * What the engine takes for an event, by shape of the handler, with and without a table:
 * from a poll to the output, commits each second among it, without a broker.
 * {@link ClientsBenchmark} tells what part is that of the clients' mocks.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class EngineBenchmark {

	/** Full batches, so that none has to wait for its last events. */
	private static final int EVENTS = 100_000;

	private static final int LANES = 8;

	/** How the handler is called. */
	@Param({ "per-event", "batch", "pipeline", "loop", "lanes" })
	public String handler = "per-event";

	/** Whether it counts in a table, or passes bytes on. */
	@Param({ "false", "true" })
	public boolean table;

	/** Different keys. */
	@Param("10000")
	public int keys;

	private LocalApp app;

	/** Creates the benchmark. */
	@SuppressWarnings("NullAway.Init")
	public EngineBenchmark() {
	}

	/**
	 * Start the App.
	 * @throws IOException if there is no place for its state
	 */
	@Setup(Level.Trial)
	public void start() throws IOException {
		EngineKind kind = switch (this.handler) {
			case "batch" -> EngineKind.FAUST_SPRING_BATCH;
			case "pipeline" -> EngineKind.FAUST_SPRING_PIPELINE;
			case "loop" -> EngineKind.FAUST_SPRING_LOOP;
			case "lanes" -> EngineKind.FAUST_SPRING_LANES;
			default -> EngineKind.FAUST_SPRING;
		};
		this.app = new LocalApp(kind, (this.table) ? Case.STATEFUL_COUNT : Case.STATELESS_FORWARD, this.keys, LANES);
	}

	/** Process events. */
	@Benchmark
	@OperationsPerInvocation(EVENTS)
	public void event() {
		this.app.process(EVENTS);
	}

	/**
	 * Stop the App.
	 * @throws IOException if its state cannot be deleted
	 */
	@TearDown(Level.Trial)
	public void stop() throws IOException {
		this.app.close();
	}

}
