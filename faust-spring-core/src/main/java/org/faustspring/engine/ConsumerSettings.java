package org.faustspring.engine;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.faustspring.app.ProcessingGuarantee;
import org.faustspring.engine.assignment.AssignorContext;
import org.faustspring.engine.assignment.FaustAssignor;
import org.jspecify.annotations.Nullable;

/**
 * What the engine decides about the consumers of the poller and of workers, beside what
 * the application has configured. Any thread.
 */
final class ConsumerSettings {

	/**
	 * A consumer has one fetch at a time under way to each broker. One that asks only for
	 * partitions without new records, since the others had enough when it was sent, keeps
	 * those waiting for as long as it waits itself, which is half a second by default.
	 */
	static final int FETCH_WAIT_MILLIS = 100;

	/**
	 * Records are unpacked when they are polled: of many at once, the first have left the
	 * processor's cache before they are processed. Of few, what a poll itself costs is
	 * much of the whole.
	 */
	private static final int POLL_RECORDS = 1500;

	private static final int DEFAULT_POLL_INTERVAL_MILLIS = 300_000;

	private static final int DEFAULT_SESSION_TIMEOUT_MILLIS = 45_000;

	private final String group;

	private final String instanceId;

	private final ProcessingGuarantee guarantee;

	private final Function<String, @Nullable Object> configured;

	/**
	 * Create the settings.
	 * @param group the consumer group
	 * @param instanceId this instance's stable id
	 * @param guarantee what is promised
	 * @param configured tells what the application has configured, by name
	 */
	ConsumerSettings(String group, String instanceId, ProcessingGuarantee guarantee,
			Function<String, @Nullable Object> configured) {
		this.group = group;
		this.instanceId = instanceId;
		this.guarantee = guarantee;
		this.configured = configured;
	}

	/**
	 * Return the settings of the member of the group.
	 * @param context what its assignor has to know
	 * @return settings that take precedence
	 */
	Map<String, Object> ofPoller(AssignorContext context) {
		Map<String, Object> settings = ofBoth();
		settings.put(ConsumerConfig.GROUP_ID_CONFIG, this.group);
		Object ownInstanceId = this.configured.apply(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
		settings.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
				(ownInstanceId != null) ? ownInstanceId : this.instanceId);
		settings.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, FaustAssignor.class.getName());
		settings.put(AssignorContext.CONFIG_KEY, context);
		return settings;
	}

	/**
	 * Return the settings of what reads for a worker.
	 * @return settings that take precedence
	 */
	Map<String, Object> ofReader() {
		Map<String, Object> settings = ofBoth();
		settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
				Math.min(POLL_RECORDS, number(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL_RECORDS)));
		if (this.configured.apply(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG) == null
				&& this.configured.apply(ConsumerConfig.FETCH_MIN_BYTES_CONFIG) == null) {
			settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MILLIS);
		}
		if (this.guarantee == ProcessingGuarantee.EXACTLY_ONCE) {
			settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
		}
		return settings;
	}

	private static Map<String, Object> ofBoth() {
		Map<String, Object> settings = new HashMap<>();
		settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
		// Where to start is decided and committed before the first event.
		settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
		settings.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
		settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
		return settings;
	}

	/**
	 * Return how long a member may not poll before the group takes it for dead.
	 * @return the time
	 */
	Duration maxPollInterval() {
		return Duration.ofMillis(number(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, DEFAULT_POLL_INTERVAL_MILLIS));
	}

	/**
	 * Return how long a member may be silent before the group takes it for dead.
	 * @return the time
	 */
	Duration sessionTimeout() {
		return Duration.ofMillis(number(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, DEFAULT_SESSION_TIMEOUT_MILLIS));
	}

	private int number(String setting, int defaultValue) {
		Object value = this.configured.apply(setting);
		return (value != null) ? Integer.parseInt(value.toString()) : defaultValue;
	}

}
