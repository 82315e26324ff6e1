package org.faustspring.benchmarks.jmh;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's mock of a producer that acknowledges each record at once and, unlike its base,
 * does not keep it. All topics have one partition. Belongs to one thread; what it counts
 * may be read by any.
 */
final class LocalProducer extends MockProducer<byte[], byte[]> {

	private static final Node NODE = new Node(0, "localhost", 9092);

	private final String counted;

	private final AtomicLong count;

	private final Map<String, Log> logs = new ConcurrentHashMap<>();

	/**
	 * Create a producer.
	 * @param counted the topic whose records are counted
	 * @param count where to count
	 */
	LocalProducer(String counted, AtomicLong count) {
		super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
		this.counted = counted;
		this.count = count;
	}

	@Override
	public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
		return send(record, null);
	}

	@Override
	public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, @Nullable Callback callback) {
		Log log = this.logs.get(record.topic());
		if (log == null) {
			log = new Log(record.topic());
			this.logs.put(record.topic(), log);
		}
		RecordMetadata metadata = new RecordMetadata(log.partition, log.end++, 0, 0, 0, 0);
		if (callback != null) {
			callback.onCompletion(metadata, null);
		}
		if (log.partition.topic().equals(this.counted)) {
			this.count.lazySet(this.count.get() + 1);
		}
		return CompletableFuture.completedFuture(metadata);
	}

	@Override
	public List<PartitionInfo> partitionsFor(String topic) {
		Node[] nodes = { NODE };
		return List.of(new PartitionInfo(topic, 0, NODE, nodes, nodes));
	}

	private static final class Log {

		private final TopicPartition partition;

		private long end;

		Log(String topic) {
			this.partition = new TopicPartition(topic, 0);
		}

	}

}
