package org.faustspring.engine.handler;

import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.faustspring.annotation.Agent;
import org.faustspring.annotation.Sink;
import org.faustspring.annotation.Sinks;
import org.faustspring.app.DeserializationErrorPolicy;
import org.faustspring.app.FaustSettings;
import org.faustspring.app.HandlerErrorPolicy;
import org.faustspring.app.MisroutedKeys;
import org.faustspring.app.OffsetReset;
import org.faustspring.app.ProcessingGuarantee;
import org.faustspring.engine.codec.SerdeResolver;
import org.faustspring.engine.unit.Outlet;
import org.faustspring.engine.unit.UnitOfWork;
import org.faustspring.stream.Event;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.aop.support.AopUtils;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.env.MapPropertySource;

/**
 * Compiles agents and makes events for tests, without a broker.
 */
public final class AgentFixtures {

	static final long TIMESTAMP = 1_700_000_000_000L;

	private AgentFixtures() {
	}

	/**
	 * Return settings with the documented defaults.
	 * @return the settings
	 */
	public static FaustSettings settings() {
		return settings("one-for-one");
	}

	static FaustSettings settings(String supervisor) {
		return new FaustSettings("app", ProcessingGuarantee.AT_LEAST_ONCE, 1, Duration.ofSeconds(1),
				Duration.ofSeconds(1), Path.of("state"), null, OffsetReset.EARLIEST, Duration.ofSeconds(30),
				Duration.ofSeconds(30), false, new FaustSettings.Topics(true, 1, (short) -1, Map.of()),
				new FaustSettings.Tables(1, 1, 0, MisroutedKeys.WARN, Map.of(), Duration.ofMinutes(1)),
				new FaustSettings.Agents(supervisor, 3, Duration.ofMinutes(1), Duration.ofSeconds(1),
						Duration.ofSeconds(10), Duration.ZERO, 0, Duration.ofSeconds(10), Duration.ofMinutes(5),
						Duration.ofMinutes(1)),
				new FaustSettings.Errors(DeserializationErrorPolicy.DEAD_LETTER, HandlerErrorPolicy.DEAD_LETTER, null,
						3, Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ZERO, List.of()),
				new FaustSettings.Calls(Duration.ofSeconds(30)));
	}

	/**
	 * Compile the one agent of a bean.
	 * @param bean the bean
	 * @return the agent
	 */
	public static AgentDefinition compile(Object bean) {
		return compile(bean, (context) -> {
		});
	}

	static AgentDefinition compile(Object bean, Consumer<AnnotationConfigApplicationContext> beans) {
		return compile(bean, settings(), beans);
	}

	static AgentDefinition compile(Object bean, FaustSettings settings,
			Consumer<AnnotationConfigApplicationContext> beans) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("test", Map.of("test.topic", "configured", "test.number", "7")));
		beans.accept(context);
		context.refresh();
		Method method = Arrays.stream(AopUtils.getTargetClass(bean).getDeclaredMethods())
			.filter((candidate) -> AnnotatedElementUtils.hasAnnotation(candidate, Agent.class))
			.findFirst()
			.orElseThrow();
		Agent agent = Optional.ofNullable(AnnotatedElementUtils.findMergedAnnotation(method, Agent.class))
			.orElseThrow();
		List<Sink> sinks = new ArrayList<>(
				AnnotatedElementUtils.findMergedRepeatableAnnotations(method, Sink.class, Sinks.class));
		SerdeResolver serdes = new SerdeResolver(JsonMapper.shared(), context.getDefaultListableBeanFactory(), Map.of(),
				Map.of());
		return new AgentCompiler(context.getDefaultListableBeanFactory(), serdes, settings).compile(bean, method, agent,
				sinks, () -> Set.of("reachable"));
	}

	/**
	 * Make an event as the engine does: read by the agent's own deserializers.
	 */
	static Event<?> event(AgentDefinition agent, @Nullable String key, @Nullable String value, String... headers) {
		return event(agent, (key != null) ? key.getBytes(StandardCharsets.UTF_8) : null,
				(value != null) ? value.getBytes(StandardCharsets.UTF_8) : null, headers);
	}

	static Event<?> event(AgentDefinition agent, byte @Nullable [] key, byte @Nullable [] value, String... headers) {
		RecordHeaders recordHeaders = new RecordHeaders();
		for (int i = 0; i < headers.length; i += 2) {
			recordHeaders.add(headers[i], headers[i + 1].getBytes(StandardCharsets.UTF_8));
		}
		ConsumerRecord<byte[], byte[]> record = record(key, value, recordHeaders);
		return new EventRecord<>(record, agent.valueDeserializer().deserialize("flights", recordHeaders, value),
				agent.keyDeserializer(), 2);
	}

	@SuppressWarnings("NullAway") // Kafka's constructor takes null keys and values
	static ConsumerRecord<byte[], byte[]> record(byte @Nullable [] key, byte @Nullable [] value,
			RecordHeaders headers) {
		return new ConsumerRecord<>("flights", 4, 42L, TIMESTAMP, TimestampType.CREATE_TIME, 0, 0, key, value, headers,
				Optional.empty());
	}

	static @Nullable Object handle(AgentDefinition agent, Event<?> event) throws Throwable {
		return ((Handler.PerEvent) agent.handler()).handle(event);
	}

	/**
	 * Keeps what is sent.
	 */
	static final class RecordingUnit extends UnitOfWork {

		final List<ProducerRecord<byte[], byte[]>> sent = new ArrayList<>();

		final List<Object> published = new ArrayList<>();

		@Override
		public void send(ProducerRecord<byte[], byte[]> record) {
			this.sent.add(record);
		}

		@Override
		public <K, V> void send(Producer<K, V> producer, ProducerRecord<K, V> record) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void publish(Outlet outlet, Object message) {
			this.published.add(message);
		}

		@Override
		public Producer<byte[], byte[]> producer() {
			throw new UnsupportedOperationException();
		}

		static @Nullable String text(byte @Nullable [] bytes) {
			return (bytes != null) ? new String(bytes, StandardCharsets.UTF_8) : null;
		}

	}

}
