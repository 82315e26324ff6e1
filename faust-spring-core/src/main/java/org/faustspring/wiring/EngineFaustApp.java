package org.faustspring.wiring;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.faustspring.agent.AgentHandle;
import org.faustspring.agent.AgentRef;
import org.faustspring.app.AppFigures;
import org.faustspring.app.AppState;
import org.faustspring.app.FaustApp;
import org.faustspring.app.FaustSettings;
import org.faustspring.app.StandbyInfo;
import org.faustspring.app.TableInfo;
import org.faustspring.app.TaskInfo;
import org.faustspring.app.TaskInfo.RestoreInfo;
import org.faustspring.app.TimerInfo;
import org.faustspring.channel.Channel;
import org.faustspring.engine.Engine;
import org.faustspring.engine.EngineListener;
import org.faustspring.engine.EngineReport;
import org.faustspring.engine.Leadership;
import org.faustspring.engine.channel.BoundedChannel;
import org.faustspring.engine.call.Calls;
import org.faustspring.engine.call.Replies;
import org.faustspring.engine.client.HandlerThreads;
import org.faustspring.engine.client.KafkaClients;
import org.faustspring.engine.codec.SerdeResolver;
import org.faustspring.engine.handler.AgentDefinition;
import org.faustspring.engine.stream.ComposedStream;
import org.faustspring.engine.table.EngineTable;
import org.faustspring.engine.table.TablePartition;
import org.faustspring.engine.task.EngineAgent;
import org.faustspring.engine.timer.EngineTimer;
import org.faustspring.table.DuplicateTableException;
import org.faustspring.table.StoreKind;
import org.faustspring.table.Table;
import org.faustspring.table.TableBuilder;
import org.faustspring.table.store.StateDirectory;
import org.faustspring.topic.TopicBuilder;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.ResolvableType;

/**
 * The App as a bean: collects tables and agents, and starts and stops the engine with the
 * context. Any thread.
 */
public final class EngineFaustApp implements FaustApp, SmartLifecycle {

	private static final Log logger = LogFactory.getLog(EngineFaustApp.class);

	private static final int DEFAULT_CHANNEL_CAPACITY = 1024;

	/** With Spring Kafka's listeners: after web servers, so that these stop first. */
	private static final int PHASE = Integer.MAX_VALUE - 100;

	private final FaustSettings settings;

	private final KafkaClients clients;

	private final AgentRegistry registry;

	private final SerdeResolver serdes;

	private final HandlerThreads handlerThreads;

	private final Supplier<@Nullable String> url;

	private final ApplicationContext context;

	private final Calls calls;

	private final Map<String, EngineTable<?, ?>> tables = new ConcurrentSkipListMap<>();

	private final Map<String, Channel<?>> channels = new ConcurrentSkipListMap<>();

	private volatile Map<String, EngineAgent> agents = Map.of();

	private volatile AppTimers timers = new AppTimers(List.of(), false);

	private final AppTopics topics;

	private final AppStates states;

	private volatile @Nullable Engine engine;

	/** Until everything is closed: a context that closes meanwhile has to wait. */
	private volatile boolean running;

	private volatile @Nullable String instanceId;

	private volatile boolean leaving;

	private @Nullable StateDirectory stateDirectory;

	private volatile boolean returning;

	private @Nullable ExecutorService lanes;

	private @Nullable AgentEventPublisher events;

	/**
	 * Create the App.
	 * @param settings its settings
	 * @param clients makes Kafka clients
	 * @param registry holds the agents once the context has been made
	 * @param serdes chooses serdes by type
	 * @param handlerThreads prepares threads for handlers
	 * @param url where this instance serves requests; asked at each rebalance
	 * @param context the context, which hears of changes of state
	 */
	public EngineFaustApp(FaustSettings settings, KafkaClients clients, AgentRegistry registry, SerdeResolver serdes,
			HandlerThreads handlerThreads, Supplier<@Nullable String> url, ApplicationContext context) {
		this.settings = settings;
		this.clients = clients;
		this.registry = registry;
		this.serdes = serdes;
		this.handlerThreads = handlerThreads;
		this.url = url;
		this.context = context;
		this.instanceId = settings.instanceId();
		this.topics = new AppTopics(settings, clients, serdes);
		this.calls = new Calls(settings, clients, serdes, registry::definitions);
		this.states = new AppStates(this, settings.id(), context);
	}

	@Override
	public String id() {
		return this.settings.id();
	}

	@Override
	public String instanceId() {
		String id = this.instanceId;
		if (id == null) {
			throw new IllegalStateException("The instance id is known when the App has started");
		}
		return id;
	}

	@Override
	public FaustSettings settings() {
		return this.settings;
	}

	@Override
	public AppState state() {
		return this.states.state();
	}

	@Override
	public @Nullable Throwable failure() {
		return this.states.failure();
	}

	@Override
	public <K, V> TableBuilder<K, V> table(String name, Class<K> keyType, Class<V> valueType) {
		return table(name, ResolvableType.forClass(keyType), ResolvableType.forClass(valueType));
	}

	@Override
	public <K, V> TableBuilder<K, V> table(String name, ParameterizedTypeReference<K> keyType,
			ParameterizedTypeReference<V> valueType) {
		return table(name, ResolvableType.forType(keyType), ResolvableType.forType(valueType));
	}

	private <K, V> TableBuilder<K, V> table(String name, ResolvableType keyType, ResolvableType valueType) {
		return new EngineTableBuilder<>(name, keyType, valueType, this.settings, this.serdes, this::register);
	}

	private void register(EngineTable<?, ?> table) {
		if (this.states.state() != AppState.CREATED) {
			throw new IllegalStateException("Table '%s' is declared after the App has started: declare tables as beans"
				.formatted(table.name()));
		}
		if (this.tables.putIfAbsent(table.name(), table) != null) {
			throw new DuplicateTableException(table.name());
		}
	}

	@Override
	public <K, V> TopicBuilder<K, V> topic(String name, Class<K> keyType, Class<V> valueType) {
		return this.topics.declare(name, ResolvableType.forClass(keyType), ResolvableType.forClass(valueType));
	}

	@Override
	public <K, V> TopicBuilder<K, V> topic(String name, ParameterizedTypeReference<K> keyType,
			ParameterizedTypeReference<V> valueType) {
		return this.topics.declare(name, ResolvableType.forType(keyType), ResolvableType.forType(valueType));
	}

	@Override
	public <T> Channel<T> channel(String name, Class<T> type) {
		return channel(name, type, DEFAULT_CHANNEL_CAPACITY);
	}

	@Override
	public <T> Channel<T> channel(String name, Class<T> type, int capacity) {
		BoundedChannel<T> channel = new BoundedChannel<>(name, type, capacity,
				LaneThreads.factory(this.settings.virtualThreads()), ComposedStream.outside(this.serdes));
		if (this.channels.putIfAbsent(name, channel) != null) {
			throw new IllegalStateException(
					"There is a channel '%s' already: make it once, as a bean, or close the other one".formatted(name));
		}
		channel.onClose(() -> this.channels.remove(name, channel));
		return channel;
	}

	@Override
	public Collection<Channel<?>> channels() {
		return List.copyOf(this.channels.values());
	}

	@Override
	public Collection<AgentHandle> agents() {
		return List.copyOf(this.agents.values());
	}

	@Override
	public @Nullable AgentHandle agent(String name) {
		return this.agents.get(name);
	}

	@Override
	public <V, R> AgentRef<V, R> ref(String agent, Class<V> valueType, Class<R> resultType) {
		return this.calls.ref(agent, ResolvableType.forClass(valueType), ResolvableType.forClass(resultType));
	}

	@Override
	public <V, R> AgentRef<V, R> ref(String agent, ParameterizedTypeReference<V> valueType,
			ParameterizedTypeReference<R> resultType) {
		return this.calls.ref(agent, ResolvableType.forType(valueType), ResolvableType.forType(resultType));
	}

	@Override
	public <V, R> AgentRef<V, R> refToTopic(String topic, Class<V> valueType, Class<R> resultType) {
		return this.calls.refToTopic(topic, ResolvableType.forClass(valueType), ResolvableType.forClass(resultType));
	}

	/**
	 * Return the calls between agents.
	 * @return the calls
	 */
	public Calls calls() {
		return this.calls;
	}

	@Override
	public Collection<Table<?, ?>> tables() {
		return List.copyOf(this.tables.values());
	}

	@Override
	public List<TableInfo> tableInfos() {
		List<TaskInfo> tasks = tasks();
		return this.tables.values().stream().map((table) -> info(table, tasks)).toList();
	}

	private static TableInfo info(EngineTable<?, ?> table, List<TaskInfo> tasks) {
		List<Integer> owned = table.partitions().readable().stream().map(TablePartition::partition).toList();
		List<RestoreInfo> restoring = tasks.stream()
			.flatMap((task) -> task.restoring().stream())
			.filter((progress) -> progress.table().equals(table.name()))
			.toList();
		return new TableInfo(table.name(), table.definition().keyType().toString(),
				table.definition().valueType().toString(), table.definition().store(), table.definition().changelog(),
				owned, table.committedSize(), restoring);
	}

	@Override
	public List<TaskInfo> tasks() {
		EngineReport report = report();
		return (report != null) ? report.tasks() : List.of();
	}

	@Override
	public List<StandbyInfo> standbys() {
		EngineReport report = report();
		return (report != null) ? report.standbys() : List.of();
	}

	@Override
	public void leave() {
		this.leaving = true;
		stop();
	}

	@Override
	public Map<String, List<String>> taskOwners() {
		EngineReport report = report();
		return (report != null) ? report.owners() : Map.of();
	}

	@Override
	public List<TimerInfo> timers() {
		return this.timers.infos();
	}

	@Override
	public boolean isLeader() {
		Engine running = this.engine;
		Leadership leadership = (running != null) ? running.leadership() : null;
		return leadership != null && leadership.held();
	}

	@Override
	public AppFigures figures() {
		EngineReport report = report();
		return (report != null) ? report.figures() : new AppFigures(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
	}

	private @Nullable EngineReport report() {
		Engine running = this.engine;
		return (running != null) ? running.report() : null;
	}

	@Override
	public synchronized void start() {
		if (isRunning()) {
			return;
		}
		this.states.failure(null);
		this.states.change(AppState.STARTING, null);
		try {
			StateDirectory directory = StateDirectory.open(this.settings.stateDirectory(), this.settings.id());
			this.stateDirectory = directory;
			String configured = this.settings.instanceId();
			String instance = (configured != null) ? configured : directory.instanceId();
			this.instanceId = instance;
			this.leaving = false;
			this.returning = returning(directory);
			ExecutorService executor = LaneThreads.create(this.settings.virtualThreads());
			this.lanes = executor;
			this.running = true;
			Replies replies = this.calls.start(instance, executor);
			Engine created = new Engine(this.settings, this.clients, directory, instance, this.url, this.handlerThreads,
					executor, this.calls, replies, new Listener());
			this.engine = created;
			makeAgents(created);
			this.topics.start();
			if (this.agents.isEmpty() && !this.timers.needEngine()) {
				if (this.timers.all().isEmpty()) {
					logger.warn("App '%s' has no agents: annotate a bean method with @Agent".formatted(id()));
				}
				this.states.change(AppState.RUNNING, null);
			}
			else {
				created.start(List.copyOf(this.agents.values()), new ArrayList<>(this.tables.values()),
						this.timers.all());
			}
			this.timers.start(this::state, created.leadership());
		}
		catch (RuntimeException | Error ex) {
			this.states.failure(ex);
			stopEngine();
			this.states.change(AppState.FAILED, ex);
			throw ex;
		}
	}

	/** Whether this instance keeps its place in the group while it is stopped. */
	private boolean returning(StateDirectory directory) {
		return switch (this.settings.instances().onStop()) {
			case STAY -> true;
			case LEAVE -> false;
			case AUTO -> (this.settings.instanceId() != null || directory.isReturning()) && this.tables.values()
				.stream()
				.anyMatch((table) -> table.definition().store() == StoreKind.ROCKSDB);
		};
	}

	private void makeAgents(Engine created) {
		AgentEventPublisher publisher = new AgentEventPublisher(this.context);
		this.events = publisher;
		Map<String, EngineAgent> made = new LinkedHashMap<>();
		for (AgentDefinition definition : this.registry.definitions()) {
			EngineAgent agent = new EngineAgent(definition, created::wake, publisher);
			if (this.registry.asks(definition.name())) {
				agent.leaveWorker();
			}
			made.put(definition.name(), agent);
		}
		this.agents = made;
		this.timers = new AppTimers(this.registry.timers().stream().map(EngineTimer::new).toList(),
				this.settings.virtualThreads());
	}

	@Override
	public synchronized void stop() {
		if (!isRunning()) {
			return;
		}
		boolean failed = this.states.state() == AppState.FAILED;
		if (!failed) {
			this.states.change(AppState.STOPPING, null);
		}
		stopEngine();
		if (!failed) {
			this.states.change(AppState.STOPPED, null);
		}
	}

	@Override
	public void stop(Runnable callback) {
		Thread stopper = new Thread(() -> {
			try {
				stop();
			}
			finally {
				callback.run();
			}
		}, "faust-stop");
		stopper.start();
	}

	private void stopEngine() {
		Engine running = this.engine;
		this.engine = null;
		try {
			this.timers.stop(this.settings.shutdownTimeout());
			if (running != null) {
				// What has failed does not come back by itself.
				running.stop(this.leaving || !this.returning || this.states.failure() != null);
			}
		}
		finally {
			this.topics.stop();
			// Until here workers may still answer, and be answered.
			this.calls.close();
			AgentEventPublisher publisher = this.events;
			if (publisher != null) {
				publisher.close();
				this.events = null;
			}
			ExecutorService executor = this.lanes;
			if (executor != null) {
				executor.shutdownNow();
				this.lanes = null;
			}
			StateDirectory directory = this.stateDirectory;
			if (directory != null) {
				directory.close();
				this.stateDirectory = null;
			}
			this.running = false;
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	/**
	 * Follows the engine, whose threads call it.
	 */
	private final class Listener implements EngineListener {

		@Override
		public void tasksChanged(boolean assigned, boolean restoring) {
			EngineFaustApp.this.states.tasksChanged(assigned, restoring);
		}

		@Override
		public void failed(Throwable cause) {
			EngineFaustApp.this.states.failed(cause);
			new Thread(EngineFaustApp.this::stop, "faust-stop").start();
		}

		@Override
		public void stopRequested(Throwable cause) {
			failed(cause);
			if (EngineFaustApp.this.context instanceof ConfigurableApplicationContext closeable) {
				new Thread(closeable::close, "faust-crash").start();
			}
		}

	}

}
