package org.faustspring.benchmarks;

import java.io.PrintWriter;
import java.io.StringWriter;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class BenchmarksApplicationTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			e2e --only fast                     | 'fast' is no case, engine or guarantee. There are: stateless-forward
			e2e --only slow-handler/fast/fast   | 'fast' is no case
			e2e --only ask/hand-written         | No engine does what --only names
			e2e --rounds 0                      | --rounds must be 1 or more, not 0
			e2e --rounds some                   | Invalid value for option '--rounds'
			e2e --large-keys -5                 | --large-keys must be 1 or more, not -5
			e2e --value-bytes 7                 | --value-bytes must be 8 or more, not 7
			e2e --zipf=-1                       | --zipf must be 0 or more, not -1.0
			e2e --commit-interval 0             | --commit-interval must be 1 or more, not 0
			shapes --partitions 0               | --partitions must be 1 or more, not 0
			e2e --no-such-option                | Unknown option: '--no-such-option'
			e2e restore                         | Unmatched argument at index 1: 'restore'
			race                                | Unmatched argument at index 0: 'race'
			""", quoteCharacter = '"')
	void wrongArgumentsAreExplainedAndNothingIsStarted(String arguments, String message) {
		StringWriter error = new StringWriter();

		int exitCode = BenchmarksApplication.commandLine().setErr(new PrintWriter(error)).execute(arguments.split(" "));

		assertThat(error.toString()).contains(message);
		assertThat(exitCode).isEqualTo(2);
	}

}
