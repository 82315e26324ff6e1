package org.faustspring.benchmarks.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;

import org.faustspring.benchmarks.engine.EngineKind;
import org.faustspring.benchmarks.harness.Harness;
import org.faustspring.benchmarks.harness.Options;
import org.faustspring.benchmarks.harness.RunResult;
import org.faustspring.benchmarks.harness.RunSpec;
import org.faustspring.benchmarks.harness.Scale;
import org.faustspring.benchmarks.harness.ScalingPlan;
import org.faustspring.benchmarks.harness.ScalingTable;
import org.faustspring.benchmarks.workload.Guarantee;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import org.springframework.util.FileSystemUtils;

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

	@Option(names = "--commit-interval", paramLabel = "<ms>",
			description = "Commit interval of each engine; 1000 at-least-once and 100 exactly-once by default.")
	private @Nullable Long commitMillis;

	@Option(names = "--timeout", paramLabel = "<s>", description = "Longest time of a run.")
	private int timeoutSeconds = 900;

	@Option(names = "--engine-jvm", paramLabel = "<options>", description = "JVM options of engines.")
	private String engineOptions = "-Xms1g -Xmx1g";

	@Option(names = "--broker-jvm", paramLabel = "<options>", description = "JVM options of the broker.")
	private String brokerOptions = "-Xms1g -Xmx1g";

	@Option(names = "--chart", paramLabel = "<file>", description = "Draw the table there, in SVG.")
	private @Nullable Path chart;

	@Option(names = "--directory", description = "Where data and logs go, and stay; a temporary one by default.")
	private @Nullable Path directory;

	/** Creates the command with its defaults. */
	public ScalingCommand() {
	}

	@Override
	public Integer call() throws Exception {
		ScalingPlan plan = plan();
		List<RunSpec> runs = plan.runs(engines(), guarantee(), this.rounds);
		if (runs.isEmpty()) {
			throw new IllegalArgumentException("There is nothing to run");
		}
		if (this.chart != null) {
			Files.createDirectories(this.chart.toAbsolutePath().getParent());
		}
		Path place = (this.directory != null) ? Files.createDirectories(this.directory)
				: Files.createTempDirectory("faust-benchmarks-");
		List<RunResult> results;
		try (Harness harness = Harness.start(options(place.toAbsolutePath()))) {
			results = harness.run(runs, (result) -> System.out.println(result.json()));
		}
		System.out.println();
		ScalingTable table = new ScalingTable(plan, results);
		table.text().forEach(System.out::println);
		if (this.chart != null) {
			Files.writeString(this.chart, table.chart());
		}
		boolean sound = results.stream().allMatch((result) -> result.problem() == null);
		if (sound && this.directory == null) {
			FileSystemUtils.deleteRecursively(place);
		}
		else {
			System.err.println("Logs are in " + place);
		}
		return (sound) ? 0 : 1;
	}

	/**
	 * Make the plan of what the command line says.
	 * @return the plan
	 * @throws IllegalArgumentException for a number that makes no sense
	 */
	ScalingPlan plan() {
		if (this.events < 1 || this.keyEvents < 1 || this.rounds < 1 || this.workers < 1 || this.timeoutSeconds < 1) {
			throw new IllegalArgumentException(
					"--events, --key-events, --rounds, --workers and --timeout must be 1 or more");
		}
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
		return this.engines.stream()
			.map((name) -> Arrays.stream(EngineKind.values())
				.filter((engine) -> engine.text().equals(name))
				.findFirst()
				.orElseThrow(() -> new IllegalArgumentException("There is no engine '%s'".formatted(name))))
			.toList();
	}

	private Guarantee guarantee() {
		return Arrays.stream(Guarantee.values())
			.filter((one) -> one.text().equals(this.guarantee))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("There is no guarantee '%s'".formatted(this.guarantee)));
	}

	private Options options(Path place) {
		return new Options(this.events, BASE_KEYS, 0, BASE_KEYS, 0, BASE_PARTITIONS, this.workers, this.commitMillis, 1,
				1, Duration.ofSeconds(this.timeoutSeconds), words(this.engineOptions), words(this.brokerOptions), null,
				null, place);
	}

	private static List<String> words(String text) {
		return (text.isBlank()) ? List.of() : Arrays.asList(text.trim().split("\\s+"));
	}

}
