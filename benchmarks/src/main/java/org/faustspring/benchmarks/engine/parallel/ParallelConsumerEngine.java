package org.faustspring.benchmarks.engine.parallel;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.confluent.parallelconsumer.ParallelConsumerOptions;
import io.confluent.parallelconsumer.ParallelConsumerOptions.CommitMode;
import io.confluent.parallelconsumer.ParallelConsumerOptions.ProcessingOrder;
import io.confluent.parallelconsumer.ParallelStreamProcessor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.faustspring.benchmarks.engine.BenchmarkEngine;
import org.faustspring.benchmarks.engine.EngineSettings;
import org.faustspring.benchmarks.workload.FirstEvent;
import org.faustspring.benchmarks.workload.SlowCall;
import org.jspecify.annotations.Nullable;

/**
 * Runs the slow handler with Confluent's Parallel Consumer, in key order. Used by one
 * thread.
 */
public final class ParallelConsumerEngine implements BenchmarkEngine {

	private @Nullable ParallelStreamProcessor<String, byte[]> processor;

	@Override
	public void start(EngineSettings settings) {
		Map<String, Object> consumer = new HashMap<>(settings.consumerSettings());
		consumer.put("bootstrap.servers", settings.bootstrapServers());
		consumer.put("group.id", settings.group());
		consumer.put("enable.auto.commit", "false");
		Map<String, Object> producer = new HashMap<>(settings.producerSettings());
		producer.put("bootstrap.servers", settings.bootstrapServers());
		producer.put("acks", "all");
		ParallelConsumerOptions<String, byte[]> options = ParallelConsumerOptions.<String, byte[]>builder()
			.consumer(new KafkaConsumer<>(consumer, new StringDeserializer(), new ByteArrayDeserializer()))
			.producer(new KafkaProducer<>(producer, new StringSerializer(), new ByteArraySerializer()))
			.ordering(ProcessingOrder.KEY)
			.maxConcurrency(SlowCall.LANES * settings.partitions())
			.commitMode(CommitMode.PERIODIC_CONSUMER_ASYNCHRONOUS)
			.commitInterval(java.time.Duration.ofMillis(settings.commitMillis()))
			.build();
		ParallelStreamProcessor<String, byte[]> processor = ParallelStreamProcessor.createEosStreamProcessor(options);
		this.processor = processor;
		processor.subscribe(List.of(settings.input()));
		processor.pollAndProduce((context) -> {
			FirstEvent.mark();
			SlowCall.await();
			return new ProducerRecord<>(settings.output(), context.key(), context.value());
		});
	}

	@Override
	public void close() {
		if (this.processor != null) {
			this.processor.closeDrainFirst();
		}
	}

}
