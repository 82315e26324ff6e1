package org.faustspring.benchmarks.engine.faust;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.LongSerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.faustspring.benchmarks.engine.AskRun;
import org.faustspring.benchmarks.engine.BenchmarkEngine;
import org.faustspring.benchmarks.engine.EngineSettings;
import org.faustspring.benchmarks.workload.Case;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * Runs a case as a Spring Boot application with an agent, by public API and
 * auto-configuration alone. Used by one thread.
 */
public final class FaustEngine implements BenchmarkEngine {

	private static final int LANES = 8;

	private final ApplicationContextInitializer<ConfigurableApplicationContext> initializer;

	private final List<Class<?>> agents;

	private @Nullable ConfigurableApplicationContext context;

	/** Creates the engine of a case's own agent. */
	public FaustEngine() {
		this((context) -> {
		});
	}

	/**
	 * Create an engine in an application that differs from the usual one.
	 * @param initializer changes the application before it starts
	 * @param agents beans to take in place of the case's agent
	 */
	public FaustEngine(ApplicationContextInitializer<ConfigurableApplicationContext> initializer, Class<?>... agents) {
		this.initializer = initializer;
		this.agents = List.of(agents);
	}

	@Override
	public void start(EngineSettings settings) {
		List<Class<?>> sources = new ArrayList<>(List.of(Application.class));
		sources.addAll((this.agents.isEmpty()) ? List.of(agent(settings)) : this.agents);
		ConfigurableApplicationContext context = new SpringApplicationBuilder(sources.toArray(Class<?>[]::new))
			.web(WebApplicationType.NONE)
			.initializers(this.initializer)
			.properties(properties(settings))
			.run();
		this.context = context;
		if (settings.work() == Case.ASK) {
			AskRun.start(context.getBean(AskAgent.Questions.class)::ask);
		}
	}

	/**
	 * Return a bean of the application.
	 * @param <T> its type
	 * @param type its type
	 * @return the bean
	 */
	public <T> T bean(Class<T> type) {
		return Objects.requireNonNull(this.context, "The engine is not started").getBean(type);
	}

	private static Class<?> agent(EngineSettings settings) {
		if (settings.agents() > 1) {
			return manyAgents(settings);
		}
		boolean stateless = !settings.work().stateful();
		switch (settings.engine()) {
			case FAUST_SPRING_BATCH -> {
				return (stateless) ? BatchForwardAgent.class : BatchCountAgent.class;
			}
			case FAUST_SPRING_LOOP -> {
				return (stateless) ? LoopForwardAgent.class : LoopCountAgent.class;
			}
			case FAUST_SPRING_PIPELINE -> {
				return (stateless) ? PipelineForwardAgent.class : PipelineCountAgent.class;
			}
			case FAUST_SPRING_LANES -> {
				return (stateless) ? LanesForwardAgent.class : LanesCountAgent.class;
			}
			default -> {
				// The agent is the case's.
			}
		}
		return switch (settings.work()) {
			case STATELESS_FORWARD -> ForwardAgent.class;
			case JSON_FORWARD -> JsonForwardAgent.class;
			case STATEFUL_COUNT, LARGE_STATE, START_UP, LATENCY -> CountAgent.class;
			case RESTORE -> RestoredCountAgent.class;
			case STATEFUL_COUNT_PER_COMMIT -> QuietCountAgent.class;
			case JSON_TOTALS -> TotalsAgent.class;
			case GROUP_BY -> GroupByAgent.class;
			case SLOW_HANDLER -> SlowAgent.class;
			case ASK -> AskAgent.class;
		};
	}

	private static Class<?> manyAgents(EngineSettings settings) {
		if (!settings.work().countsByKey() || settings.agents() != TwentyCountAgents.COUNT) {
			throw new IllegalArgumentException(
					"There are no %d agents for case %s".formatted(settings.agents(), settings.work()));
		}
		return TwentyCountAgents.class;
	}

	private static Map<String, Object> properties(EngineSettings settings) {
		Map<String, Object> properties = new HashMap<>();
		properties.put("spring.main.banner-mode", "off");
		properties.put("faust.id", settings.group());
		properties.put("faust.workers", String.valueOf(settings.workers()));
		properties.put("faust.processing-guarantee", settings.guarantee().text());
		properties.put("faust.commit-interval", settings.commitMillis() + "ms");
		properties.put("faust.state-directory", settings.stateDirectory().toString());
		properties.put("spring.threads.virtual.enabled", String.valueOf(settings.work() == Case.SLOW_HANDLER));
		properties.put("spring.kafka.bootstrap-servers", settings.bootstrapServers());
		properties.put("spring.kafka.producer.key-serializer", StringSerializer.class.getName());
		properties.put("spring.kafka.producer.value-serializer",
				((settings.work() == Case.STATELESS_FORWARD) ? ByteArraySerializer.class : LongSerializer.class)
					.getName());
		settings.consumerSettings()
			.forEach((name, value) -> properties.put("spring.kafka.consumer.properties." + name, value));
		settings.producerSettings()
			.forEach((name, value) -> properties.put("spring.kafka.producer.properties." + name, value));
		if (!settings.member().alone()) {
			properties.put("faust.instance-id", settings.member().instanceId());
			properties.put("faust.standby-replicas", settings.member().standbyReplicas());
			properties.put("faust.on-stop", "stay");
		}
		properties.put("benchmark.input", settings.input());
		properties.put("benchmark.output", settings.output());
		properties.put("benchmark.lanes", LANES);
		return properties;
	}

	@Override
	public void close() {
		if (this.context != null) {
			this.context.close();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
