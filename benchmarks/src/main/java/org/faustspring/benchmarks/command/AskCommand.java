package org.faustspring.benchmarks.command;

import java.util.List;

import picocli.CommandLine.Command;

/**
 * Measures how long an answer takes.
 */
@Command(name = "ask", description = "Measures questions and answers: one after the other, and many at a time.")
public class AskCommand extends EndToEndCommand {

	/** Creates the command with its defaults. */
	public AskCommand() {
	}

	@Override
	List<String> usual() {
		return List.of("ask");
	}

}
