package org.faustspring.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.faustspring.app.FaustSettings;
import org.faustspring.app.ProcessingGuarantee;
import org.faustspring.app.TimerInfo.Kind;
import org.faustspring.engine.assignment.InstanceInfo;
import org.faustspring.engine.assignment.TaskId;
import org.faustspring.engine.call.Calls;
import org.faustspring.engine.call.Replies;
import org.faustspring.engine.client.HandlerThreads;
import org.faustspring.engine.client.KafkaClients;
import org.faustspring.engine.commit.CommitFigures;
import org.faustspring.engine.commit.CommittedOffsets;
import org.faustspring.engine.commit.Committer;
import org.faustspring.engine.commit.OpenTransactions;
import org.faustspring.engine.commit.WorkerProducer;
import org.faustspring.engine.deadletter.DeadLetters;
import org.faustspring.engine.restore.ClusterOffsets;
import org.faustspring.engine.restore.RestoreSetup;
import org.faustspring.engine.restore.Restorer;
import org.faustspring.engine.restore.StartPositions;
import org.faustspring.engine.standby.StandbyTasks;
import org.faustspring.engine.standby.Standbys;
import org.faustspring.engine.stream.StreamPlan;
import org.faustspring.engine.table.EngineTable;
import org.faustspring.engine.table.TablePartitions;
import org.faustspring.engine.task.ActorFactory;
import org.faustspring.engine.task.EngineAgent;
import org.faustspring.engine.timer.EngineTimer;
import org.faustspring.engine.topology.LateTopics;
import org.faustspring.engine.topology.TopicCatalog;
import org.faustspring.engine.topology.Topology;
import org.faustspring.engine.topology.TopologyPlanner;
import org.faustspring.table.store.StateDirectory;
import org.faustspring.table.store.TableStores;
import org.jspecify.annotations.Nullable;

/**
 * One run of an App, from the first check against the broker to the last commit: makes
 * the threads and joins them. Started and stopped once, by one thread; what it tells may
 * be asked by any.
 */
public final class Engine {

	private static final Log logger = LogFactory.getLog(Engine.class);

	private final FaustSettings settings;

	private final KafkaClients clients;

	private final ConsumerSettings consumerSettings;

	private final StateDirectory stateDirectory;

	private final String instanceId;

	private final Supplier<@Nullable String> url;

	private final HandlerThreads handlerThreads;

	private final Executor lanes;

	private final Calls calls;

	private final Replies replies;

	private final EngineListener listener;

	private final CommitFigures figures = new CommitFigures();

	private final List<WorkerThread> workers = new ArrayList<>();

	private final List<Thread> threads = new ArrayList<>();

	private final List<StreamPlan> streams = new ArrayList<>();

	private volatile boolean stopping;

	private volatile @Nullable EngineReport report;

	private @Nullable Admin admin;

	private @Nullable TableStores stores;

	private @Nullable Poller poller;

	private @Nullable Restorer restorer;

	private @Nullable Standbys standbys;

	/** Processes what is sent to channels outside of handlers. */
	private @Nullable OutsideTask outside;

	private volatile @Nullable Leadership leadership;

	/**
	 * Create an engine.
	 * @param settings the App's settings
	 * @param clients makes Kafka clients
	 * @param stateDirectory where local state is, locked
	 * @param instanceId this instance's stable id
	 * @param url where this instance serves requests; asked at each rebalance
	 * @param handlerThreads prepares threads for handlers
	 * @param lanes runs handlers beside workers
	 * @param calls calls between agents
	 * @param replies answers them
	 * @param listener hears what happens
	 */
	public Engine(FaustSettings settings, KafkaClients clients, StateDirectory stateDirectory, String instanceId,
			Supplier<@Nullable String> url, HandlerThreads handlerThreads, Executor lanes, Calls calls, Replies replies,
			EngineListener listener) {
		this.settings = settings;
		this.clients = clients;
		this.consumerSettings = new ConsumerSettings(settings.id(), instanceId, settings.guarantee(),
				clients::consumerSetting);
		this.stateDirectory = stateDirectory;
		this.instanceId = instanceId;
		this.url = url;
		this.handlerThreads = handlerThreads;
		this.lanes = lanes;
		this.calls = calls;
		this.replies = replies;
		this.listener = listener;
	}

	/**
	 * Check the cluster, make internal topics, join the group and return; tasks follow.
	 * @param agents the agents
	 * @param declared the tables
	 * @param timers the timers
	 */
	public void start(Collection<EngineAgent> agents, List<EngineTable<?, ?>> declared, List<EngineTimer> timers) {
		Admin opened = this.clients.admin("admin");
		this.admin = opened;
		TopicCatalog catalog = new TopicCatalog(opened, this.clients.bootstrapServers(),
				this.settings.startupTimeout());
		Map<String, StreamPlan> composed = compose(agents);
		List<EngineTable<?, ?>> tables = new ArrayList<>(declared);
		composed.values().forEach((plan) -> tables.addAll(plan.tables()));
		Topology planned = new TopologyPlanner(this.settings, catalog).leader(timersOf(timers, Kind.LEADER).size() > 0)
			.plan(agents.stream().map(EngineAgent::definition).toList(), composed, tables);
		List<EngineTimer> taskTimers = timersOf(timers, Kind.TASK);
		TimerTables.check(taskTimers, tables, planned);
		this.calls.planned(planned);
		TableStores openedStores = new TableStores(this.stateDirectory, this.settings.tables().memoryBytes());
		this.stores = openedStores;
		TaskDirectory directory = new TaskDirectory(planned, new LateTopics(planned, catalog, this.settings.topics()),
				this.listener);
		GroupContext context = new GroupContext(planned, this.instanceId, this.url,
				this.settings.instances().standbyReplicas(), openedStores);
		for (EngineTable<?, ?> table : tables) {
			startTable(table, planned, context);
		}
		ClusterOffsets clusterOffsets = new ClusterOffsets(opened, this.settings.startupTimeout());
		StartPositions startPositions = new StartPositions(clusterOffsets, this.settings.offsetReset(),
				(topic) -> planned.internal(topic) || planned.isRetry(topic) || topic.equals(planned.leaderTopic()));
		Duration maxPollInterval = this.consumerSettings.maxPollInterval();
		Consumer<byte[], byte[]> consumer = this.clients.consumer("poller", this.consumerSettings.ofPoller(context));
		Poller openedPoller = new Poller(consumer, directory, new RepartitionPurge(opened, planned::internal),
				new GroupPlace(opened, this.settings.id(), consumer.groupMetadata().groupInstanceId().orElse(""),
						this.consumerSettings.sessionTimeout()),
				maxPollInterval, this.settings.shutdownTimeout());
		this.poller = openedPoller;
		CommittedOffsets committedOffsets = new CommittedOffsets(opened, this.settings.id(),
				this.settings.startupTimeout());
		RestoreSetup setup = RestoreSetup.of(tables, planned, opened, this.settings);
		Map<String, EngineAgent> agentsByName = new LinkedHashMap<>();
		agents.forEach((agent) -> agentsByName.put(agent.name(), agent));
		OffsetsOutOfRange outOfRange = new OffsetsOutOfRange(startPositions);
		for (int i = 0; i < this.settings.workers(); i++) {
			this.workers.add(worker(i, planned, agentsByName, openedPoller, outOfRange, committedOffsets, setup,
					directory, taskTimers));
		}
		Restorer openedRestorer = setup.restorer(this.clients, openedStores, committedOffsets, clusterOffsets,
				startPositions, openedPoller, directory, transactionalId("restorer"), this.figures,
				this.listener::failed);
		this.restorer = openedRestorer;
		Standbys copies = new Standbys(new StandbyTasks(planned, openedStores, setup, committedOffsets, clusterOffsets),
				() -> RestoreSetup.consumer(this.clients, "standby", "none"), directory::closed, context::warm);
		this.standbys = copies;
		context.connect(copies, openedPoller, (this.settings.guarantee() == ProcessingGuarantee.EXACTLY_ONCE)
				? new OpenTransactions(opened, this.settings.id()) : null);
		directory.connect(this.workers, openedRestorer, openedPoller, copies);
		this.report = new EngineReport(directory, openedRestorer, this.workers, openedStores, context, this.figures,
				copies);
		this.leadership = leadership(planned, directory, openedPoller, committedOffsets, maxPollInterval);
		openedPoller.subscribe(planned.topics(), planned.pattern());
		this.outside = OutsideTask.open(this.settings.id(), planned, this.workers.get(0));
		this.workers.forEach((worker) -> startThread("worker-" + worker.worker().number(), worker));
		startThread("restorer", openedRestorer);
		startThread("standby", copies);
		startThread("poller", openedPoller);
		if (planned.topics().isEmpty() && planned.pattern() == null) {
			// There is nothing to be assigned.
			this.listener.tasksChanged(true, false);
		}
		logger.info("App '%s' joins its group as instance '%s': %d agents, %d tables, %s".formatted(this.settings.id(),
				this.instanceId, agents.size(), tables.size(), this.settings.guarantee()));
	}

	/** Streams are composed before anything is planned. */
	private Map<String, StreamPlan> compose(Collection<EngineAgent> agents) {
		Map<String, StreamPlan> composed = new LinkedHashMap<>();
		for (EngineAgent agent : agents) {
			StreamPlan plan = StreamPlan.of(agent.definition(), this.lanes, this.settings);
			agent.stream(plan);
			if (plan != null) {
				composed.put(agent.name(), plan);
				this.streams.add(plan);
			}
		}
		return composed;
	}

	private void startTable(EngineTable<?, ?> table, Topology planned, GroupContext context) {
		String group = planned.groupOfTable(table.name());
		if (group == null) {
			logger.warn("No agent can use table '%s', since there is no agent".formatted(table.name()));
			return;
		}
		int count = java.util.Objects.requireNonNull(planned.partitions().get(group));
		table.start(count, (partition) -> {
			InstanceInfo owner = context.owners().ownerOf(new TaskId(group, partition));
			return (owner != null) ? new TablePartitions.Owner(owner.instanceId(), owner.url(),
					owner.instanceId().equals(this.instanceId)) : null;
		});
	}

	private static List<EngineTimer> timersOf(List<EngineTimer> timers, Kind kind) {
		return timers.stream().filter((timer) -> timer.definition().kind() == kind).toList();
	}

	private @Nullable Leadership leadership(Topology planned, TaskDirectory directory, Poller group,
			CommittedOffsets committedOffsets, Duration maxPollInterval) {
		String topic = planned.leaderTopic();
		if (topic == null) {
			return null;
		}
		Duration session = this.consumerSettings.sessionTimeout();
		return new Leadership(topic, directory, group, committedOffsets,
				(session.compareTo(maxPollInterval) < 0) ? session : maxPollInterval);
	}

	private @Nullable String transactionalId(String worker) {
		return (this.settings.guarantee() == ProcessingGuarantee.EXACTLY_ONCE)
				? this.settings.id() + "-" + this.instanceId + "-" + worker : null;
	}

	private WorkerThread worker(int number, Topology planned, Map<String, EngineAgent> agents, Poller group,
			OffsetsOutOfRange outOfRange, CommittedOffsets committedOffsets, RestoreSetup setup,
			TaskDirectory directory, List<EngineTimer> timers) {
		WorkerProducer producer = new WorkerProducer(this.clients, "worker-" + number,
				transactionalId(String.valueOf(number)));
		Committer committer = new Committer(producer, group, committedOffsets, setup.changelogs(),
				this.settings.tables().misroutedKeys(), this.figures);
		WakeLater wake = new WakeLater();
		ActorFactory actors = new ActorFactory(this.settings, planned, agents,
				new DeadLetters(this.settings.id(), producer.maxRecordSize()), producer, this.handlerThreads,
				this.lanes, wake, this.replies, () -> this.stopping, this.listener::stopRequested, timers);
		CommitPace pace = new CommitPace(this.settings.commitInterval(), this.settings.commitIntervalMax(),
				producer.transactionTimeout(), processorsToSpare());
		Consumer<byte[], byte[]> consumer = this.clients.consumer("reader-" + number, this.consumerSettings.ofReader());
		WorkerThread thread = new WorkerThread(new Worker(number, consumer, outOfRange, producer, committer, actors,
				group, directory, pace, this.settings.tables().overlayBytes() / this.settings.workers()),
				this.listener);
		wake.worker = thread;
		return thread;
	}

	/** Whether half as many are left as workers have. */
	private boolean processorsToSpare() {
		return 2 * Runtime.getRuntime().availableProcessors() >= 3 * this.settings.workers();
	}

	private void startThread(String name, Runnable runnable) {
		Thread thread = new Thread(runnable, "faust-" + name);
		this.threads.add(thread);
		thread.start();
	}

	/**
	 * Wake the workers: an agent has changed its state.
	 */
	public void wake() {
		this.workers.forEach(WorkerThread::wake);
	}

	/**
	 * Commit, and end all threads.
	 * @param leave whether to leave the group, or to keep the tasks for when this
	 * instance comes back
	 */
	public void stop(boolean leave) {
		OutsideTask outsideTask = this.outside;
		if (outsideTask != null && !this.threads.isEmpty()) {
			outsideTask.finish(this.settings.shutdownTimeout());
		}
		this.stopping = true;
		Poller running = this.poller;
		if (running != null) {
			running.stop(leave);
		}
		joinAll("faust-poller", this.settings.shutdownTimeout().plusSeconds(2));
		this.workers.forEach(WorkerThread::stop);
		Restorer restoring = this.restorer;
		if (restoring != null) {
			restoring.stop();
		}
		Standbys copying = this.standbys;
		if (copying != null) {
			copying.stop();
		}
		joinAll("faust-", Duration.ofSeconds(2));
		this.workers.forEach(WorkerThread::interrupt);
		joinAll("faust-", Duration.ofSeconds(4));
		this.streams.forEach(StreamPlan::close);
		if (this.threads.isEmpty()) {
			closeUnstarted();
		}
		TableStores opened = this.stores;
		if (opened != null) {
			opened.close();
		}
		Admin openedAdmin = this.admin;
		if (openedAdmin != null) {
			openedAdmin.close(Duration.ofSeconds(5));
		}
	}

	/** A start that failed half-way has opened clients, which end like those that ran. */
	private void closeUnstarted() {
		Poller opened = this.poller;
		if (opened != null) {
			opened.run();
		}
		this.workers.forEach((worker) -> worker.worker().onClose());
		Restorer openedRestorer = this.restorer;
		if (openedRestorer != null) {
			openedRestorer.run();
		}
		Standbys copies = this.standbys;
		if (copies != null) {
			copies.run();
		}
	}

	private void joinAll(String prefix, Duration timeout) {
		long deadline = System.nanoTime() + timeout.toNanos();
		for (Thread thread : this.threads) {
			if (!thread.getName().startsWith(prefix) || thread == Thread.currentThread()) {
				continue;
			}
			try {
				thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return;
			}
		}
	}

	/**
	 * Return what decides who the leader is.
	 * @return the leadership, or {@code null} if no timer needs a leader
	 */
	public @Nullable Leadership leadership() {
		return this.leadership;
	}

	/**
	 * Return what can be asked of the engine.
	 * @return the report, or {@code null} until its clients are there
	 */
	public @Nullable EngineReport report() {
		return this.report;
	}

	/** A worker's actors have to wake it before it exists. */
	private static final class WakeLater implements Runnable {

		private volatile @Nullable WorkerThread worker;

		@Override
		public void run() {
			WorkerThread thread = this.worker;
			if (thread != null) {
				thread.wake();
			}
		}

	}

}
