package org.faustspring.benchmarks.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import org.faustspring.benchmarks.harness.Options;
import org.faustspring.benchmarks.harness.ResultTable;
import org.faustspring.benchmarks.harness.RunSpec;
import org.faustspring.benchmarks.harness.Selection;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Compares engines on a real broker. A result is a line of JSON; the table comes last.
 */
@Command(name = "e2e", mixinStandardHelpOptions = true, showDefaultValues = true,
		description = "Compares engines on a real broker, each in a JVM of its own.")
public class EndToEndCommand implements Callable<Integer> {

	@Option(names = "--events", description = "Events of a throughput case.")
	private long events = 2_000_000;

	@Option(names = "--keys", description = "Different keys.")
	private int keys = 100_000;

	@Option(names = "--large-keys", description = "Keys of large-state and of restore.")
	private int largeKeys = 5_000_000;

	@Option(names = "--value-bytes",
			description = "Size of the values of restore: with keys of 9 bytes, 5 million are 1 GB.")
	private int valueBytes = 191;

	@Option(names = "--zipf", arity = "0..1", fallbackValue = "0.99", paramLabel = "<exponent>",
			description = "Keys by Zipf's law; uniform without. Alone: ${FALLBACK-VALUE}.")
	private double zipf;

	@Option(names = "--partitions", description = "Partitions of all topics.")
	private int partitions = 4;

	@Option(names = "--workers", description = "Processing threads of each engine; half the partitions by default.")
	private @Nullable Integer workers;

	@Option(names = "--rounds", description = "Runs of each case, guarantee and engine.")
	private int rounds = 3;

	@Option(names = "--only", split = ",", paramLabel = "<pattern>",
			description = "Names of cases, engines and guarantees: 'stateful-count/faust-spring,json-forward'.")
	private List<String> only = List.of();

	@Option(names = "--rate", description = "Events a second of case latency.")
	private int rate = 10_000;

	@Option(names = "--seconds", description = "How long case latency is measured.")
	private int seconds = 30;

	@Option(names = "--jfr", paramLabel = "<directory>", description = "Record each engine with Flight Recorder.")
	private @Nullable Path recordings;

	@Option(names = "--chart", paramLabel = "<file>",
			description = "Watch the engine's process in case latency and draw it, in SVG.")
	private @Nullable Path chart;

	@Option(names = "--charts", paramLabel = "<directory>", description = "Draw a chart of each case there, in SVG.")
	private @Nullable Path charts;

	@Mixin
	private final RunOptions run = new RunOptions();

	/** Creates the command with its defaults. */
	public EndToEndCommand() {
	}

	@Override
	public Integer call() throws Exception {
		verifyNumbers();
		List<RunSpec> runs = Selection.of((this.only.isEmpty()) ? usual() : this.only).runs(this.rounds);
		if (runs.isEmpty()) {
			throw new IllegalArgumentException("No engine does what --only names");
		}
		return this.run.run(runs, this::options, (results, lines) -> {
			ResultTable table = new ResultTable(results);
			table.text().forEach(lines);
			if (this.charts != null) {
				draw(table.charts(), this.charts);
			}
		});
	}

	private static void draw(Map<String, String> pictures, Path directory) throws IOException {
		Files.createDirectories(directory);
		for (Map.Entry<String, String> picture : pictures.entrySet()) {
			Files.writeString(directory.resolve(picture.getKey() + ".svg"), picture.getValue());
		}
	}

	/** Other defaults of what has a fixed rate. */
	void steady(int eventsPerSecond, int lengthSeconds, int longestSeconds) {
		this.rate = eventsPerSecond;
		this.seconds = lengthSeconds;
		this.rounds = 1;
		this.run.steady(longestSeconds);
		this.chart = Path.of("soak.svg");
	}

	/**
	 * Refuse numbers that make no sense before anything is started.
	 * @throws IllegalArgumentException for the first one
	 */
	void verifyNumbers() {
		RunOptions.positive("--events", this.events);
		RunOptions.positive("--keys", this.keys);
		RunOptions.positive("--large-keys", this.largeKeys);
		RunOptions.positive("--partitions", this.partitions);
		RunOptions.positive("--rounds", this.rounds);
		RunOptions.positive("--rate", this.rate);
		RunOptions.positive("--seconds", this.seconds);
		RunOptions.positive("--workers", (this.workers != null) ? this.workers : 1);
		this.run.verify();
		if (this.valueBytes < Long.BYTES) {
			throw new IllegalArgumentException(
					"--value-bytes must be %d or more, not %d".formatted(Long.BYTES, this.valueBytes));
		}
		if (!(this.zipf >= 0) || Double.isInfinite(this.zipf)) {
			throw new IllegalArgumentException("--zipf must be 0 or more, not %s".formatted(this.zipf));
		}
	}

	/** The patterns to take when the command line names none. */
	List<String> usual() {
		return List.of();
	}

	Options options(Path place) {
		return new Options(this.events, this.keys, this.zipf, this.largeKeys, this.valueBytes, this.partitions,
				(this.workers != null) ? this.workers : Math.max(1, this.partitions / 2), this.run.commitMillis(),
				this.rate, this.seconds, this.run.timeout(), this.run.engineOptions(), this.run.brokerOptions(),
				this.recordings, this.chart, place);
	}

}
