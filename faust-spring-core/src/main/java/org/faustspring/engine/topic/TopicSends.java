package org.faustspring.engine.topic;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.faustspring.engine.client.KafkaClients;
import org.faustspring.engine.unit.UnitOfWork;
import org.jspecify.annotations.Nullable;

/**
 * Where the records of declared topics go: into the unit of work of the thread, else out
 * at once by a producer that the topics of an App share, made for the first record. Any
 * thread.
 */
public final class TopicSends {

	private final KafkaClients clients;

	private @Nullable Producer<byte[], byte[]> producer;

	private boolean open;

	/**
	 * Create it, closed.
	 * @param clients makes the producer
	 */
	public TopicSends(KafkaClients clients) {
		this.clients = clients;
	}

	/**
	 * Allow records outside of units of work: the App has started.
	 */
	public synchronized void open() {
		this.open = true;
	}

	/**
	 * Send what is on its way, and allow no more outside of units of work.
	 * @param timeout how long to wait for acknowledgements
	 */
	public void close(Duration timeout) {
		Producer<byte[], byte[]> closing;
		synchronized (this) {
			this.open = false;
			closing = this.producer;
			this.producer = null;
		}
		if (closing != null) {
			closing.close(timeout);
		}
	}

	CompletableFuture<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
		UnitOfWork unit = UnitOfWork.current();
		if (unit != null) {
			unit.send(record);
			return CompletableFuture.completedFuture(joined(record));
		}
		CompletableFuture<RecordMetadata> sent = new CompletableFuture<>();
		try {
			producer(record.topic()).send(record, (metadata, ex) -> {
				if (ex != null) {
					sent.completeExceptionally(ex);
				}
				else {
					sent.complete(metadata);
				}
			});
		}
		catch (KafkaException ex) {
			sent.completeExceptionally(ex);
		}
		return sent;
	}

	void sendSoon(ProducerRecord<byte[], byte[]> record) {
		UnitOfWork unit = UnitOfWork.current();
		if (unit == null) {
			throw new IllegalStateException(("Nothing is processed on this thread whose commit a record for topic '%s' "
					+ "could join: use send(), which sends at once, or call sendSoon() in a handler, on the handler's "
					+ "own thread")
				.formatted(record.topic()));
		}
		unit.send(record);
	}

	private synchronized Producer<byte[], byte[]> producer(String topic) {
		if (!this.open) {
			throw new IllegalStateException(
					"Nothing can be sent to topic '%s', since the App is not started, or has stopped".formatted(topic));
		}
		Producer<byte[], byte[]> made = this.producer;
		if (made == null) {
			made = this.clients.producer("topics", Map.of());
			this.producer = made;
		}
		return made;
	}

	/** What is known of a record before it is sent. */
	private static RecordMetadata joined(ProducerRecord<byte[], byte[]> record) {
		Integer partition = record.partition();
		Long timestamp = record.timestamp();
		return new RecordMetadata(
				new TopicPartition(record.topic(), (partition != null) ? partition : RecordMetadata.UNKNOWN_PARTITION),
				-1, -1, (timestamp != null) ? timestamp : -1, size(record.key()), size(record.value()));
	}

	private static int size(byte @Nullable [] bytes) {
		return (bytes != null) ? bytes.length : -1;
	}

}
