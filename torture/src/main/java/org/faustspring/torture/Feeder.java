package org.faustspring.torture;

import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Sends the input at a steady rate, each record once and in order, until closed.
 */
final class Feeder implements AutoCloseable {

	private static final long STEP_MILLIS = 20;

	private final String servers;

	private final Input input;

	private final Oracle oracle;

	private final int rate;

	private final AtomicReference<Exception> failure = new AtomicReference<>();

	private volatile boolean ended;

	private final Thread thread = new Thread(this::run, "feeder");

	Feeder(String servers, Input input, Oracle oracle, int rate) {
		this.servers = servers;
		this.input = input;
		this.oracle = oracle;
		this.rate = rate;
	}

	Feeder start() {
		this.thread.start();
		return this;
	}

	private void run() {
		Map<String, Object> config = Map.of("bootstrap.servers", this.servers, "acks", "all", "enable.idempotence",
				true, "linger.ms", 5, "delivery.timeout.ms", Integer.MAX_VALUE, "max.block.ms", 120_000,
				// A new partition takes any sequence number as the first, and then
				// refuses lower ones for ever
				"max.in.flight.requests.per.connection", 1, "request.timeout.ms", 10_000);
		try (KafkaProducer<String, String> producer = new KafkaProducer<>(config, new StringSerializer(),
				new StringSerializer())) {
			long started = System.nanoTime();
			long sent = 0;
			while (!this.ended) {
				long due = (System.nanoTime() - started) / 1000 * this.rate / 1_000_000;
				for (; sent < due; sent++) {
					Fed record = this.input.next();
					this.oracle.add(record);
					producer.send(
							new ProducerRecord<>(record.source(), record.partition(), record.key(), record.value()),
							(metadata, ex) -> {
								if (ex != null) {
									this.failure.compareAndSet(null, ex);
								}
							});
				}
				Thread.sleep(STEP_MILLIS);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (RuntimeException ex) {
			this.failure.compareAndSet(null, ex);
		}
	}

	@Override
	public void close() {
		this.ended = true;
		try {
			this.thread.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		if (this.failure.get() != null) {
			throw new IllegalStateException("The input could not be sent, so nothing can be judged",
					this.failure.get());
		}
	}

}
