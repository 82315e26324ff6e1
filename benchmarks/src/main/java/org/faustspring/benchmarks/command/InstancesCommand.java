package org.faustspring.benchmarks.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

import org.faustspring.benchmarks.engine.EngineKind;
import org.faustspring.benchmarks.harness.Instances;
import org.faustspring.benchmarks.harness.Options;
import org.faustspring.benchmarks.workload.Guarantee;
import picocli.CommandLine.Option;

import org.springframework.util.FileSystemUtils;

/**
 * What commands with several instances of an engine have in common.
 */
abstract class InstancesCommand implements Callable<Integer> {

	@Option(names = "--engine", split = ",", description = "Engines: faust-spring, kafka-streams.")
	private List<String> engines = List.of("faust-spring", "kafka-streams");

	@Option(names = "--guarantee", description = "at-least-once or exactly-once.")
	private String guarantee = "at-least-once";

	@Option(names = "--partitions", description = "Partitions of all topics.")
	private int partitions = 32;

	@Option(names = "--keys", description = "Different keys, each counted once before.")
	private int keys = 200_000;

	@Option(names = "--rate", description = "Events a second.")
	private int rate = 1600;

	@Option(names = "--session-timeout", paramLabel = "<ms>", description = "When an instance is taken for dead.")
	private int sessionMillis;

	@Option(names = "--engine-jvm", paramLabel = "<options>", description = "JVM options of engines.")
	private String engineOptions = "-Xms192m -Xmx192m -XX:+UseSerialGC -XX:TieredStopAtLevel=1";

	InstancesCommand(int sessionMillis) {
		this.sessionMillis = sessionMillis;
	}

	@Override
	public Integer call() throws Exception {
		for (String engine : this.engines) {
			run(EngineKind.named(engine));
		}
		return 0;
	}

	abstract void run(EngineKind engine) throws IOException, InterruptedException;

	final int sessionMillis() {
		return this.sessionMillis;
	}

	final void with(EngineKind engine, int count, int standbyReplicas, Use use)
			throws IOException, InterruptedException {
		Path place = Files.createTempDirectory("faust-benchmarks-");
		Options options = new Options(this.keys, this.keys, 0, this.keys, 0, this.partitions, 1, null, this.rate, 0,
				Duration.ofMinutes(5), RunOptions.words(this.engineOptions), List.of("-Xms512m", "-Xmx512m"), null,
				null, place);
		Guarantee promised = Guarantee.named(this.guarantee);
		System.out.printf("%s, %s, %d instances, %d partitions, %d standby replicas, session timeout %d ms%n", engine,
				promised, count, this.partitions, standbyReplicas, this.sessionMillis);
		try (Instances instances = Instances.start(options, engine, promised, count, this.sessionMillis,
				standbyReplicas)) {
			use.of(instances);
		}
		FileSystemUtils.deleteRecursively(place);
	}

	/**
	 * Uses running instances.
	 */
	interface Use {

		void of(Instances instances) throws IOException, InterruptedException;

	}

}
