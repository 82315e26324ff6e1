package org.faustspring.benchmarks.engine.streams;

import java.time.Duration;
import java.util.Properties;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.faustspring.benchmarks.engine.BenchmarkEngine;
import org.faustspring.benchmarks.engine.EngineKind;
import org.faustspring.benchmarks.engine.EngineSettings;
import org.faustspring.benchmarks.workload.Case;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a case with Kafka Streams. Used by one thread.
 */
public final class StreamsEngine implements BenchmarkEngine {

	private static final Logger logger = LoggerFactory.getLogger(StreamsEngine.class);

	private static final long CACHE_BYTES = 64 * 1024 * 1024;

	/** A setting of the newest release only. */
	private static final String TRANSACTIONAL_STORES = "enable.transactional.statestores";

	private @Nullable KafkaStreams streams;

	@Override
	public void start(EngineSettings settings) {
		KafkaStreams streams = new KafkaStreams(new StreamsTopologies(settings).topology(), properties(settings));
		streams.setUncaughtExceptionHandler((ex) -> {
			logger.error("A stream thread failed", ex);
			return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
		});
		if (settings.work() == Case.RESTORE) {
			streams.setGlobalStateRestoreListener(new RestoreClock(settings.partitions()));
		}
		this.streams = streams;
		streams.start();
	}

	private static Properties properties(EngineSettings settings) {
		Properties properties = new Properties();
		properties.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.group());
		properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
		properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.workers());
		properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, settings.commitMillis());
		properties.put(StreamsConfig.STATE_DIR_CONFIG, settings.stateDirectory().toString());
		properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, (settings.engine().cached()) ? CACHE_BYTES : 0);
		properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
				(settings.exactlyOnce()) ? StreamsConfig.EXACTLY_ONCE_V2 : StreamsConfig.AT_LEAST_ONCE);
		if (settings.exactlyOnce() && isNewest(settings.engine())) {
			properties.put(TRANSACTIONAL_STORES, true);
		}
		// As many as one poll brings: the default would pause partitions all the time.
		properties.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, 5000);
		settings.producerSettings().forEach((name, value) -> properties.put(StreamsConfig.producerPrefix(name), value));
		settings.consumerSettings()
			.forEach((name, value) -> properties.put(StreamsConfig.mainConsumerPrefix(name), value));
		properties.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
		properties.put(StreamsConfig.producerPrefix(ProducerConfig.ACKS_CONFIG), "all");
		if (!settings.member().alone()) {
			properties.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, settings.member().standbyReplicas());
			properties.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG),
					settings.member().instanceId());
		}
		return properties;
	}

	private static boolean isNewest(EngineKind kind) {
		return kind == EngineKind.KAFKA_STREAMS_NEWEST || kind == EngineKind.KAFKA_STREAMS_NEWEST_CACHED;
	}

	@Override
	public void close() {
		if (this.streams != null) {
			this.streams.close(Duration.ofSeconds(30));
		}
	}

}
