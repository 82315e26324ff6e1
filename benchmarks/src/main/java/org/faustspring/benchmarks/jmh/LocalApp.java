package org.faustspring.benchmarks.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.LongSerializer;
import org.faustspring.benchmarks.engine.EngineKind;
import org.faustspring.benchmarks.engine.EngineSettings;
import org.faustspring.benchmarks.engine.faust.FaustEngine;
import org.faustspring.benchmarks.workload.Case;
import org.faustspring.benchmarks.workload.Guarantee;
import org.faustspring.engine.client.KafkaClients;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.util.FileSystemUtils;

/**
 * An App as Spring Boot sets it up, with one worker and one partition, without a broker.
 * One thread.
 */
final class LocalApp implements AutoCloseable {

	private static final long COMMIT_MILLIS = 1000;

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private static final long LOOK_NANOS = 20_000;

	private final Path directory = Files.createTempDirectory("faust-benchmarks-");

	private final LocalClients clients;

	private final FaustEngine engine;

	private long expected;

	/**
	 * Start an App.
	 * @param kind the shape of its agent
	 * @param work the case
	 * @param keys how many different keys its events have
	 * @param lanes how many lanes agents with lanes have
	 * @param agents beans to take in place of the case's agent
	 * @throws IOException if there is no place for its state
	 */
	LocalApp(EngineKind kind, Case work, int keys, int lanes, Class<?>... agents) throws IOException {
		this.clients = new LocalClients(keys);
		this.engine = new FaustEngine((context) -> prepare(context, work, lanes), agents);
		this.engine.start(new EngineSettings(kind, work, Guarantee.AT_LEAST_ONCE, LocalClients.SERVERS, "local",
				LocalClients.INPUT, LocalClients.OUTPUT, 1, 1, COMMIT_MILLIS, 0, this.directory));
	}

	private void prepare(ConfigurableApplicationContext context, Case work, int lanes) {
		context.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("local", Map.of("benchmark.lanes", lanes)));
		GenericApplicationContext beans = (GenericApplicationContext) context;
		beans.registerBean("localClients", KafkaClients.class, () -> this.clients);
		beans.registerBean("kafkaProducerFactory", ProducerFactory.class,
				() -> new LocalTemplateFactory((work.stateful()) ? LongSerializer.class : ByteArraySerializer.class));
	}

	<T> T bean(Class<T> type) {
		return this.engine.bean(type);
	}

	/** Have events processed, and wait until each has an output. */
	void process(int events) {
		this.expected += events;
		this.clients.reader().release(events);
		long started = System.nanoTime();
		while (this.clients.outputs() < this.expected) {
			if (System.nanoTime() - started > TIMEOUT.toNanos()) {
				throw new IllegalStateException(
						"%d of %d events have an output".formatted(this.clients.outputs(), this.expected));
			}
			LockSupport.parkNanos(LOOK_NANOS);
		}
	}

	@Override
	public void close() throws IOException {
		this.engine.close();
		if (this.clients.outputs() != this.expected) {
			throw new IllegalStateException(
					"%d events have %d outputs".formatted(this.expected, this.clients.outputs()));
		}
		FileSystemUtils.deleteRecursively(this.directory);
	}

}
