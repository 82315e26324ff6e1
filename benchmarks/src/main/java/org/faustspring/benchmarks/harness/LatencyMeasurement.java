package org.faustspring.benchmarks.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.faustspring.benchmarks.engine.EngineSettings;
import org.faustspring.benchmarks.workload.Load;
import org.faustspring.benchmarks.workload.OrderSource;

/**
 * How late outputs are at a fixed rate. An event carries the time at which it was due to
 * be sent, so that a sender that was held up does not hide it; all engines copy it to the
 * output, where a consumer that reads what is committed subtracts it from the time at
 * which it sees the record. Milliseconds. Producers do not linger. One thread.
 */
final class LatencyMeasurement extends Measurement {

	private static final int LINGER_MILLIS = 0;

	private static final int WARM_UP_SECONDS = 10;

	/** Each look stops the process for a full collection, which must be rare. */
	private static final int LOOKS = 40;

	private static final long LONGEST_MILLIS = 600_000;

	LatencyMeasurement(Cluster cluster, Loader loader, Options options) {
		super(cluster, loader, options);
	}

	@Override
	RunResult run(RunSpec spec) throws IOException, InterruptedException {
		EngineSettings settings = settings(spec, spec.group() + "-input", LINGER_MILLIS);
		cluster().createTopic(settings.input(), settings.partitions());
		cluster().createTopic(settings.output(), settings.partitions());
		long events = (long) options().rate() * (WARM_UP_SECONDS + options().seconds());
		OrderSource source = new OrderSource(new Load(events, options().keys(), options().zipf()));
		Histogram latencies = new Histogram(LONGEST_MILLIS, 3);
		Map<String, Number> figures = new LinkedHashMap<>();
		double slowestAt;
		try (EngineProcess engine = EngineProcess.start(settings, options())) {
			Outputs outputs = new Outputs(settings, events, latencies);
			outputs.start();
			sendWatched(spec, source, settings.input(), engine, figures);
			outputs.join(options().timeout().toMillis());
			engine.jvm().verifyAlive();
			if (outputs.isAlive()) {
				outputs.interrupt();
				throw new RunFailedException(
						"The outputs were not there within %s. %s".formatted(options().timeout(), engine.jvm().tail()));
			}
			awaitDone(engine, settings, events);
			slowestAt = outputs.slowestAt();
		}
		figures.put("rate", options().rate());
		figures.put("events", latencies.getTotalCount());
		figures.put("p50Millis", latencies.getValueAtPercentile(50));
		figures.put("p99Millis", latencies.getValueAtPercentile(99));
		figures.put("p999Millis", latencies.getValueAtPercentile(99.9));
		figures.put("maxMillis", latencies.getMaxValue());
		figures.put("maxAtSecond", slowestAt);
		return new RunResult(spec, figures, problem(spec.work(), settings, source.expected()));
	}

	private void sendWatched(RunSpec spec, OrderSource source, String input, EngineProcess engine,
			Map<String, Number> figures) throws IOException, InterruptedException {
		Path chart = options().chart();
		if (chart == null) {
			send(source, input, engine);
			return;
		}
		Duration interval = Duration.ofMillis(TimeUnit.SECONDS.toMillis(options().seconds()) / LOOKS);
		ProcessWatch watch = ProcessWatch.start(engine.jvm(), interval);
		try (watch) {
			send(source, input, engine);
		}
		// Classes are loaded and code is compiled in the first part.
		List<ProcessSample> samples = watch.samples();
		List<ProcessSample> settled = samples.subList(samples.size() / 5, samples.size());
		grown(figures, "liveHeapMegabytes", settled, ProcessSample::liveHeap);
		grown(figures, "nativeMegabytes", settled, ProcessSample::nativeMemory);
		grown(figures, "threads", settled, ProcessSample::threads);
		grown(figures, "files", settled, ProcessSample::files);
		figures.put("cpuPercentMedian",
				Math.round(Figures.median(settled.stream().map(ProcessSample::cpuPercent).toList())));
		String title = "%s, %s, %,d events/s".formatted(spec.engine().text(), spec.guarantee().text(),
				options().rate());
		Files.writeString(chart, new SoakChart(title, samples).svg());
	}

	private static void grown(Map<String, Number> figures, String name, List<ProcessSample> samples,
			ToDoubleFunction<ProcessSample> figure) {
		int third = Math.max(1, samples.size() / 3);
		figures.put(name + "FirstThird", median(samples.subList(0, third), figure));
		figures.put(name + "LastThird", median(samples.subList(samples.size() - third, samples.size()), figure));
	}

	private static double median(List<ProcessSample> samples, ToDoubleFunction<ProcessSample> figure) {
		return Figures.round(Figures.median(samples.stream().map(figure::applyAsDouble).toList()), 1);
	}

	/**
	 * The rate begins when the first event has reached the engine's code: what waited for
	 * an engine to start would be measured long after it has.
	 */
	private void send(OrderSource source, String input, EngineProcess engine) throws IOException, InterruptedException {
		Sends sends = new Sends();
		try (KafkaProducer<String, byte[]> producer = Loader.producer(cluster().bootstrapServers(), LINGER_MILLIS)) {
			byte[] first = source.next();
			producer.send(new ProducerRecord<>(input, source.key(), first), sends);
			engine.awaitFirstEvent();
			long nanosPerEvent = TimeUnit.SECONDS.toNanos(1) / options().rate();
			long start = System.nanoTime();
			long startMillis = System.currentTimeMillis();
			for (long sent = 1; source.hasNext(); sent++) {
				long due = sent * nanosPerEvent;
				for (long left = due - (System.nanoTime() - start); left > 0; left = due
						- (System.nanoTime() - start)) {
					LockSupport.parkNanos(Math.min(left, TimeUnit.MILLISECONDS.toNanos(1)));
				}
				byte[] value = source.next();
				producer.send(new ProducerRecord<>(input, null, startMillis + TimeUnit.NANOSECONDS.toMillis(due),
						source.key(), value), sends);
			}
		}
		sends.verify();
	}

	/** Reads the outputs as they come. */
	private final class Outputs extends Thread {

		private final EngineSettings settings;

		private final long wanted;

		private final Histogram latencies;

		private long slowest;

		private long slowestSent;

		/** When the first event that is measured was due. */
		private long begun = Long.MAX_VALUE;

		Outputs(EngineSettings settings, long wanted, Histogram latencies) {
			super("outputs");
			this.settings = settings;
			this.wanted = wanted;
			this.latencies = latencies;
			setDaemon(true);
		}

		/**
		 * When the event was due whose output was the latest, in seconds after the first
		 * one that is measured. To be asked when this thread has ended.
		 */
		double slowestAt() {
			return (this.slowestSent - this.begun) / 1000.0;
		}

		@Override
		public void run() {
			List<TopicPartition> partitions = IntStream.range(0, this.settings.partitions())
				.mapToObj((number) -> new TopicPartition(this.settings.output(), number))
				.toList();
			long warmUp = (long) options().rate() * WARM_UP_SECONDS;
			try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
					Map.of("bootstrap.servers", this.settings.bootstrapServers(), "isolation.level", "read_committed",
							"auto.offset.reset", "earliest"),
					new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
				consumer.assign(partitions);
				long seen = 0;
				while (seen < this.wanted && !isInterrupted()) {
					for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
						long late = System.currentTimeMillis() - record.timestamp();
						if (++seen > warmUp) {
							this.begun = Math.min(this.begun, record.timestamp());
							if (late > this.slowest) {
								this.slowest = late;
								this.slowestSent = record.timestamp();
							}
							this.latencies.recordValue(Math.max(0, Math.min(late, LONGEST_MILLIS)));
						}
					}
				}
			}
		}

	}

}
