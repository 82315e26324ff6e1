package org.faustspring.engine.client;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Utils;
import org.faustspring.engine.unit.UnitOfWork;
import org.jspecify.annotations.Nullable;

import org.springframework.kafka.core.ProducerFactory;

/**
 * Leads the records of one producer factory into units of work: as bytes if the factory
 * is connected to the App's cluster, else as they are, with the factory's own producer.
 * Serializers and partitioner are the factory's, made at the first record. Any thread.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class UnitRoute<K, V> implements AutoCloseable {

	private final ProducerFactory<K, V> factory;

	private final Map<String, Object> configuration;

	private final Supplier<String> appServers;

	private @Nullable Encoding<K, V> encoding;

	/**
	 * Create the route, with the factory's settings as they are now.
	 * @param factory the factory
	 * @param appServers the bootstrap servers of the App, asked at the first record
	 */
	UnitRoute(ProducerFactory<K, V> factory, Supplier<String> appServers) {
		this.factory = factory;
		this.configuration = factory.getConfigurationProperties();
		this.appServers = appServers;
	}

	/**
	 * Whether records go to the App's own cluster.
	 * @return {@code true} if they can be part of the App's transactions
	 */
	boolean leadsToApp() {
		return encoding().ofApp();
	}

	/**
	 * Give a record to a unit of work.
	 * @param unit the unit
	 * @param record the record, as the handler gave it
	 * @param direct the producer to use if the factory is connected to another cluster
	 * @return what is known about the record before it is sent: neither offset nor, if
	 * the record does not name it, partition
	 * @throws SerializationException if key or value cannot be serialized
	 */
	RecordMetadata send(UnitOfWork unit, ProducerRecord<K, V> record, Supplier<Producer<K, V>> direct) {
		Encoding<K, V> encoding = encoding();
		// Also for another cluster: an error must reach the handler, not the commit
		ProducerRecord<byte[], byte[]> bytes = encoding.encode(unit, record);
		if (encoding.ofApp()) {
			unit.send(bytes);
		}
		else {
			unit.send(direct.get(), record);
		}
		int partition = (bytes.partition() != null) ? bytes.partition() : RecordMetadata.UNKNOWN_PARTITION;
		long timestamp = (bytes.timestamp() != null) ? bytes.timestamp() : -1;
		return new RecordMetadata(new TopicPartition(record.topic(), partition), -1, -1, timestamp, size(bytes.key()),
				size(bytes.value()));
	}

	private static int size(byte @Nullable [] bytes) {
		return (bytes != null) ? bytes.length : -1;
	}

	private synchronized Encoding<K, V> encoding() {
		if (this.encoding == null) {
			BootstrapServers servers = BootstrapServers
				.of(this.configuration.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
			this.encoding = new Encoding<>(servers.shareClusterWith(BootstrapServers.of(this.appServers.get())),
					serializer(this.factory.getKeySerializer(), ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, true),
					serializer(this.factory.getValueSerializer(), ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, false),
					partitioner());
		}
		return this.encoding;
	}

	private <T> Serializer<T> serializer(@Nullable Serializer<T> given, String setting, boolean isKey) {
		if (given != null) {
			return given;
		}
		@SuppressWarnings("unchecked")
		Serializer<T> made = (Serializer<T>) make(setting, Serializer.class);
		made.configure(this.configuration, isKey);
		return made;
	}

	private @Nullable Partitioner partitioner() {
		if (this.configuration.get(ProducerConfig.PARTITIONER_CLASS_CONFIG) == null) {
			return null;
		}
		Partitioner made = make(ProducerConfig.PARTITIONER_CLASS_CONFIG, Partitioner.class);
		made.configure(this.configuration);
		return made;
	}

	private <T> T make(String setting, Class<T> type) {
		Object value = this.configuration.get(setting);
		try {
			if (value instanceof Class<?> known) {
				return type.cast(Utils.newInstance(known));
			}
			if (value instanceof String name) {
				return Utils.newInstance(name, type);
			}
		}
		catch (ClassNotFoundException | ClassCastException ex) {
			throw new IllegalStateException("'%s' of producer factory %s is %s, which is not a usable %s"
				.formatted(setting, this.factory, value, type.getSimpleName()), ex);
		}
		throw new IllegalStateException(
				"Producer factory %s has no '%s': set it to a class, so that what a handler sends can be serialized"
					.formatted(this.factory, setting));
	}

	@Override
	public synchronized void close() {
		Encoding<K, V> encoding = this.encoding;
		if (encoding != null) {
			this.encoding = null;
			encoding.close();
		}
	}

	private record Encoding<K, V>(boolean ofApp, Serializer<K> keys, Serializer<V> values,
			@Nullable Partitioner partitioner) {

		ProducerRecord<byte[], byte[]> encode(UnitOfWork unit, ProducerRecord<K, V> record) {
			// A copy: serializers add headers, and a retried handler may send its record
			// again
			Headers headers = new RecordHeaders(record.headers());
			byte[] key = serialize(this.keys, "key", record.topic(), headers, record.key());
			byte[] value = serialize(this.values, "value", record.topic(), headers, record.value());
			return new ProducerRecord<>(record.topic(), partition(unit, record, key, value), record.timestamp(), key,
					value, headers);
		}

		private static <T> byte[] serialize(Serializer<T> serializer, String what, String topic, Headers headers,
				T data) {
			try {
				return serializer.serialize(topic, headers, data);
			}
			catch (ClassCastException ex) {
				throw new SerializationException(
						"The %s of a message to %s is a %s, which %s cannot serialize".formatted(what, topic,
								(data != null) ? data.getClass().getName() : "null", serializer.getClass().getName()),
						ex);
			}
		}

		// The App's producer sees bytes and partitions as its own settings say: a
		// factory's own partitioner, which may know the types, has to be asked here
		private @Nullable Integer partition(UnitOfWork unit, ProducerRecord<K, V> record, byte[] key, byte[] value) {
			if (record.partition() != null || this.partitioner == null || !this.ofApp) {
				return record.partition();
			}
			List<PartitionInfo> partitions = unit.producer().partitionsFor(record.topic());
			List<Node> leaders = partitions.stream().map(PartitionInfo::leader).filter(Objects::nonNull).toList();
			Cluster cluster = new Cluster(null, leaders, partitions, Set.of(), Set.of());
			return this.partitioner.partition(record.topic(), record.key(), key, record.value(), value, cluster);
		}

		void close() {
			Utils.closeQuietly(this.keys, "key serializer");
			Utils.closeQuietly(this.values, "value serializer");
			if (this.partitioner != null) {
				Utils.closeQuietly(this.partitioner, "partitioner");
			}
		}

	}

}
