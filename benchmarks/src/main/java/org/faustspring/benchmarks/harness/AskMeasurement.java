package org.faustspring.benchmarks.harness;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

import org.faustspring.benchmarks.engine.AskRun;
import org.faustspring.benchmarks.engine.EngineSettings;

/**
 * How long an answer takes. The engine's process asks and measures, as {@link AskRun}
 * says; every answer is compared with its question there. Producers do not linger. One
 * thread.
 */
final class AskMeasurement extends Measurement {

	private static final int LINGER_MILLIS = 0;

	AskMeasurement(Cluster cluster, Loader loader, Options options) {
		super(cluster, loader, options);
	}

	@Override
	RunResult run(RunSpec spec) throws IOException, InterruptedException {
		EngineSettings settings = settings(spec, spec.group() + "-input", LINGER_MILLIS);
		cluster().createTopic(settings.input(), settings.partitions());
		cluster().createTopic(settings.output(), settings.partitions());
		try (EngineProcess engine = EngineProcess.start(settings, options())) {
			return new RunResult(spec, figures(engine.jvm().await(AskRun.SIGNAL, options().timeout())), null);
		}
	}

	static Map<String, Number> figures(String[] words) {
		Map<String, Number> figures = new LinkedHashMap<>();
		figures.put("asksInTurn", Long.parseLong(words[0]));
		figures.put("p50Millis", Long.parseLong(words[1]) / 1000.0);
		figures.put("p99Millis", Long.parseLong(words[2]) / 1000.0);
		figures.put("maxMillis", Long.parseLong(words[3]) / 1000.0);
		figures.put("asksAtATime", AskRun.AT_A_TIME);
		figures.put("asks", Long.parseLong(words[4]));
		figures.put("concurrentP50Millis", Long.parseLong(words[5]) / 1000.0);
		figures.put("concurrentP99Millis", Long.parseLong(words[6]) / 1000.0);
		figures.put("concurrentMaxMillis", Long.parseLong(words[7]) / 1000.0);
		double seconds = Long.parseLong(words[8]) / 1000.0;
		figures.put(RunResult.SECONDS, seconds);
		figures.put("asksPerSecond", Math.round(Long.parseLong(words[4]) / seconds));
		return figures;
	}

}
