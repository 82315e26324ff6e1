package org.faustspring.samples.flights;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.io.Resource;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.stereotype.Component;

/**
 * Sends each record of the file once to topic {@code flights}, in a thread of its own
 * beside the application. A load that was interrupted, by {@code kill -9} too, is resumed
 * where it was. Only one instance may load: one that sees the topic grow waits, and one
 * that meets a record it did not send stops.
 */
@Component
@ConditionalOnBooleanProperty(name = "flights.load", matchIfMissing = true)
class FlightLoader implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(FlightLoader.class);

	/** How long the topic must not have grown for this instance to load. */
	private static final Duration QUIET = Duration.ofSeconds(1);

	private static final int PROGRESS_STEP = 5_000;

	private final Resource file;

	private final JsonMapper jsonMapper;

	private final FlightTopic topic;

	private final ProducerFactory<String, String> producerFactory;

	private final FlightsProperties properties;

	private final ApplicationEventPublisher publisher;

	private volatile @Nullable Thread thread;

	FlightLoader(@Value("classpath:flights-20k.json") Resource file, JsonMapper jsonMapper, FlightTopic topic,
			ProducerFactory<String, String> producerFactory, FlightsProperties properties,
			ApplicationEventPublisher publisher) {
		this.file = file;
		this.jsonMapper = jsonMapper;
		this.topic = topic;
		this.producerFactory = producerFactory;
		this.properties = properties;
		this.publisher = publisher;
	}

	@Override
	public void start() {
		Thread thread = new Thread(this::run, "flight-loader");
		this.thread = thread;
		thread.start();
	}

	@Override
	public void stop() {
		Thread thread = this.thread;
		this.thread = null;
		if (thread != null) {
			thread.interrupt();
			try {
				thread.join();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	}

	@Override
	public boolean isRunning() {
		return this.thread != null;
	}

	private void run() {
		try {
			load();
		}
		catch (InterruptedException | org.apache.kafka.common.errors.InterruptException ex) {
			logger.info("Loading is interrupted; the next start goes on from here");
		}
		catch (IOException | ExecutionException | RuntimeException ex) {
			logger.error("Loading has stopped; a restart goes on from here, if the cause is gone", ex);
		}
	}

	private void load() throws IOException, InterruptedException, ExecutionException {
		List<FlightRecord> records = FlightFile.read(this.file, this.jsonMapper);
		LoadPlan plan = LoadPlan.of(records, this.topic.endOffsets());
		if (!plan.steps().isEmpty()) {
			plan = LoadPlan.of(records, endOffsetsAtRest());
			send(plan.steps(), records.size());
		}
		logger.info("All {} records are in topic '{}': 20,000 flights, and one that is none on purpose",
				"%,d".formatted(records.size()), Topics.FLIGHTS);
		this.publisher.publishEvent(new FlightsLoaded(records.size()));
	}

	/*
	 * Records of a killed process may still be on their way to the broker, and another
	 * instance may be loading.
	 */
	private Map<Integer, Long> endOffsetsAtRest() throws InterruptedException, ExecutionException {
		boolean told = false;
		Map<Integer, Long> before = this.topic.endOffsets();
		while (true) {
			Thread.sleep(QUIET.toMillis());
			Map<Integer, Long> now = this.topic.endOffsets();
			if (now.equals(before)) {
				return now;
			}
			if (!told) {
				logger.info("Another instance is loading; waiting for it to end");
				told = true;
			}
			before = now;
		}
	}

	private void send(List<LoadPlan.Step> steps, int total) throws InterruptedException, ExecutionException {
		int loaded = total - steps.size();
		logger.info((loaded == 0) ? "Loading {} flights into topic '{}'{}" : "Loading the other {} flights into '{}'{}",
				"%,d".formatted(steps.size()), Topics.FLIGHTS,
				(this.properties.rate() > 0) ? ", %,d a second".formatted(this.properties.rate()) : "");
		KafkaTemplate<String, String> template = new KafkaTemplate<>(this.producerFactory, producerSettings());
		try {
			sendInOrder(template, steps, loaded);
		}
		finally {
			template.destroy();
		}
	}

	private void sendInOrder(KafkaTemplate<String, String> template, List<LoadPlan.Step> steps, int loaded)
			throws InterruptedException, ExecutionException {
		AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
		long start = System.nanoTime();
		for (int i = 0; i < steps.size(); i++) {
			pace(i, start);
			LoadPlan.Step step = steps.get(i);
			template.send(step.record()).whenComplete((result, ex) -> {
				Throwable problem = (ex != null) ? ex : verify(step, result.getRecordMetadata());
				if (problem != null) {
					failure.compareAndSet(null, problem);
				}
			});
			throwIfFailed(failure);
			if ((loaded + i + 1) % PROGRESS_STEP == 0 && i + 1 < steps.size()) {
				logger.info("{} records are loaded", "%,d".formatted(loaded + i + 1));
			}
		}
		template.flush();
		throwIfFailed(failure);
	}

	private void pace(int sent, long start) throws InterruptedException {
		if (this.properties.rate() > 0) {
			long due = start + sent * 1_000_000_000L / this.properties.rate();
			while (due - System.nanoTime() > 0 && !Thread.currentThread().isInterrupted()) {
				LockSupport.parkNanos(due - System.nanoTime());
			}
		}
		if (Thread.currentThread().isInterrupted()) {
			throw new InterruptedException();
		}
	}

	private static @Nullable Throwable verify(LoadPlan.Step step, RecordMetadata sent) {
		if (sent.offset() == step.offset()) {
			return null;
		}
		return new IllegalStateException(
				("A record of %s-%d was to get offset %d and got %d: another instance is loading too, so flights are "
						+ "in the topic twice. Delete the topics and the state directory, and start all instances but "
						+ "one with --flights.load=false.")
					.formatted(sent.topic(), sent.partition(), step.offset(), sent.offset()));
	}

	private static void throwIfFailed(AtomicReference<@Nullable Throwable> failure) throws ExecutionException {
		Throwable cause = failure.get();
		if (cause != null) {
			throw new ExecutionException(cause.getMessage(), cause);
		}
	}

	/*
	 * Together these keep each partition a prefix of its part of the file: no record
	 * overtakes another, none is written twice, and none is given up while later ones are
	 * sent.
	 */
	private static Map<String, Object> producerSettings() {
		return Map.of(ProducerConfig.ACKS_CONFIG, "all", ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true,
				ProducerConfig.RETRIES_CONFIG, Integer.MAX_VALUE, ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
				Integer.MAX_VALUE);
	}

}
