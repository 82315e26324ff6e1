package org.faustspring.benchmarks.jmh;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The part of {@link EngineBenchmark} that is not the engine's: the mocks of Kafka's
 * clients, and the objects that any program makes that polls records and sends others.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ClientsBenchmark {

	private static final int EVENTS = 100_000;

	private static final int KEYS = 10_000;

	private final LocalClients clients = new LocalClients(KEYS);

	private final Producer<byte[], byte[]> producer = this.clients.producer("clients", Map.of());

	private final Callback callback = (metadata, exception) -> {
	};

	private long expected;

	/** Poll events and send each of them on. */
	@Benchmark
	@OperationsPerInvocation(EVENTS)
	public void event() {
		this.expected += EVENTS;
		this.clients.reader().release(EVENTS);
		while (this.clients.outputs() < this.expected) {
			for (ConsumerRecord<byte[], byte[]> record : this.clients.reader().poll(Duration.ZERO)) {
				this.producer.send(new ProducerRecord<>(LocalClients.OUTPUT, null, record.timestamp(), record.key(),
						record.value()), this.callback);
			}
		}
	}

}
