package org.faustspring.boot.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.faustspring.app.DeserializationErrorPolicy;
import org.faustspring.app.HandlerErrorPolicy;
import org.faustspring.app.MisroutedKeys;
import org.faustspring.app.OffsetReset;
import org.faustspring.app.OnStop;
import org.faustspring.app.ProcessingGuarantee;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * Configuration properties of the App. Values are checked when they become the App's
 * settings, whether or not the application has a validator.
 */
@ConfigurationProperties("faust")
public class FaustProperties {

	/**
	 * Whether to make an App.
	 */
	private boolean enabled = true;

	/**
	 * Id of the App: its consumer group, and the start of the names of its internal
	 * topics. Letters, digits, '.', '_' and '-'. Defaults to 'spring.application.name'.
	 */
	private @Nullable String id;

	/**
	 * What a fault may do to results: repeat records sent to topics, or nothing at all.
	 * Tables count every event once with both.
	 */
	private ProcessingGuarantee processingGuarantee = ProcessingGuarantee.AT_LEAST_ONCE;

	/**
	 * Number of worker threads. Defaults to the number of available processors.
	 */
	private @Nullable Integer workers;

	/**
	 * Time from one commit of a worker to the next; longer where commits take longer, and
	 * shorter once a worker that was busy has caught up. Defaults to 1s with
	 * at-least-once and to 100ms with exactly-once.
	 */
	private @Nullable Duration commitInterval;

	/**
	 * Longest time from one commit of a worker to the next while it is busy and commits
	 * at 'commit-interval' would take more than a tenth of its time. Defaults to 1s, or
	 * 'commit-interval' if that is longer.
	 */
	private @Nullable Duration commitIntervalMax;

	/**
	 * Directory that keeps local state across restarts, relative to the working
	 * directory.
	 */
	private String stateDirectory = "data/faust";

	/**
	 * Name of this instance that stays the same when it restarts. Defaults to one that is
	 * made once and kept in the state directory.
	 */
	private @Nullable String instanceId;

	/**
	 * URL at which other instances reach this one. Defaults to this host and the port of
	 * its web server, if it has one.
	 */
	private @Nullable String url;

	/**
	 * Where to start reading without a committed offset. Defaults to
	 * 'spring.kafka.consumer.auto-offset-reset', and to earliest without that.
	 */
	private @Nullable OffsetReset offsetReset;

	/**
	 * Longest time that the checks against the broker may take at start.
	 */
	private Duration startupTimeout = Duration.ofSeconds(30);

	/**
	 * Longest time that the last commit may take at stop.
	 */
	private Duration shutdownTimeout = Duration.ofSeconds(20);

	/**
	 * How many other instances keep a copy of each task with tables, so that one of them
	 * can go on at once when its owner is gone.
	 */
	private int standbyReplicas;

	/**
	 * What becomes of this instance's tasks when it stops. They wait for it to come back
	 * ('stay'), for at most the consumer's 'session.timeout.ms', or move at once
	 * ('leave'). With 'auto' they wait if it has tables on disk, and an id that is
	 * configured or that the state directory has kept from an earlier run.
	 */
	private OnStop onStop = OnStop.AUTO;

	private final Topics topics = new Topics();

	private final Tables tables = new Tables();

	private final Agents agents = new Agents();

	private final Errors errors = new Errors();

	private final Calls calls = new Calls();

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public @Nullable String getId() {
		return this.id;
	}

	public void setId(@Nullable String id) {
		this.id = id;
	}

	public ProcessingGuarantee getProcessingGuarantee() {
		return this.processingGuarantee;
	}

	public void setProcessingGuarantee(ProcessingGuarantee processingGuarantee) {
		this.processingGuarantee = processingGuarantee;
	}

	public @Nullable Integer getWorkers() {
		return this.workers;
	}

	public void setWorkers(@Nullable Integer workers) {
		this.workers = workers;
	}

	public @Nullable Duration getCommitInterval() {
		return this.commitInterval;
	}

	public void setCommitInterval(@Nullable Duration commitInterval) {
		this.commitInterval = commitInterval;
	}

	public @Nullable Duration getCommitIntervalMax() {
		return this.commitIntervalMax;
	}

	public void setCommitIntervalMax(@Nullable Duration commitIntervalMax) {
		this.commitIntervalMax = commitIntervalMax;
	}

	public String getStateDirectory() {
		return this.stateDirectory;
	}

	public void setStateDirectory(String stateDirectory) {
		this.stateDirectory = stateDirectory;
	}

	public @Nullable String getInstanceId() {
		return this.instanceId;
	}

	public void setInstanceId(@Nullable String instanceId) {
		this.instanceId = instanceId;
	}

	public @Nullable String getUrl() {
		return this.url;
	}

	public void setUrl(@Nullable String url) {
		this.url = url;
	}

	public @Nullable OffsetReset getOffsetReset() {
		return this.offsetReset;
	}

	public void setOffsetReset(@Nullable OffsetReset offsetReset) {
		this.offsetReset = offsetReset;
	}

	public Duration getStartupTimeout() {
		return this.startupTimeout;
	}

	public void setStartupTimeout(Duration startupTimeout) {
		this.startupTimeout = startupTimeout;
	}

	public Duration getShutdownTimeout() {
		return this.shutdownTimeout;
	}

	public void setShutdownTimeout(Duration shutdownTimeout) {
		this.shutdownTimeout = shutdownTimeout;
	}

	public int getStandbyReplicas() {
		return this.standbyReplicas;
	}

	public void setStandbyReplicas(int standbyReplicas) {
		this.standbyReplicas = standbyReplicas;
	}

	public OnStop getOnStop() {
		return this.onStop;
	}

	public void setOnStop(OnStop onStop) {
		this.onStop = onStop;
	}

	public Topics getTopics() {
		return this.topics;
	}

	public Tables getTables() {
		return this.tables;
	}

	public Agents getAgents() {
		return this.agents;
	}

	public Errors getErrors() {
		return this.errors;
	}

	public Calls getCalls() {
		return this.calls;
	}

	/**
	 * Settings of the topics that the App creates.
	 */
	public static class Topics {

		/**
		 * Whether to create source and sink topics that do not exist. Internal topics
		 * always are.
		 */
		private boolean create = true;

		/**
		 * Number of partitions of created source and sink topics.
		 */
		private int partitions = 4;

		/**
		 * Replication factor of all created topics; -1 for the default of the broker.
		 */
		private short replicationFactor = -1;

		/**
		 * Kafka settings of created internal topics, by the names Kafka gives them.
		 */
		private Map<String, String> config = new LinkedHashMap<>();

		public boolean isCreate() {
			return this.create;
		}

		public void setCreate(boolean create) {
			this.create = create;
		}

		public int getPartitions() {
			return this.partitions;
		}

		public void setPartitions(int partitions) {
			this.partitions = partitions;
		}

		public short getReplicationFactor() {
			return this.replicationFactor;
		}

		public void setReplicationFactor(short replicationFactor) {
			this.replicationFactor = replicationFactor;
		}

		public Map<String, String> getConfig() {
			return this.config;
		}

		public void setConfig(Map<String, String> config) {
			this.config = config;
		}

	}

	/**
	 * Settings of tables. Those of one table are in {@link TableProperties}.
	 */
	public static class Tables {

		/**
		 * Native memory that all table stores share, for cached blocks and write buffers.
		 */
		private DataSize memory = DataSize.ofMegabytes(128);

		/**
		 * Estimated size of all uncommitted table writes that brings the next commit
		 * forward. Workers have equal shares.
		 */
		private DataSize overlayBytes = DataSize.ofMegabytes(64);

		/**
		 * Estimated size on the heap of committed values that are kept, so that keys in
		 * use need not be read from their store; 0 for none. Workers have equal shares.
		 */
		private DataSize cacheBytes = DataSize.ofMegabytes(64);

		/**
		 * What to do when a handler writes a key that belongs to another partition than
		 * its event.
		 */
		private MisroutedKeys misroutedKeys = MisroutedKeys.WARN;

		/**
		 * How long changelog records stay uncompacted, so that those of an interrupted
		 * commit can be told apart from committed ones.
		 */
		private Duration minCompactionLag = Duration.ofMinutes(15);

		public DataSize getMemory() {
			return this.memory;
		}

		public void setMemory(DataSize memory) {
			this.memory = memory;
		}

		public DataSize getOverlayBytes() {
			return this.overlayBytes;
		}

		public void setOverlayBytes(DataSize overlayBytes) {
			this.overlayBytes = overlayBytes;
		}

		public DataSize getCacheBytes() {
			return this.cacheBytes;
		}

		public void setCacheBytes(DataSize cacheBytes) {
			this.cacheBytes = cacheBytes;
		}

		public MisroutedKeys getMisroutedKeys() {
			return this.misroutedKeys;
		}

		public void setMisroutedKeys(MisroutedKeys misroutedKeys) {
			this.misroutedKeys = misroutedKeys;
		}

		public Duration getMinCompactionLag() {
			return this.minCompactionLag;
		}

		public void setMinCompactionLag(Duration minCompactionLag) {
			this.minCompactionLag = minCompactionLag;
		}

	}

	/**
	 * Settings of agents.
	 */
	public static class Agents {

		/**
		 * Supervisor of agents that name none: one-for-one, one-for-all, forfeit, crash,
		 * or the name of a Supervisor bean.
		 */
		private String supervisor = "one-for-one";

		/**
		 * Most restarts of an actor within 'restart-period' before its agent is stopped.
		 */
		private int maxRestarts = 10;

		/**
		 * Period in which restarts of an actor are counted.
		 */
		private Duration restartPeriod = Duration.ofMinutes(1);

		/**
		 * Wait before the first restart of an actor; doubles with each further one.
		 */
		private Duration restartBackoff = Duration.ofMillis(500);

		/**
		 * Longest wait before a restart of an actor.
		 */
		private Duration restartBackoffMax = Duration.ofSeconds(30);

		/**
		 * By how much the first wait before a restart varies, so that actors do not all
		 * restart at once; grows with the wait.
		 */
		private Duration restartBackoffJitter = Duration.ofMillis(100);

		/**
		 * How many events one after the other may use up their attempts before an agent
		 * pauses itself. Zero for any number.
		 */
		private int maxConsecutiveFailures;

		/**
		 * How long an agent that has paused itself waits before it tries one event;
		 * doubles with each that fails.
		 */
		private Duration probeInterval = Duration.ofSeconds(10);

		/**
		 * Longest wait of an agent that has paused itself.
		 */
		private Duration probeIntervalMax = Duration.ofMinutes(5);

		/**
		 * How long a handler may run before health is down.
		 */
		private Duration stallTimeout = Duration.ofMinutes(1);

		public String getSupervisor() {
			return this.supervisor;
		}

		public void setSupervisor(String supervisor) {
			this.supervisor = supervisor;
		}

		public int getMaxRestarts() {
			return this.maxRestarts;
		}

		public void setMaxRestarts(int maxRestarts) {
			this.maxRestarts = maxRestarts;
		}

		public Duration getRestartPeriod() {
			return this.restartPeriod;
		}

		public void setRestartPeriod(Duration restartPeriod) {
			this.restartPeriod = restartPeriod;
		}

		public Duration getRestartBackoff() {
			return this.restartBackoff;
		}

		public void setRestartBackoff(Duration restartBackoff) {
			this.restartBackoff = restartBackoff;
		}

		public Duration getRestartBackoffMax() {
			return this.restartBackoffMax;
		}

		public void setRestartBackoffMax(Duration restartBackoffMax) {
			this.restartBackoffMax = restartBackoffMax;
		}

		public Duration getRestartBackoffJitter() {
			return this.restartBackoffJitter;
		}

		public void setRestartBackoffJitter(Duration restartBackoffJitter) {
			this.restartBackoffJitter = restartBackoffJitter;
		}

		public int getMaxConsecutiveFailures() {
			return this.maxConsecutiveFailures;
		}

		public void setMaxConsecutiveFailures(int maxConsecutiveFailures) {
			this.maxConsecutiveFailures = maxConsecutiveFailures;
		}

		public Duration getProbeInterval() {
			return this.probeInterval;
		}

		public void setProbeInterval(Duration probeInterval) {
			this.probeInterval = probeInterval;
		}

		public Duration getProbeIntervalMax() {
			return this.probeIntervalMax;
		}

		public void setProbeIntervalMax(Duration probeIntervalMax) {
			this.probeIntervalMax = probeIntervalMax;
		}

		public Duration getStallTimeout() {
			return this.stallTimeout;
		}

		public void setStallTimeout(Duration stallTimeout) {
			this.stallTimeout = stallTimeout;
		}

	}

	/**
	 * What to do about errors, unless an agent says otherwise.
	 */
	public static class Errors {

		/**
		 * What to do with a message whose bytes do not deserialize.
		 */
		private DeserializationErrorPolicy deserialization = DeserializationErrorPolicy.DEAD_LETTER;

		/**
		 * What to do with an event whose handler has thrown on every attempt.
		 */
		private HandlerErrorPolicy handler = HandlerErrorPolicy.DEAD_LETTER;

		/**
		 * Name of the AgentErrorHandler bean that decides after each failed attempt, for
		 * agents that say nothing about errors. Without one, 'attempts' and 'handler' do.
		 */
		private @Nullable String handlerBean;

		/**
		 * How often a handler is called for an event before the event counts as failed.
		 */
		private int attempts = 3;

		/**
		 * Wait before the second attempt; doubles with each further one.
		 */
		private Duration backoff = Duration.ofMillis(200);

		/**
		 * Longest wait before an attempt.
		 */
		private Duration backoffMax = Duration.ofSeconds(10);

		/**
		 * By how much the wait before the second attempt varies; grows with the wait.
		 */
		private Duration backoffJitter = Duration.ofMillis(50);

		/**
		 * How long events that have used up their attempts wait in retry topics before
		 * they are tried again, such as 10s, 1m, 1h; 'handler' decides after the last.
		 */
		private List<Duration> retryDelays = new ArrayList<>();

		public DeserializationErrorPolicy getDeserialization() {
			return this.deserialization;
		}

		public void setDeserialization(DeserializationErrorPolicy deserialization) {
			this.deserialization = deserialization;
		}

		public HandlerErrorPolicy getHandler() {
			return this.handler;
		}

		public void setHandler(HandlerErrorPolicy handler) {
			this.handler = handler;
		}

		public @Nullable String getHandlerBean() {
			return this.handlerBean;
		}

		public void setHandlerBean(@Nullable String handlerBean) {
			this.handlerBean = handlerBean;
		}

		public int getAttempts() {
			return this.attempts;
		}

		public void setAttempts(int attempts) {
			this.attempts = attempts;
		}

		public Duration getBackoff() {
			return this.backoff;
		}

		public void setBackoff(Duration backoff) {
			this.backoff = backoff;
		}

		public Duration getBackoffMax() {
			return this.backoffMax;
		}

		public void setBackoffMax(Duration backoffMax) {
			this.backoffMax = backoffMax;
		}

		public List<Duration> getRetryDelays() {
			return this.retryDelays;
		}

		public void setRetryDelays(List<Duration> retryDelays) {
			this.retryDelays = retryDelays;
		}

		public Duration getBackoffJitter() {
			return this.backoffJitter;
		}

		public void setBackoffJitter(Duration backoffJitter) {
			this.backoffJitter = backoffJitter;
		}

	}

	/**
	 * Calls between agents.
	 */
	public static class Calls {

		/**
		 * How long the answer to a call of an agent may take, unless the caller says
		 * otherwise.
		 */
		private Duration timeout = Duration.ofSeconds(30);

		public Duration getTimeout() {
			return this.timeout;
		}

		public void setTimeout(Duration timeout) {
			this.timeout = timeout;
		}

	}

}
