package org.faustspring.benchmarks.command;

import java.io.IOException;
import java.util.Arrays;

import org.faustspring.benchmarks.engine.EngineKind;
import org.faustspring.benchmarks.harness.Instances.RollingRestart;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Restarts several instances one after the other under load.
 */
@Command(name = "rolling-restart", mixinStandardHelpOptions = true, showDefaultValues = true,
		description = "Restarts instances one after the other: what moves, and how long partitions are without outputs.")
public class RollingRestartCommand extends InstancesCommand {

	@Option(names = "--instances", description = "How many instances.")
	private int instances = 5;

	@Option(names = "--standby-replicas", description = "Copies of each task's state.")
	private int standbyReplicas;

	/** Creates the command with its defaults. */
	public RollingRestartCommand() {
		super(45_000);
	}

	@Override
	void run(EngineKind engine) throws IOException, InterruptedException {
		with(engine, this.instances, this.standbyReplicas, (running) -> {
			RollingRestart restart = running.rollingRestart();
			long[] without = restart.without();
			System.out.printf(
					"  %d partitions moved, %.1f s in all; without outputs per partition: median %d ms, most %d ms, mean %.0f ms%n",
					restart.moved(), restart.millis() / 1000.0, without[without.length / 2],
					without[without.length - 1], Arrays.stream(without).average().orElse(0));
		});
	}

}
