package org.faustspring.engine.call;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.faustspring.engine.client.ReadErrors;

/**
 * Reads the reply topic and hands replies to the calls that wait. {@link #open()} is
 * called before {@link #run()}, which belongs to its thread; the rest by any.
 */
final class ReplyReader implements Runnable {

	private static final Log logger = LogFactory.getLog(ReplyReader.class);

	private static final Duration POLL_TIME = Duration.ofMillis(500);

	private final Consumer<byte[], byte[]> consumer;

	private final TopicPartition partition;

	private final PendingCalls pending;

	private final ReadErrors errors = new ReadErrors("Replies could not be read");

	private volatile boolean stopping;

	ReplyReader(Consumer<byte[], byte[]> consumer, String topic, PendingCalls pending) {
		this.consumer = consumer;
		this.partition = new TopicPartition(topic, 0);
		this.pending = pending;
	}

	/**
	 * Find the end of the topic, where the first reply to this run will be.
	 */
	void open() {
		this.consumer.assign(List.of(this.partition));
		this.consumer.seekToEnd(List.of(this.partition));
		this.consumer.position(this.partition);
	}

	@Override
	public void run() {
		try {
			while (!this.stopping) {
				try {
					this.consumer.poll(POLL_TIME).forEach(this.pending::answer);
					this.errors.succeeded();
				}
				catch (WakeupException ex) {
					logger.debug("The reply reader stops");
				}
				catch (KafkaException ex) {
					this.errors.failed(ex);
					LockSupport.parkNanos(ReadErrors.PAUSE.toNanos());
				}
			}
		}
		finally {
			close();
		}
	}

	/** Release the consumer; the thread does so at its end. */
	void close() {
		try {
			this.consumer.close();
		}
		catch (KafkaException ex) {
			logger.info("The consumer of replies did not close cleanly: %s".formatted(ex));
		}
	}

	/**
	 * End, as soon as possible.
	 */
	void stop() {
		this.stopping = true;
		this.consumer.wakeup();
	}

}
