package org.faustspring.engine.client;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Supplier;

import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.faustspring.engine.unit.UnitOfWork;
import org.jspecify.annotations.Nullable;

import org.springframework.kafka.core.ProducerFactory;

/**
 * What a handler's thread has in place of a transaction's producer: its records join the
 * handler's unit of work, which for a template is the transaction in process. Any thread.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class UnitBoundProducer<K, V> implements Producer<K, V> {

	private final ProducerFactory<K, V> factory;

	private final UnitRoute<K, V> route;

	UnitBoundProducer(ProducerFactory<K, V> factory, Supplier<String> appServers) {
		this.factory = factory;
		this.route = new UnitRoute<>(factory, appServers);
	}

	@Override
	public Future<RecordMetadata> send(ProducerRecord<K, V> record) {
		return send(record, null);
	}

	@Override
	public Future<RecordMetadata> send(ProducerRecord<K, V> record, @Nullable Callback callback) {
		RecordMetadata metadata = this.route.send(unit(), record, this::outsideTransactions);
		UnitCallbacks.complete(callback, metadata);
		return CompletableFuture.completedFuture(metadata);
	}

	private static UnitOfWork unit() {
		UnitOfWork unit = UnitOfWork.current();
		if (unit == null) {
			throw new IllegalStateException("No event is being processed on this thread, so a transactional template "
					+ "has nothing to join here: call it in a handler, or in template.executeInTransaction()");
		}
		return unit;
	}

	private Producer<K, V> outsideTransactions() {
		try {
			return this.factory.createNonTransactionalProducer();
		}
		catch (UnsupportedOperationException ex) {
			throw new IllegalStateException(("Producer factory %s is connected to another cluster than the App, where "
					+ "a handler's messages cannot be part of the App's transaction, and it makes no producers "
					+ "without transactions: use template.executeInTransaction(), or another factory")
				.formatted(this.factory), ex);
		}
	}

	@Override
	public void flush() {
		// Nothing is sent before the commit, which waits for all of it
	}

	@Override
	public List<PartitionInfo> partitionsFor(String topic) {
		return this.route.leadsToApp() ? unit().producer().partitionsFor(topic)
				: outsideTransactions().partitionsFor(topic);
	}

	@Override
	public Map<MetricName, ? extends Metric> metrics() {
		UnitOfWork unit = UnitOfWork.current();
		return (unit != null) ? unit.producer().metrics() : Map.of();
	}

	@Override
	public Uuid clientInstanceId(Duration timeout) {
		return unit().producer().clientInstanceId(timeout);
	}

	@Override
	public void registerMetricForSubscription(KafkaMetric metric) {
		unit().producer().registerMetricForSubscription(metric);
	}

	@Override
	public void unregisterMetricFromSubscription(KafkaMetric metric) {
		unit().producer().unregisterMetricFromSubscription(metric);
	}

	@Override
	public void initTransactions() {
		throw notYours("start");
	}

	@Override
	public void beginTransaction() {
		throw notYours("begin");
	}

	@Override
	public void sendOffsetsToTransaction(Map<TopicPartition, OffsetAndMetadata> offsets,
			ConsumerGroupMetadata groupMetadata) {
		throw notYours("add offsets to");
	}

	@Override
	public void commitTransaction() {
		throw notYours("commit");
	}

	@Override
	public void abortTransaction() {
		throw notYours("abort");
	}

	private static IllegalStateException notYours(String what) {
		return new IllegalStateException("A handler cannot " + what + " the App's own transaction. For a transaction "
				+ "of the handler's own, use template.executeInTransaction() or @Transactional(propagation = "
				+ "REQUIRES_NEW); to undo all that the handler did, throw an exception");
	}

	@Override
	public void close() {
		// Bound to the thread for longer than whoever borrows it
	}

	@Override
	public void close(Duration timeout) {
		// See close()
	}

	/**
	 * Release what was made for serializing.
	 */
	void dispose() {
		this.route.close();
	}

	@Override
	public String toString() {
		return "UnitBoundProducer [" + this.factory + "]";
	}

}
