package org.faustspring.benchmarks.harness;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Sends events of random keys at a steady rate, in a thread of its own, until closed.
 */
final class SteadyLoad implements AutoCloseable {

	private static final long PAUSE_NANOS = 5_000_000;

	private final Thread thread;

	private volatile boolean ended;

	SteadyLoad(String bootstrapServers, String topic, int keys, int perSecond) {
		this.thread = new Thread(() -> run(bootstrapServers, topic, keys, perSecond), "load");
		this.thread.start();
	}

	private void run(String bootstrapServers, String topic, int keys, int perSecond) {
		Sends sends = new Sends();
		try (KafkaProducer<String, byte[]> producer = Loader.producer(bootstrapServers, 5)) {
			long begin = System.nanoTime();
			long sent = 0;
			while (!this.ended) {
				long due = (System.nanoTime() - begin) / 1000 * perSecond / 1_000_000;
				for (; sent < due; sent++) {
					producer.send(
							new ProducerRecord<>(topic, "c" + ThreadLocalRandom.current().nextInt(keys), new byte[16]),
							sends);
				}
				LockSupport.parkNanos(PAUSE_NANOS);
			}
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
	}

}
