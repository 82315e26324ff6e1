package org.faustspring.engine.client;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

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

/**
 * A producer of the application: what a handler sends through it joins the handler's unit
 * of work, and everything else passes through, a transaction of its own included. Any
 * thread.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class HandlerProducer<K, V> implements Producer<K, V> {

	private final Producer<K, V> delegate;

	private final UnitRoute<K, V> route;

	private volatile boolean transactional;

	private volatile boolean inTransaction;

	HandlerProducer(Producer<K, V> delegate, UnitRoute<K, V> route) {
		this.delegate = delegate;
		this.route = route;
	}

	@Override
	public Future<RecordMetadata> send(ProducerRecord<K, V> record) {
		return send(record, null);
	}

	@Override
	public Future<RecordMetadata> send(ProducerRecord<K, V> record, @Nullable Callback callback) {
		UnitOfWork unit = UnitOfWork.current();
		if (unit == null || this.inTransaction || needsTransaction()) {
			return (callback != null) ? this.delegate.send(record, callback) : this.delegate.send(record);
		}
		// Complete at once, as with acks=0: what cannot be delivered fails the commit,
		// and
		// a handler that waits for the commit of its own event would wait for ever
		RecordMetadata metadata = this.route.send(unit, record, () -> this.delegate);
		UnitCallbacks.complete(callback, metadata);
		return CompletableFuture.completedFuture(metadata);
	}

	// Let Kafka itself say now that a transaction is missing, rather than fail the commit
	private boolean needsTransaction() {
		return this.transactional && !this.route.leadsToApp();
	}

	@Override
	public void flush() {
		if (UnitOfWork.current() == null || this.inTransaction) {
			this.delegate.flush();
		}
	}

	@Override
	public void initTransactions() {
		this.delegate.initTransactions();
		this.transactional = true;
	}

	@Override
	public void beginTransaction() {
		this.delegate.beginTransaction();
		this.inTransaction = true;
	}

	@Override
	public void sendOffsetsToTransaction(Map<TopicPartition, OffsetAndMetadata> offsets,
			ConsumerGroupMetadata groupMetadata) {
		this.delegate.sendOffsetsToTransaction(offsets, groupMetadata);
	}

	@Override
	public void commitTransaction() {
		this.delegate.commitTransaction();
		this.inTransaction = false;
	}

	@Override
	public void abortTransaction() {
		this.delegate.abortTransaction();
		this.inTransaction = false;
	}

	@Override
	public List<PartitionInfo> partitionsFor(String topic) {
		return this.delegate.partitionsFor(topic);
	}

	@Override
	public Map<MetricName, ? extends Metric> metrics() {
		return this.delegate.metrics();
	}

	@Override
	public Uuid clientInstanceId(Duration timeout) {
		return this.delegate.clientInstanceId(timeout);
	}

	@Override
	public void registerMetricForSubscription(KafkaMetric metric) {
		this.delegate.registerMetricForSubscription(metric);
	}

	@Override
	public void unregisterMetricFromSubscription(KafkaMetric metric) {
		this.delegate.unregisterMetricFromSubscription(metric);
	}

	@Override
	public void close() {
		try {
			this.delegate.close();
		}
		finally {
			this.route.close();
		}
	}

	@Override
	public void close(Duration timeout) {
		try {
			this.delegate.close(timeout);
		}
		finally {
			this.route.close();
		}
	}

	@Override
	public String toString() {
		return "HandlerProducer [" + this.delegate + "]";
	}

}
