package org.faustspring.benchmarks.harness;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.kafka.common.TopicPartition;
import org.faustspring.benchmarks.engine.EngineSettings;
import org.faustspring.benchmarks.workload.Case;
import org.faustspring.benchmarks.workload.Expected;
import org.faustspring.benchmarks.workload.OutputCheck;
import org.jspecify.annotations.Nullable;

/**
 * Measures one kind of case. One thread.
 */
abstract class Measurement {

	private static final Duration POLL = Duration.ofMillis(20);

	private final Cluster cluster;

	private final Loader loader;

	private final Options options;

	Measurement(Cluster cluster, Loader loader, Options options) {
		this.cluster = cluster;
		this.loader = loader;
		this.options = options;
	}

	Cluster cluster() {
		return this.cluster;
	}

	Loader loader() {
		return this.loader;
	}

	Options options() {
		return this.options;
	}

	/**
	 * Do a run; its topics and state are deleted by the caller.
	 * @param spec the run
	 * @return what was measured
	 */
	abstract RunResult run(RunSpec spec) throws IOException, InterruptedException;

	EngineSettings settings(RunSpec spec, String input, int lingerMillis) {
		Long commitMillis = this.options.commitMillis();
		return new EngineSettings(spec.engine(), spec.work(), spec.guarantee(), this.cluster.bootstrapServers(),
				spec.group(), input, spec.group() + "-output", this.options.partitions(), this.options.workers(),
				(commitMillis != null) ? commitMillis : spec.guarantee().commitMillis(), lingerMillis,
				this.options.directory().resolve(spec.group() + "-state"));
	}

	/**
	 * Wait until all of the input is committed and all outputs are there.
	 * @param engine the engine
	 * @param settings what it does
	 * @param outputs how many outputs there must be, if the case has an output per event
	 * @return when that was so: milliseconds since the epoch
	 */
	long awaitDone(EngineProcess engine, EngineSettings settings, long outputs) throws InterruptedException {
		Map<TopicPartition, Long> ends = new HashMap<>();
		settings.inputs().forEach((input) -> ends.putAll(this.cluster.ends(input, settings.partitions())));
		long wanted = (settings.work().outputPerEvent()) ? outputs : 0;
		long limit = System.nanoTime() + this.options.timeout().toNanos();
		while (!this.cluster.committed(settings.group(), ends) || outputs(settings) < wanted) {
			engine.jvm().verifyAlive();
			if (System.nanoTime() - limit >= 0) {
				throw new RunFailedException("Not done within %s: %d outputs. %s".formatted(this.options.timeout(),
						outputs(settings), engine.jvm().tail()));
			}
			Thread.sleep(POLL.toMillis());
		}
		return System.currentTimeMillis();
	}

	long outputs(EngineSettings settings) {
		return (!settings.work().outputPerEvent()) ? 0
				: settings.outputs()
					.stream()
					.mapToLong((output) -> Cluster.sum(this.cluster.ends(output, settings.partitions()).values()))
					.sum();
	}

	/** What is wrong with outputs and changelogs, of each of which this is expected. */
	@Nullable String problem(Case work, EngineSettings settings, Expected expected) {
		Verifier verifier = new Verifier(this.cluster);
		if (work.outputPerEvent()) {
			for (String output : settings.outputs()) {
				String problem = verifier.problem(output, OutputCheck.ofOutput(work, expected));
				if (problem != null) {
					return problem;
				}
			}
		}
		if (!work.stateful()) {
			return null;
		}
		List<String> changelogs = this.cluster.topics(settings.group())
			.stream()
			.filter((topic) -> topic.endsWith("-changelog"))
			.toList();
		if (changelogs.size() != settings.agents()) {
			return "There are %d changelogs, not %d".formatted(changelogs.size(), settings.agents());
		}
		for (String changelog : changelogs) {
			String problem = verifier.problem(changelog, OutputCheck.ofChangelog(work, expected));
			if (problem != null) {
				return problem;
			}
		}
		return null;
	}

}
