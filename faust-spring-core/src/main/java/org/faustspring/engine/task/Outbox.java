package org.faustspring.engine.task;

import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Where the records of a finished event go: the worker's open commit. Belongs to the
 * worker. Errors are the commit's, not the event's.
 */
public interface Outbox {

	/**
	 * Send a record to the App's cluster.
	 * @param record the record
	 */
	void send(ProducerRecord<byte[], byte[]> record);

	/**
	 * Send a record by another producer; the commit waits for it.
	 * @param foreign the producer and the record
	 */
	void send(ForeignSend<?, ?> foreign);

	/**
	 * Commit as soon as there is nothing else to do: somebody waits for what is sent.
	 */
	default void commitSoon() {
		// Where records are read before they are committed, nobody waits for that.
	}

	/**
	 * Return the worker's producer, to ask for metadata.
	 * @return the producer
	 */
	Producer<byte[], byte[]> producer();

	/**
	 * Check that a topic exists, so that a record for it cannot fail the commit of
	 * others. Any thread; asks the broker when the topic is first used.
	 * @param topic the topic
	 * @throws org.apache.kafka.common.errors.UnknownTopicOrPartitionException if the
	 * broker does not know it
	 */
	void requireTopic(String topic);

	/**
	 * Check that a record is not one that its topic has just refused for good, which
	 * would fail the commit of others again. Any thread.
	 * @param record the record
	 * @param size its size, as {@link RecordSize} estimates it
	 * @throws RuntimeException why it is refused
	 */
	default void requireAccepted(ProducerRecord<byte[], byte[]> record, int size) {
		// What refuses nothing.
	}

	/**
	 * Tell whether the open commit is known to fail, and nobody sees what is sent until
	 * then. Whatever events do meanwhile is undone, and they come again; what goes wrong
	 * with them means nothing: it may be the producer, which is closed. Any thread.
	 * @return whether it is
	 */
	default boolean doomed() {
		return false;
	}

	/**
	 * Return the size in bytes of the largest record that can be sent.
	 * @return the size
	 */
	int maxRecordSize();

	/**
	 * A record and the producer to send it by.
	 *
	 * @param <K> the type of the producer's keys
	 * @param <V> the type of the producer's values
	 * @param producer the producer
	 * @param record the record
	 */
	record ForeignSend<K, V>(Producer<K, V> producer, ProducerRecord<K, V> record) {

	}

}
