package org.faustspring.benchmarks.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

import org.faustspring.benchmarks.harness.Harness;
import org.faustspring.benchmarks.harness.Options;
import org.faustspring.benchmarks.harness.RunResult;
import org.faustspring.benchmarks.harness.RunSpec;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

import org.springframework.util.FileSystemUtils;

/**
 * How engines are run, whatever is measured.
 */
final class RunOptions {

	@Option(names = "--commit-interval", paramLabel = "<ms>",
			description = "Commit interval of each engine; 1000 at-least-once and 100 exactly-once by default.")
	private @Nullable Long commitMillis;

	@Option(names = "--timeout", paramLabel = "<s>", description = "Longest time of a run.")
	private int timeoutSeconds = 900;

	@Option(names = "--engine-jvm", paramLabel = "<options>", description = "JVM options of engines.")
	private String engineOptions = "-Xms1g -Xmx1g";

	@Option(names = "--broker-jvm", paramLabel = "<options>", description = "JVM options of the broker.")
	private String brokerOptions = "-Xms1g -Xmx1g";

	@Option(names = "--directory", description = "Where data and logs go, and stay; a temporary one by default.")
	private @Nullable Path directory;

	/**
	 * Do runs on a broker of their own. Each result is a line of JSON as soon as it is
	 * there.
	 * @param runs the runs, in order
	 * @param options what holds for all of them, given the directory
	 * @param report prints the results
	 * @return the exit code: 1 if a run failed or was wrong
	 */
	int run(List<RunSpec> runs, Function<Path, Options> options, Report report)
			throws IOException, InterruptedException {
		Path place = (this.directory != null) ? Files.createDirectories(this.directory)
				: Files.createTempDirectory("faust-benchmarks-");
		List<RunResult> results;
		try (Harness harness = Harness.start(options.apply(place.toAbsolutePath()))) {
			results = harness.run(runs, (result) -> System.out.println(result.json()));
		}
		System.out.println();
		report.of(results, System.out::println);
		boolean sound = results.stream().allMatch((result) -> result.problem() == null);
		if (sound && this.directory == null) {
			FileSystemUtils.deleteRecursively(place);
		}
		else {
			System.err.println("Logs are in " + place);
		}
		return (sound) ? 0 : 1;
	}

	/** Other defaults of what runs for long. */
	void steady(int longestSeconds) {
		this.timeoutSeconds = longestSeconds;
		this.engineOptions = this.engineOptions + " -XX:+AlwaysPreTouch";
	}

	@Nullable Long commitMillis() {
		return this.commitMillis;
	}

	Duration timeout() {
		return Duration.ofSeconds(this.timeoutSeconds);
	}

	List<String> engineOptions() {
		return words(this.engineOptions);
	}

	List<String> brokerOptions() {
		return words(this.brokerOptions);
	}

	static List<String> words(String text) {
		return (text.isBlank()) ? List.of() : Arrays.asList(text.trim().split("\\s+"));
	}

	/**
	 * Refuse numbers that make no sense.
	 * @throws IllegalArgumentException for the first one
	 */
	void verify() {
		positive("--timeout", this.timeoutSeconds);
		positive("--commit-interval", (this.commitMillis != null) ? this.commitMillis : 1);
	}

	static void positive(String option, long number) {
		if (number < 1) {
			throw new IllegalArgumentException("%s must be 1 or more, not %d".formatted(option, number));
		}
	}

	/**
	 * Prints results.
	 */
	interface Report {

		void of(List<RunResult> results, Consumer<String> lines) throws IOException;

	}

}
