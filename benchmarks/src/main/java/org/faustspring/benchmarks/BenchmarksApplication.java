package org.faustspring.benchmarks;

import org.faustspring.benchmarks.command.AskCommand;
import org.faustspring.benchmarks.command.EndToEndCommand;
import org.faustspring.benchmarks.command.FailoverCommand;
import org.faustspring.benchmarks.command.JmhCommand;
import org.faustspring.benchmarks.command.RollingRestartCommand;
import org.faustspring.benchmarks.command.ScalingCommand;
import org.faustspring.benchmarks.command.ShapesCommand;
import org.faustspring.benchmarks.command.SoakCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The command line.
 */
@Command(name = "benchmarks", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND",
		subcommands = { EndToEndCommand.class, ShapesCommand.class, ScalingCommand.class, AskCommand.class,
				SoakCommand.class, RollingRestartCommand.class, FailoverCommand.class, JmhCommand.class },
		description = "Measures faust-spring and its peers; see docs/performance.md.")
public final class BenchmarksApplication {

	private BenchmarksApplication() {
	}

	/**
	 * Run a command.
	 * @param args the command and its options
	 */
	public static void main(String[] args) {
		System.exit(commandLine().execute(args));
	}

	/**
	 * Make the command line. It returns 0 when all is well, 1 when a run failed or was
	 * wrong, and 2 for arguments that it does not understand.
	 * @return the command line
	 */
	static CommandLine commandLine() {
		return new CommandLine(new BenchmarksApplication()).setExecutionExceptionHandler((ex, command, parsed) -> {
			if (!(ex instanceof IllegalArgumentException)) {
				throw ex;
			}
			command.getErr().println(ex.getMessage());
			return 2;
		});
	}

}
