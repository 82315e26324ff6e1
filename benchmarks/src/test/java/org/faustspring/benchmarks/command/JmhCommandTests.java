package org.faustspring.benchmarks.command;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

class JmhCommandTests {

	@Test
	void optionsOfJmhAreNotOurs() {
		JmhCommand command = new JmhCommand();

		new CommandLine(command).parseArgs("AssignorBenchmark", "-prof", "gc", "-f", "1");

		assertThat(command.arguments()).containsExactly("AssignorBenchmark", "-prof", "gc", "-f", "1");
	}

}
