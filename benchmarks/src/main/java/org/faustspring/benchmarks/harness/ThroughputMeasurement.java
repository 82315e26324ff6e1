package org.faustspring.benchmarks.harness;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

import org.faustspring.benchmarks.engine.EngineSettings;
import org.faustspring.benchmarks.workload.Case;
import org.faustspring.benchmarks.workload.Expected;
import org.faustspring.benchmarks.workload.Load;

/**
 * How long a load takes: from the first event that reaches the engine's code until all of
 * the input is committed and all outputs are there. For a start: from the launch of the
 * process until the first event. One thread.
 */
final class ThroughputMeasurement extends Measurement {

	private static final int LINGER_MILLIS = 20;

	/** Slow handlers get a part of the events: they wait, whoever calls them. */
	private static final int SLOW_SHARE = 20;

	private static final Load START_UP_LOAD = new Load(1000, 100, 0);

	private final BrokerProcess broker;

	ThroughputMeasurement(BrokerProcess broker, Cluster cluster, Loader loader, Options options) {
		super(cluster, loader, options);
		this.broker = broker;
	}

	@Override
	RunResult run(RunSpec spec) throws IOException, InterruptedException {
		Load load = load(spec.work(), options()).dividedBy(spec.agents());
		EngineSettings settings = settings(spec, "%s-in-%d".formatted(load.topic(), options().partitions()),
				LINGER_MILLIS)
			.withAgents(spec.agents());
		Expected expected = loader().load(load, settings.partitions(), settings.inputs());
		settings.outputs().forEach((output) -> cluster().createTopic(output, settings.partitions()));
		long events = load.events() * spec.agents();
		Map<String, Number> figures = new LinkedHashMap<>();
		figures.put("events", events);
		try (EngineProcess engine = EngineProcess.start(settings, options())) {
			EngineProcess.First first = engine.awaitFirstEvent();
			long brokerNanos = this.broker.cpuNanos();
			long done = awaitDone(engine, settings, events);
			long cpuNanos = engine.jvm().cpuNanos() - first.cpuNanos();
			brokerNanos = this.broker.cpuNanos() - brokerNanos;
			if (spec.work() == Case.START_UP) {
				figures.put(RunResult.SECONDS, (first.millis() - engine.launched()) / 1000.0);
				figures.put("cpuSeconds", Figures.round(first.cpuNanos() / 1e9, 2));
			}
			else {
				double seconds = (done - first.millis()) / 1000.0;
				figures.put(RunResult.SECONDS, seconds);
				figures.put(RunResult.EVENTS_PER_SECOND, Math.round(events / seconds));
				figures.put(RunResult.CPU_MICROS, Figures.round(cpuNanos / 1000.0 / events, 3));
				figures.put(RunResult.BROKER_CPU_MICROS, Figures.round(brokerNanos / 1000.0 / events, 3));
			}
			figures.put("peakMegabytes", engine.jvm().peakMegabytes());
		}
		return new RunResult(spec, figures, problem(spec.engine().does(spec.work()), settings, expected));
	}

	static Load load(Case work, Options options) {
		return switch (work) {
			case LARGE_STATE -> new Load(2L * options.largeKeys(), options.largeKeys(), options.zipf());
			case SLOW_HANDLER -> new Load(Math.max(1, options.events() / SLOW_SHARE), options.keys(), options.zipf());
			case START_UP -> START_UP_LOAD;
			default -> new Load(options.events(), options.keys(), options.zipf());
		};
	}

}
