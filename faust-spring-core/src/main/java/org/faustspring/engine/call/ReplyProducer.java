package org.faustspring.engine.call;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.jspecify.annotations.Nullable;

/**
 * Sends replies at once, while the commit waits for them. A reply that cannot be sent
 * since its topic is gone does not fail the commit: nobody would read it, and everything
 * else would be processed again for nothing. Any thread.
 */
final class ReplyProducer implements Producer<byte[], byte[]> {

	private static final Log logger = LogFactory.getLog(ReplyProducer.class);

	private final Supplier<Producer<byte[], byte[]>> delegate;

	private final ReplyDestinations destinations;

	ReplyProducer(Supplier<Producer<byte[], byte[]>> delegate, ReplyDestinations destinations) {
		this.delegate = delegate;
		this.destinations = destinations;
	}

	@Override
	public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
		return this.delegate.get().send(record);
	}

	@Override
	@SuppressWarnings("NullAway") // Callbacks are given null where there is no exception
	public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, @Nullable Callback callback) {
		return this.delegate.get().send(record, (metadata, ex) -> {
			if (callback != null) {
				callback.onCompletion(metadata, (ex != null && isGone(record.topic(), ex)) ? null : ex);
			}
		});
	}

	private boolean isGone(String topic, Exception ex) {
		this.destinations.forget(topic);
		boolean gone = !this.destinations.exists(topic);
		if (gone) {
			logger.debug("A reply was not sent, since its topic is gone", ex);
		}
		return gone;
	}

	@Override
	public void flush() {
		this.delegate.get().flush();
	}

	@Override
	public List<PartitionInfo> partitionsFor(String topic) {
		return this.delegate.get().partitionsFor(topic);
	}

	@Override
	public Map<MetricName, ? extends Metric> metrics() {
		return this.delegate.get().metrics();
	}

	@Override
	public Uuid clientInstanceId(Duration timeout) {
		return this.delegate.get().clientInstanceId(timeout);
	}

	@Override
	public void registerMetricForSubscription(KafkaMetric metric) {
		this.delegate.get().registerMetricForSubscription(metric);
	}

	@Override
	public void unregisterMetricFromSubscription(KafkaMetric metric) {
		this.delegate.get().unregisterMetricFromSubscription(metric);
	}

	@Override
	public void initTransactions() {
		throw new UnsupportedOperationException("Replies are sent without transactions");
	}

	@Override
	public void beginTransaction() {
		initTransactions();
	}

	@Override
	public void sendOffsetsToTransaction(Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
		initTransactions();
	}

	@Override
	public void commitTransaction() {
		initTransactions();
	}

	@Override
	public void abortTransaction() {
		initTransactions();
	}

	@Override
	public void close() {
		// Whoever made the producer closes it
	}

	@Override
	public void close(Duration timeout) {
		// See close()
	}

}
