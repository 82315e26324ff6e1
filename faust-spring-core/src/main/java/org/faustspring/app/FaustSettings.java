package org.faustspring.app;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.faustspring.table.StoreKind;
import org.jspecify.annotations.Nullable;

/**
 * Settings of an App, complete and checked. Immutable.
 *
 * @param id the App's id: its consumer group, and the start of the names of its internal
 * topics
 * @param guarantee the processing guarantee
 * @param workers number of worker threads, at least 1
 * @param commitInterval time from one commit of a worker to the next
 * @param commitIntervalMax longest such time while the worker is busy, where commits at
 * the interval would take more than a tenth of its time
 * @param stateDirectory where local state is kept
 * @param instanceId stable name of this instance, {@code null} to keep one in the state
 * directory
 * @param offsetReset where to start without a committed offset
 * @param startupTimeout longest time for the checks against the broker at start
 * @param shutdownTimeout longest time for the last commit at stop
 * @param virtualThreads whether lanes run on virtual threads where the JVM has them
 * @param topics settings of the topics that the App creates
 * @param tables settings of tables
 * @param agents settings of agents
 * @param errors what to do about errors
 * @param calls settings of calls between agents
 * @param instances settings of instances in their group
 */
public record FaustSettings(String id, ProcessingGuarantee guarantee, int workers, Duration commitInterval,
		Duration commitIntervalMax, Path stateDirectory, @Nullable String instanceId, OffsetReset offsetReset,
		Duration startupTimeout, Duration shutdownTimeout, boolean virtualThreads, Topics topics, Tables tables,
		Agents agents, Errors errors, Calls calls, Instances instances) {

	/**
	 * Create settings of an instance without standby copies whose tasks move at once when
	 * it stops.
	 * @param id the App's id
	 * @param guarantee the processing guarantee
	 * @param workers number of worker threads, at least 1
	 * @param commitInterval time from one commit of a worker to the next
	 * @param commitIntervalMax longest such time while the worker is busy
	 * @param stateDirectory where local state is kept
	 * @param instanceId stable name of this instance, or {@code null}
	 * @param offsetReset where to start without a committed offset
	 * @param startupTimeout longest time for the checks against the broker at start
	 * @param shutdownTimeout longest time for the last commit at stop
	 * @param virtualThreads whether lanes run on virtual threads where the JVM has them
	 * @param topics settings of the topics that the App creates
	 * @param tables settings of tables
	 * @param agents settings of agents
	 * @param errors what to do about errors
	 * @param calls settings of calls between agents
	 */
	public FaustSettings(String id, ProcessingGuarantee guarantee, int workers, Duration commitInterval,
			Duration commitIntervalMax, Path stateDirectory, @Nullable String instanceId, OffsetReset offsetReset,
			Duration startupTimeout, Duration shutdownTimeout, boolean virtualThreads, Topics topics, Tables tables,
			Agents agents, Errors errors, Calls calls) {
		this(id, guarantee, workers, commitInterval, commitIntervalMax, stateDirectory, instanceId, offsetReset,
				startupTimeout, shutdownTimeout, virtualThreads, topics, tables, agents, errors, calls,
				Instances.PLAIN);
	}

	/**
	 * Settings of the topics that the App creates.
	 *
	 * @param create whether source and sink topics that do not exist are created;
	 * internal topics always are
	 * @param partitions number of partitions of created source and sink topics
	 * @param replicationFactor replication factor of all created topics, -1 for the
	 * broker's default
	 * @param config Kafka settings of created internal topics
	 */
	public record Topics(boolean create, int partitions, short replicationFactor, Map<String, String> config) {

	}

	/**
	 * Settings of tables.
	 *
	 * @param memoryBytes native memory that all stores share: block cache and write
	 * buffers
	 * @param overlayBytes estimated size of all uncommitted table writes that brings the
	 * next commit forward; workers have equal shares
	 * @param cacheBytes estimated size on the heap of all committed values that are kept,
	 * 0 for none; workers have equal shares
	 * @param misroutedKeys what to do about keys of another partition
	 * @param stores store by table name, where it is not the builder's choice
	 * @param minCompactionLag how long changelog records stay uncompacted, so that
	 * records of an interrupted commit can be told apart from committed ones
	 */
	public record Tables(long memoryBytes, long overlayBytes, long cacheBytes, MisroutedKeys misroutedKeys,
			Map<String, StoreKind> stores, Duration minCompactionLag) {

	}

	/**
	 * Settings of agents.
	 *
	 * @param supervisor default supervisor: {@code one-for-one}, {@code one-for-all},
	 * {@code forfeit}, {@code crash} or a bean name
	 * @param maxRestarts most restarts of an actor within {@code restartPeriod} before
	 * its agent is stopped
	 * @param restartPeriod the period in which restarts are counted
	 * @param restartBackoff wait before the first restart; doubles with each further one
	 * @param restartBackoffMax longest wait before a restart
	 * @param restartBackoffJitter by how much the first wait varies; grows with the wait
	 * @param maxConsecutiveFailures how many events one after the other may use up their
	 * attempts before the agent pauses itself; 0 for any number
	 * @param probeInterval how long it then waits before it tries one event; doubles with
	 * each further one
	 * @param probeIntervalMax longest wait before it tries one event
	 * @param stallTimeout how long a handler may run before health reports it
	 */
	public record Agents(String supervisor, int maxRestarts, Duration restartPeriod, Duration restartBackoff,
			Duration restartBackoffMax, Duration restartBackoffJitter, int maxConsecutiveFailures,
			Duration probeInterval, Duration probeIntervalMax, Duration stallTimeout) {

	}

	/**
	 * What to do about errors, unless an agent says otherwise.
	 *
	 * @param deserialization policy for bytes that do not deserialize
	 * @param handler policy for an event whose handler has thrown on every attempt
	 * @param handlerBean name of the {@code AgentErrorHandler} bean that decides after
	 * each failed attempt, {@code null} for the policy
	 * @param attempts how often a handler is called for an event, at least 1
	 * @param backoff wait before the second attempt; doubles with each further one
	 * @param backoffMax longest wait before an attempt
	 * @param backoffJitter by how much the first wait varies; grows with the wait
	 * @param retryDelays how long failed events wait in retry topics, in order; empty for
	 * no retry topics
	 */
	public record Errors(DeserializationErrorPolicy deserialization, HandlerErrorPolicy handler,
			@Nullable String handlerBean, int attempts, Duration backoff, Duration backoffMax, Duration backoffJitter,
			List<Duration> retryDelays) {

	}

	/**
	 * Settings of instances in their group.
	 *
	 * @param standbyReplicas how many other instances keep a copy of each task with
	 * tables
	 * @param onStop what becomes of this instance's tasks when it stops
	 */
	public record Instances(int standbyReplicas, OnStop onStop) {

		/** No copies, and tasks move at once. */
		public static final Instances PLAIN = new Instances(0, OnStop.LEAVE);

	}

	/**
	 * Settings of calls between agents.
	 *
	 * @param timeout how long an answer may take, unless the caller says otherwise
	 */
	public record Calls(Duration timeout) {

	}

}
