package org.faustspring.benchmarks.command;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/**
 * Runs micro-benchmarks; takes JMH's own options.
 */
@Command(name = "jmh", description = "Runs micro-benchmarks; takes JMH's own options, such as -prof gc or -h.")
public class JmhCommand implements Callable<Integer> {

	@Unmatched
	private List<String> arguments = new ArrayList<>();

	/** Creates the command. */
	public JmhCommand() {
	}

	List<String> arguments() {
		return this.arguments;
	}

	@Override
	public Integer call() throws Exception {
		org.openjdk.jmh.Main.main(this.arguments.toArray(String[]::new));
		return 0;
	}

}
