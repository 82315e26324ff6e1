package org.faustspring.benchmarks.command;

import java.io.IOException;
import java.util.List;

import org.faustspring.benchmarks.engine.EngineKind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Kills one of two instances under load.
 */
@Command(name = "failover", mixinStandardHelpOptions = true, showDefaultValues = true,
		description = "Kills one of two instances: how long until the other one processes its partitions.")
public class FailoverCommand extends InstancesCommand {

	@Option(names = "--standby-replicas", split = ",", description = "Copies of each task's state.")
	private List<Integer> standbyReplicas = List.of(0, 1);

	/** Creates the command with its defaults. */
	public FailoverCommand() {
		super(6000);
	}

	@Override
	void run(EngineKind engine) throws IOException, InterruptedException {
		for (int replicas : this.standbyReplicas) {
			with(engine, 2, replicas, (running) -> {
				List<Long> first = running.failover();
				long session = sessionMillis();
				System.out.printf(
						"  %d partitions; from the kill to the first output, less the session timeout: first %d ms, median %d ms, last %d ms%n",
						first.size(), first.get(0) - session, first.get(first.size() / 2) - session,
						first.get(first.size() - 1) - session);
			});
		}
	}

}
