package org.faustspring.benchmarks.command;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import org.faustspring.benchmarks.engine.EngineKind;
import picocli.CommandLine.Command;

/**
 * Compares the shapes of handlers of this library on the same work.
 */
@Command(name = "shapes", description = "Compares per-event, batch and other shapes of faust-spring's handlers.")
public class ShapesCommand extends EndToEndCommand {

	/** Creates the command with its defaults. */
	public ShapesCommand() {
	}

	@Override
	List<String> usual() {
		String shapes = Arrays.stream(EngineKind.values())
			.map(EngineKind::text)
			.filter((engine) -> engine.startsWith(EngineKind.FAUST_SPRING.text()))
			.collect(Collectors.joining("/"));
		return List.of("stateless-forward/" + shapes, "stateful-count/" + shapes);
	}

}
