package org.faustspring.boot.embedded;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.BindResult;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Keeps the hundreds of lines a broker logs at INFO out of the application's log: adds
 * {@code logging.level.*} defaults of the lowest precedence for the broker's own loggers.
 * A level that the application sets for such a logger or a parent of it wins. The loggers
 * of Kafka's clients are left alone.
 */
class QuietBrokerEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

	static final String PROPERTY_SOURCE = "faustEmbeddedKafkaLogging";

	private static final String PREFIX = "logging.level.";

	private static final List<String> BROKER_LOGGERS = List.of("kafka", "state.change.logger",
			"org.apache.kafka.config", "org.apache.kafka.controller", "org.apache.kafka.coordinator",
			"org.apache.kafka.deferred", "org.apache.kafka.image", "org.apache.kafka.metadata",
			"org.apache.kafka.network", "org.apache.kafka.queue", "org.apache.kafka.raft", "org.apache.kafka.security",
			"org.apache.kafka.server", "org.apache.kafka.snapshot", "org.apache.kafka.storage",
			"org.apache.kafka.timeline", "org.apache.kafka.common.config.AbstractConfig",
			"org.apache.kafka.common.metrics.Metrics", "org.apache.kafka.common.utils.AppInfoParser");

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		if (!environment.getProperty("faust.embedded-kafka.enabled", Boolean.class, true)) {
			return;
		}
		BindResult<Map<String, String>> levels = Binder.get(environment)
			.bind("logging.level", Bindable.mapOf(String.class, String.class));
		Map<String, String> configured = (levels.isBound()) ? levels.get() : Map.of();
		Map<String, Object> defaults = new LinkedHashMap<>();
		BROKER_LOGGERS.forEach((name) -> defaults.put(name, "WARN"));
		// Its warning comes with every new data directory and asks nobody to do anything
		defaults.put("org.apache.kafka.controller.QuorumController", "ERROR");
		defaults.keySet().removeIf((name) -> isConfigured(name, configured));
		Map<String, Object> properties = new LinkedHashMap<>();
		defaults.forEach((name, level) -> properties.put(PREFIX + name, level));
		environment.getPropertySources().addLast(new MapPropertySource(PROPERTY_SOURCE, properties));
	}

	private static boolean isConfigured(String logger, Map<String, String> configured) {
		String name = logger;
		while (!configured.containsKey(name)) {
			int dot = name.lastIndexOf('.');
			if (dot < 0) {
				return false;
			}
			name = name.substring(0, dot);
		}
		return true;
	}

	/*
	 * After the application's configuration files have been read.
	 */
	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

}
