package org.faustspring.benchmarks.harness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.faustspring.benchmarks.engine.EngineSettings;
import org.faustspring.benchmarks.workload.Load;
import org.faustspring.benchmarks.workload.OrderSource;
import org.faustspring.benchmarks.workload.RestoreCheck;
import org.faustspring.benchmarks.workload.Restored;
import org.jspecify.annotations.Nullable;

/**
 * How long a restore from the changelog takes. The changelog is written before the engine
 * is started, the same for every engine: each key once, in no order. Some events wait in
 * the input; each partition can process them only when it is restored. There are two
 * times: that of restoring itself, as the engine tells it, and that from the launch of
 * the process until the events are processed and committed, which an engine that only
 * reads does not have. One thread.
 */
final class RestoreMeasurement extends Measurement {

	private static final int LINGER_MILLIS = 20;

	private static final int PROBES = 1000;

	private static final long SEED = 42;

	RestoreMeasurement(Cluster cluster, Loader loader, Options options) {
		super(cluster, loader, options);
	}

	@Override
	RunResult run(RunSpec spec) throws IOException, InterruptedException {
		int keys = options().largeKeys();
		int probes = Math.min(PROBES, keys);
		EngineSettings settings = settings(spec, spec.group() + "-input", LINGER_MILLIS);
		cluster().createTopic(settings.input(), settings.partitions());
		cluster().createTopic(settings.output(), settings.partitions());
		cluster().createCompacted(settings.changelog(), settings.partitions());
		long bytes = fill(settings.changelog(), keys);
		sendProbes(settings.input(), probes);
		Disk.settle();
		Map<String, Number> figures = new LinkedHashMap<>();
		try (EngineProcess engine = EngineProcess.start(settings, options())) {
			long begun = engine.awaitTime(Restored.BEGIN, options().timeout());
			long ended = engine.awaitTime(Restored.END, options().timeout());
			double cpuSeconds = engine.jvm().cpuNanos() / 1e9;
			double seconds = Math.max(1, ended - begun) / 1000.0;
			figures.put("records", keys);
			figures.put("megabytes", bytes / 1_000_000);
			figures.put(RunResult.SECONDS, seconds);
			figures.put(RunResult.RECORDS_PER_SECOND, Math.round(keys / seconds));
			figures.put("cpuSeconds", Figures.round(cpuSeconds, 2));
			if (spec.engine().processes()) {
				long done = awaitDone(engine, settings, probes);
				figures.put("secondsFromLaunch", (done - engine.launched()) / 1000.0);
			}
			figures.put("peakMegabytes", engine.jvm().peakMegabytes());
		}
		return new RunResult(spec, figures, spec.engine().processes() ? problem(settings, keys, probes) : null);
	}

	private long fill(String changelog, int keys) {
		OrderSource texts = new OrderSource(new Load(2L * keys, keys, 0));
		long bytes = 0;
		Sends sends = new Sends();
		try (KafkaProducer<String, byte[]> producer = Loader.producer(cluster().bootstrapServers(), LINGER_MILLIS)) {
			for (int number : shuffled(keys)) {
				String key = OrderSource.name('c', number);
				byte[] value = Restored.first(text(texts, options().valueBytes() - Long.BYTES));
				bytes += key.length() + value.length;
				producer.send(new ProducerRecord<>(changelog, key, value), sends);
			}
		}
		sends.verify();
		return bytes;
	}

	/** Each number once, in no order, as updates of keys come; always the same. */
	static int[] shuffled(int keys) {
		SplittableRandom random = new SplittableRandom(SEED);
		int[] numbers = new int[keys];
		for (int i = 1; i < keys; i++) {
			int other = random.nextInt(i + 1);
			numbers[i] = numbers[other];
			numbers[other] = i;
		}
		return numbers;
	}

	/** Orders in JSON, as many as it takes. */
	static byte[] text(OrderSource orders, int length) {
		StringBuilder text = new StringBuilder(length + 100);
		while (text.length() < length) {
			text.append(new String(orders.next(), StandardCharsets.ISO_8859_1));
		}
		text.setLength(length);
		return text.toString().getBytes(StandardCharsets.ISO_8859_1);
	}

	private void sendProbes(String input, int probes) {
		Sends sends = new Sends();
		try (KafkaProducer<String, byte[]> producer = Loader.producer(cluster().bootstrapServers(), LINGER_MILLIS)) {
			for (int i = 0; i < probes; i++) {
				producer.send(new ProducerRecord<>(input, OrderSource.name('c', i), new byte[0]), sends);
			}
		}
		sends.verify();
	}

	private @Nullable String problem(EngineSettings settings, int keys, int probes) {
		Verifier verifier = new Verifier(cluster());
		String problem = verifier.problem(settings.output(), new RestoreCheck(keys, probes, probes));
		return (problem != null) ? problem
				: verifier.problem(settings.changelog(), new RestoreCheck(keys, keys, probes));
	}

}
