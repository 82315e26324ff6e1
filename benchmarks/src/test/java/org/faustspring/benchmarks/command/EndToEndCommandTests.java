package org.faustspring.benchmarks.command;

import java.nio.file.Path;

import org.faustspring.benchmarks.harness.Options;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

class EndToEndCommandTests {

	@Test
	void defaultsAreThoseOfThePublishedFigures() {
		Options options = parse();

		assertThat(options.events()).isEqualTo(2_000_000);
		assertThat(options.keys()).isEqualTo(100_000);
		assertThat(options.partitions()).isEqualTo(4);
		assertThat(options.workers()).isEqualTo(2);
		assertThat(options.zipf()).isZero();
		assertThat(options.commitMillis()).isNull();
		assertThat(options.engineOptions()).containsExactly("-Xms1g", "-Xmx1g");
	}

	@Test
	void zipfHasAnExponentOrTheUsualOne() {
		assertThat(parse("--zipf").zipf()).isEqualTo(0.99);
		assertThat(parse("--zipf=1.2").zipf()).isEqualTo(1.2);
	}

	@Test
	void optionsAreTaken() {
		Options options = parse("--events", "10", "--workers", "3", "--engine-jvm", "-Xmx2g -XX:+UseParallelGC",
				"--commit-interval", "500");

		assertThat(options.events()).isEqualTo(10);
		assertThat(options.workers()).isEqualTo(3);
		assertThat(options.engineOptions()).containsExactly("-Xmx2g", "-XX:+UseParallelGC");
		assertThat(options.commitMillis()).isEqualTo(500);
	}

	private static Options parse(String... arguments) {
		EndToEndCommand command = new EndToEndCommand();
		new CommandLine(command).parseArgs(arguments);
		return command.options(Path.of("."));
	}

}
