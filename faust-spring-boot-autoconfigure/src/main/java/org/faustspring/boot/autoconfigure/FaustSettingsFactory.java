package org.faustspring.boot.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import org.faustspring.app.FaustSettings;
import org.faustspring.app.OffsetReset;
import org.faustspring.app.ProcessingGuarantee;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.thread.Threading;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Makes the App's settings of the configuration properties: fills in defaults that depend
 * on other things, and checks every value. Used once, by the thread that makes the
 * context.
 */
class FaustSettingsFactory {

	private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]{1,150}");

	private static final String NAME_RULE = "It must be 1 to 150 letters, digits, '.', '_' or '-',"
			+ " because names of topics are made of it%s.";

	private static final String OFFSET_RESET = "spring.kafka.consumer.auto-offset-reset";

	private static final Duration COMMIT_INTERVAL_MAX = Duration.ofSeconds(1);

	private final FaustProperties properties;

	private final Environment environment;

	private final @Nullable String kafkaOffsetReset;

	/**
	 * Create the factory.
	 * @param properties the App's properties
	 * @param environment where the application's name and properties of single tables
	 * are, and whether virtual threads are wanted
	 * @param kafkaOffsetReset the offset reset of the application's Kafka consumers, or
	 * {@code null} if it sets none
	 */
	FaustSettingsFactory(FaustProperties properties, Environment environment, @Nullable String kafkaOffsetReset) {
		this.properties = properties;
		this.environment = environment;
		this.kafkaOffsetReset = kafkaOffsetReset;
	}

	FaustSettings create() {
		FaustProperties source = this.properties;
		return new FaustSettings(id(), source.getProcessingGuarantee(), workers(), commitInterval(),
				commitIntervalMax(), stateDirectory(), instanceId(), offsetReset(),
				positive("startup-timeout", source.getStartupTimeout()),
				positive("shutdown-timeout", source.getShutdownTimeout()), Threading.VIRTUAL.isActive(this.environment),
				topics(source.getTopics()), tables(source.getTables()), agents(source.getAgents()),
				errors(source.getErrors()),
				new FaustSettings.Calls(positive("calls.timeout", source.getCalls().getTimeout())),
				new FaustSettings.Instances(atLeast(0, "standby-replicas", source.getStandbyReplicas()),
						source.getOnStop()));
	}

	private String id() {
		if (StringUtils.hasText(this.properties.getId())) {
			return name("faust.id", this.properties.getId(), "");
		}
		String applicationName = this.environment.getProperty("spring.application.name");
		if (StringUtils.hasText(applicationName)) {
			return name("spring.application.name", applicationName, "; 'faust.id' sets another one for the App");
		}
		throw new MissingAppIdException();
	}

	private @Nullable String instanceId() {
		String instanceId = this.properties.getInstanceId();
		return (StringUtils.hasText(instanceId)) ? name("faust.instance-id", instanceId, "") : null;
	}

	private int workers() {
		Integer workers = this.properties.getWorkers();
		return (workers != null) ? atLeast(1, "workers", workers) : Runtime.getRuntime().availableProcessors();
	}

	private Duration commitInterval() {
		Duration interval = this.properties.getCommitInterval();
		if (interval != null) {
			return positive("commit-interval", interval);
		}
		return (this.properties.getProcessingGuarantee() == ProcessingGuarantee.EXACTLY_ONCE) ? Duration.ofMillis(100)
				: Duration.ofSeconds(1);
	}

	private Duration commitIntervalMax() {
		Duration interval = commitInterval();
		Duration longest = this.properties.getCommitIntervalMax();
		if (longest != null) {
			return atLeast(interval, "commit-interval-max", longest);
		}
		return (interval.compareTo(COMMIT_INTERVAL_MAX) > 0) ? interval : COMMIT_INTERVAL_MAX;
	}

	private Path stateDirectory() {
		String directory = this.properties.getStateDirectory();
		if (!StringUtils.hasText(directory)) {
			throw invalid("state-directory", directory, "It must name a directory.");
		}
		return Path.of(directory);
	}

	private OffsetReset offsetReset() {
		if (this.properties.getOffsetReset() != null) {
			return this.properties.getOffsetReset();
		}
		if (!StringUtils.hasText(this.kafkaOffsetReset)) {
			return OffsetReset.EARLIEST;
		}
		return switch (this.kafkaOffsetReset.trim().toLowerCase(Locale.ROOT)) {
			case "earliest" -> OffsetReset.EARLIEST;
			case "latest" -> OffsetReset.LATEST;
			case "none" -> OffsetReset.NONE;
			default -> throw new InvalidConfigurationPropertyValueException(OFFSET_RESET, this.kafkaOffsetReset,
					"An App can start at earliest, latest or none; set 'faust.offset-reset' to one of them.");
		};
	}

	private FaustSettings.Topics topics(FaustProperties.Topics source) {
		short replicationFactor = source.getReplicationFactor();
		if (replicationFactor != -1 && replicationFactor < 1) {
			throw invalid("topics.replication-factor", replicationFactor,
					"It must be at least 1, or -1 for the default of the broker.");
		}
		return new FaustSettings.Topics(source.isCreate(), atLeast(1, "topics.partitions", source.getPartitions()),
				replicationFactor, Map.copyOf(source.getConfig()));
	}

	private FaustSettings.Tables tables(FaustProperties.Tables source) {
		long memory = source.getMemory().toBytes();
		if (memory < 1) {
			throw invalid("tables.memory", source.getMemory(), "It must be more than 0.");
		}
		long overlay = source.getOverlayBytes().toBytes();
		if (overlay < 1) {
			throw invalid("tables.overlay-bytes", source.getOverlayBytes(), "It must be more than 0.");
		}
		long cache = source.getCacheBytes().toBytes();
		if (cache < 0) {
			throw invalid("tables.cache-bytes", source.getCacheBytes(), "It must not be negative.");
		}
		return new FaustSettings.Tables(memory, overlay, cache, source.getMisroutedKeys(),
				new TableStores(this.environment).find(),
				notNegative("tables.min-compaction-lag", source.getMinCompactionLag()));
	}

	private FaustSettings.Agents agents(FaustProperties.Agents source) {
		if (!StringUtils.hasText(source.getSupervisor())) {
			throw invalid("agents.supervisor", source.getSupervisor(),
					"It must be one-for-one, one-for-all, forfeit, crash, or the name of a Supervisor bean.");
		}
		return new FaustSettings.Agents(source.getSupervisor(),
				atLeast(0, "agents.max-restarts", source.getMaxRestarts()),
				positive("agents.restart-period", source.getRestartPeriod()),
				notNegative("agents.restart-backoff", source.getRestartBackoff()),
				atLeast(source.getRestartBackoff(), "agents.restart-backoff-max", source.getRestartBackoffMax()),
				notNegative("agents.restart-backoff-jitter", source.getRestartBackoffJitter()),
				atLeast(0, "agents.max-consecutive-failures", source.getMaxConsecutiveFailures()),
				positive("agents.probe-interval", source.getProbeInterval()),
				atLeast(source.getProbeInterval(), "agents.probe-interval-max", source.getProbeIntervalMax()),
				positive("agents.stall-timeout", source.getStallTimeout()));
	}

	private FaustSettings.Errors errors(FaustProperties.Errors source) {
		return new FaustSettings.Errors(source.getDeserialization(), source.getHandler(),
				StringUtils.hasText(source.getHandlerBean()) ? source.getHandlerBean() : null,
				atLeast(1, "errors.attempts", source.getAttempts()), notNegative("errors.backoff", source.getBackoff()),
				atLeast(source.getBackoff(), "errors.backoff-max", source.getBackoffMax()),
				notNegative("errors.backoff-jitter", source.getBackoffJitter()),
				source.getRetryDelays().stream().map((delay) -> positive("errors.retry-delays", delay)).toList());
	}

	private String name(String property, String value, String remedy) {
		if (!NAME.matcher(value).matches()) {
			throw new InvalidConfigurationPropertyValueException(property, value, NAME_RULE.formatted(remedy));
		}
		return value;
	}

	private Duration positive(String name, Duration value) {
		if (value.toMillis() < 1) {
			throw invalid(name, value, "It must be at least 1ms.");
		}
		return value;
	}

	private Duration notNegative(String name, Duration value) {
		if (value.isNegative()) {
			throw invalid(name, value, "It must not be negative.");
		}
		return value;
	}

	private Duration atLeast(Duration least, String name, Duration value) {
		if (value.compareTo(least) < 0) {
			throw invalid(name, value, "It must not be less than 'faust.%s', which is %dms."
				.formatted(name.substring(0, name.length() - "-max".length()), least.toMillis()));
		}
		return value;
	}

	private int atLeast(int least, String name, int value) {
		if (value < least) {
			throw invalid(name, value, "It must be at least %d.".formatted(least));
		}
		return value;
	}

	private InvalidConfigurationPropertyValueException invalid(String name, Object value, String reason) {
		return new InvalidConfigurationPropertyValueException("faust." + name, value, reason);
	}

}
