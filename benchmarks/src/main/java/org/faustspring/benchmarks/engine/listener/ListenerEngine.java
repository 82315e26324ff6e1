package org.faustspring.benchmarks.engine.listener;

import java.util.HashMap;
import java.util.Map;

import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.faustspring.benchmarks.engine.AskRun;
import org.faustspring.benchmarks.engine.BenchmarkEngine;
import org.faustspring.benchmarks.engine.EngineKind;
import org.faustspring.benchmarks.engine.EngineSettings;
import org.faustspring.benchmarks.workload.Case;
import org.faustspring.benchmarks.workload.Order;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.kafka.support.serializer.JacksonJsonDeserializer;
import org.springframework.kafka.support.serializer.JacksonJsonSerializer;

/**
 * Runs a case with spring-kafka's listeners and template, as Spring Boot sets them up.
 * Used by one thread.
 */
public final class ListenerEngine implements BenchmarkEngine {

	private @Nullable ConfigurableApplicationContext context;

	@Override
	public void start(EngineSettings settings) {
		boolean asks = settings.work() == Case.ASK;
		ConfigurableApplicationContext context = new SpringApplicationBuilder(
				(asks) ? AskApplication.class : ListenerApplication.class)
			.web(WebApplicationType.NONE)
			.properties(properties(settings))
			.run();
		this.context = context;
		if (asks) {
			AskRun.start(context.getBean(AskApplication.Questions.class)::ask);
		}
	}

	private static Map<String, Object> properties(EngineSettings settings) {
		boolean batch = settings.engine() == EngineKind.KAFKA_LISTENER_BATCH;
		boolean json = settings.work() == Case.JSON_FORWARD;
		Map<String, Object> properties = new HashMap<>();
		properties.put("spring.main.banner-mode", "off");
		properties.put("faust.enabled", "false");
		properties.put("spring.kafka.bootstrap-servers", settings.bootstrapServers());
		properties.put("spring.kafka.consumer.group-id", settings.group());
		properties.put("spring.kafka.listener.concurrency", String.valueOf(settings.workers()));
		properties.put("spring.kafka.listener.type", (batch) ? "batch" : "single");
		properties.put("spring.kafka.consumer.key-deserializer", StringDeserializer.class.getName());
		properties.put("spring.kafka.producer.key-serializer", StringSerializer.class.getName());
		properties.put("spring.kafka.consumer.value-deserializer",
				((json) ? JacksonJsonDeserializer.class : ByteArrayDeserializer.class).getName());
		properties.put("spring.kafka.producer.value-serializer",
				((json) ? JacksonJsonSerializer.class : ByteArraySerializer.class).getName());
		if (json) {
			properties.put("spring.kafka.consumer.properties.spring.json.value.default.type", Order.class.getName());
			properties.put("spring.kafka.producer.properties.spring.json.add.type.headers", "false");
		}
		if (settings.exactlyOnce()) {
			properties.put("spring.kafka.producer.transaction-id-prefix", settings.group() + "-");
			properties.put("spring.kafka.consumer.isolation-level", "read_committed");
		}
		properties.put("spring.kafka.producer.acks", "all");
		settings.consumerSettings()
			.forEach((name, value) -> properties.put("spring.kafka.consumer.properties." + name, value));
		settings.producerSettings()
			.forEach((name, value) -> properties.put("spring.kafka.producer.properties." + name, value));
		properties.put("benchmark.listener",
				((batch) ? "batch-" : "record-") + settings.engine().does(settings.work()).text());
		properties.put("benchmark.input", settings.input());
		properties.put("benchmark.output", settings.output());
		return properties;
	}

	@Override
	public void close() {
		if (this.context != null) {
			this.context.close();
		}
	}

}
