package org.faustspring.benchmarks.command;

import java.util.List;

import picocli.CommandLine.Command;

/**
 * Runs one engine for long at a steady rate and watches what its process takes.
 */
@Command(name = "soak", description = "Runs at a steady rate for 20 minutes: how late outputs are, and whether memory, "
		+ "threads and files stay flat.")
public class SoakCommand extends EndToEndCommand {

	private static final int RATE = 20_000;

	private static final int SECONDS = 1200;

	private static final int TIMEOUT_SECONDS = 7200;

	/** Creates the command with its defaults. */
	public SoakCommand() {
		steady(RATE, SECONDS, TIMEOUT_SECONDS);
	}

	@Override
	List<String> usual() {
		return List.of("latency/exactly-once/faust-spring");
	}

}
