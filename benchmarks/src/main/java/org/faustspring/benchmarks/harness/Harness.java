package org.faustspring.benchmarks.harness;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.faustspring.benchmarks.engine.EngineKind;
import org.faustspring.benchmarks.workload.Case;

import org.springframework.util.FileSystemUtils;

/**
 * Does runs, one after the other, against one broker. One thread.
 */
public final class Harness implements AutoCloseable {

	private final Options options;

	private final BrokerProcess broker;

	private final Cluster cluster;

	private final Loader loader;

	private Harness(Options options, BrokerProcess broker) {
		this.options = options;
		this.broker = broker;
		this.cluster = new Cluster(broker.bootstrapServers());
		this.loader = new Loader(this.cluster);
	}

	/**
	 * Start the broker.
	 * @param options what the command line says
	 * @return the harness
	 * @throws IOException if the broker cannot be started
	 * @throws InterruptedException if interrupted
	 */
	public static Harness start(Options options) throws IOException, InterruptedException {
		return new Harness(options, BrokerProcess.start(options));
	}

	/**
	 * Do runs, after one that does not count: whoever met a broker that has just started
	 * would be slower than those after it.
	 * @param specs the runs, in order, at least one
	 * @param listener gets each result as soon as it is there
	 * @return all results
	 * @throws IOException if a process cannot be started
	 * @throws InterruptedException if interrupted
	 */
	public List<RunResult> run(List<RunSpec> specs, Consumer<RunResult> listener)
			throws IOException, InterruptedException {
		RunSpec warmUp = new RunSpec(Case.STATEFUL_COUNT, EngineKind.HAND_WRITTEN, specs.get(0).guarantee(), 0);
		RunResult warm = run(warmUp);
		if (warm.problem() != null) {
			System.err.println("The run that warms the broker up has failed: " + warm.problem());
		}
		List<RunResult> results = new ArrayList<>();
		for (RunSpec spec : specs) {
			RunResult result = run(spec);
			results.add(result);
			listener.accept(result);
		}
		return results;
	}

	private RunResult run(RunSpec spec) throws IOException, InterruptedException {
		try {
			return measurement(spec.work(), this.options.at(spec.scale())).run(spec);
		}
		catch (RunFailedException ex) {
			return RunResult.failed(spec, ex);
		}
		finally {
			this.cluster.deleteTopics(spec.group());
			FileSystemUtils.deleteRecursively(this.options.directory().resolve(spec.group() + "-state"));
		}
	}

	private Measurement measurement(Case work, Options sized) {
		return switch (work) {
			case RESTORE -> new RestoreMeasurement(this.cluster, this.loader, sized);
			case ASK -> new AskMeasurement(this.cluster, this.loader, sized);
			case LATENCY -> new LatencyMeasurement(this.cluster, this.loader, sized);
			default -> new ThroughputMeasurement(this.broker, this.cluster, this.loader, sized);
		};
	}

	@Override
	public void close() {
		this.cluster.close();
		this.broker.close();
	}

}
