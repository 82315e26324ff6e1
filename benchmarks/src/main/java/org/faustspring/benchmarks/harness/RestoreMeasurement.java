package org.faustspring.benchmarks.harness;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.faustspring.benchmarks.engine.EngineSettings;
import org.faustspring.benchmarks.workload.Expected;
import org.faustspring.benchmarks.workload.Load;
import org.faustspring.benchmarks.workload.OrderSource;
import org.jspecify.annotations.Nullable;

import org.springframework.util.FileSystemUtils;

/**
 * How long a restore from the changelog takes. The engine counts every key once and is
 * stopped; its local state is deleted; some more events are sent; it is started again.
 * The time is from the launch of the second process until all of these events are
 * processed, which each partition can do only when it is restored: the start of the
 * process is included. One thread.
 */
final class RestoreMeasurement extends Measurement {

	private static final int LINGER_MILLIS = 20;

	private static final int PROBES = 1000;

	RestoreMeasurement(Cluster cluster, Loader loader, Options options) {
		super(cluster, loader, options);
	}

	@Override
	RunResult run(RunSpec spec) throws IOException, InterruptedException {
		int keys = options().largeKeys();
		EngineSettings settings = settings(spec, spec.group() + "-input", LINGER_MILLIS);
		cluster().createTopic(settings.output(), settings.partitions());
		Expected counted = loader().load(new Load(keys, keys, Load.IN_TURN), settings.input());
		String problem = fill(settings, counted);
		if (problem != null) {
			return new RunResult(spec, Map.of(), problem);
		}
		long records = cluster().topics(spec.group())
			.stream()
			.filter((topic) -> topic.endsWith("-changelog"))
			.mapToLong((topic) -> Cluster.sum(cluster().ends(topic, settings.partitions()).values()))
			.sum();
		sendProbes(settings.input(), keys);
		Map<String, Number> figures = new LinkedHashMap<>();
		try (EngineProcess engine = EngineProcess.start(settings, options())) {
			long done = awaitDone(engine, settings, keys + (long) Math.min(PROBES, keys));
			double seconds = (done - engine.launched()) / 1000.0;
			figures.put("records", records);
			figures.put(RunResult.SECONDS, seconds);
			figures.put("recordsPerSecond", Math.round(records / seconds));
			figures.put("cpuSeconds", Figures.round(engine.jvm().cpuNanos() / 1e9, 2));
			figures.put("peakMegabytes", engine.jvm().peakMegabytes());
		}
		Expected expected = withProbes(counted, Math.min(PROBES, keys));
		return new RunResult(spec, figures, problem(spec.work(), settings, expected));
	}

	private @Nullable String fill(EngineSettings settings, Expected counted) throws IOException, InterruptedException {
		try (EngineProcess engine = EngineProcess.start(settings, options())) {
			engine.awaitFirstEvent();
			awaitDone(engine, settings, counted.events());
		}
		cluster().awaitEmpty(settings.group(), options().timeout());
		Path state = settings.stateDirectory();
		if (!FileSystemUtils.deleteRecursively(state)) {
			return "There was no local state in %s to delete".formatted(state);
		}
		return null;
	}

	private void sendProbes(String input, int keys) {
		Sends sends = new Sends();
		try (KafkaProducer<String, byte[]> producer = Loader.producer(cluster().bootstrapServers(), LINGER_MILLIS)) {
			for (int i = 0; i < Math.min(PROBES, keys); i++) {
				producer.send(new ProducerRecord<>(input, OrderSource.name('c', i), new byte[0]), sends);
			}
		}
		sends.verify();
	}

	/** Each probe is the second event of its key. */
	static Expected withProbes(Expected counted, long probes) {
		Expected.Tally before = counted.byCustomer();
		return new Expected(counted.events() + probes,
				new Expected.Tally(before.distinct(), before.sum() + probes, before.sumOfSteps() + 2 * probes),
				counted.byMerchant(), counted.cents(), counted.checksum());
	}

}
