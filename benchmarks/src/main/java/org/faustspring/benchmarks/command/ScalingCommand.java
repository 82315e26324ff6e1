package org.faustspring.benchmarks.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

import org.faustspring.benchmarks.engine.EngineKind;
import org.faustspring.benchmarks.harness.Options;
import org.faustspring.benchmarks.harness.RunSpec;
import org.faustspring.benchmarks.harness.Scale;
import org.faustspring.benchmarks.harness.ScalingPlan;
import org.faustspring.benchmarks.harness.ScalingTable;
import org.faustspring.benchmarks.workload.Guarantee;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Tells how a count by key changes with the number of partitions, of keys and of agents.
 */
@Command(name = "scaling", mixinStandardHelpOptions = true, showDefaultValues = true,
		description = "Counts by key with more and more partitions, keys and agents.")
public class ScalingCommand implements Callable<Integer> {

	private static final int BASE_PARTITIONS = 4;

	private static final int BASE_KEYS = 100_000;

	@Option(names = "--partitions", split = ",", description = "Numbers of partitions; 0 for none of these runs.")
	private List<Integer> partitions = List.of(1, 4, 16, 64);

	@Option(names = "--keys", split = ",", description = "Numbers of keys; 0 for none of these runs.")
	private List<Integer> keys = List.of(10_000, 1_000_000, 5_000_000);

	@Option(names = "--agents", split = ",", description = "Numbers of agents, of 1 and 20; 0 for none of these runs.")
	private List<Integer> agents = List.of(1, 20);

	@Option(names = "--events", description = "Events of a run, divided among its agents.")
	private long events = 2_000_000;

	@Option(names = "--key-events", description = "Events of a run where keys are what changes.")
	private long keyEvents = 5_000_000;

	@Option(names = "--rounds", description = "Runs of each size and engine.")
	private int rounds = 1;

	@Option(names = "--engine", split = ",", description = "Engines: faust-spring, kafka-streams, hand-written, ...")
	private List<String> engines = List.of("faust-spring");

	@Option(names = "--guarantee", description = "at-least-once or exactly-once.")
	private String guarantee = "at-least-once";

	@Option(names = "--workers", description = "Processing threads of each engine, the same in all runs.")
	private int workers = 2;

	@Option(names = "--chart", paramLabel = "<file>", description = "Draw the table there, in SVG.")
	private @Nullable Path chart;

	@Mixin
	private final RunOptions run = new RunOptions();

	/** Creates the command with its defaults. */
	public ScalingCommand() {
	}

	@Override
	public Integer call() throws Exception {
		ScalingPlan plan = plan();
		List<RunSpec> runs = plan.runs(engines(), Guarantee.named(this.guarantee), this.rounds);
		if (runs.isEmpty()) {
			throw new IllegalArgumentException("There is nothing to run");
		}
		if (this.chart != null) {
			Files.createDirectories(this.chart.toAbsolutePath().getParent());
		}
		return this.run.run(runs, this::options, (results, lines) -> {
			ScalingTable table = new ScalingTable(plan, results);
			table.text().forEach(lines);
			if (this.chart != null) {
				Files.writeString(this.chart, table.chart());
			}
		});
	}

	/**
	 * Make the plan of what the command line says.
	 * @return the plan
	 * @throws IllegalArgumentException for a number that makes no sense
	 */
	ScalingPlan plan() {
		RunOptions.positive("--events", this.events);
		RunOptions.positive("--key-events", this.keyEvents);
		RunOptions.positive("--rounds", this.rounds);
		RunOptions.positive("--workers", this.workers);
		this.run.verify();
		List<Integer> agentCounts = wanted(this.agents);
		if (!List.of(1, 20).containsAll(agentCounts)) {
			throw new IllegalArgumentException("--agents are 1 and 20, not %s".formatted(this.agents));
		}
		return ScalingPlan.around(new Scale(BASE_PARTITIONS, BASE_KEYS, 1, this.events), wanted(this.partitions),
				wanted(this.keys), this.keyEvents, agentCounts);
	}

	private static List<Integer> wanted(List<Integer> numbers) {
		if (numbers.stream().anyMatch((number) -> number < 0)) {
			throw new IllegalArgumentException("Numbers must be 0 or more, not %s".formatted(numbers));
		}
		return numbers.stream().filter((number) -> number > 0).toList();
	}

	private List<EngineKind> engines() {
		return this.engines.stream().map(EngineKind::named).toList();
	}

	private Options options(Path place) {
		return new Options(this.events, BASE_KEYS, 0, BASE_KEYS, 0, BASE_PARTITIONS, this.workers,
				this.run.commitMillis(), 1, 1, this.run.timeout(), this.run.engineOptions(), this.run.brokerOptions(),
				null, null, place);
	}

}
