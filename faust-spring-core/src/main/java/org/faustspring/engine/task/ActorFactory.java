package org.faustspring.engine.task;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import org.faustspring.app.FaustSettings;
import org.faustspring.app.ProcessingGuarantee;
import org.faustspring.engine.call.Replies;
import org.faustspring.engine.client.HandlerThreads;
import org.faustspring.engine.deadletter.DeadLetters;
import org.faustspring.engine.handler.AgentDefinition;
import org.faustspring.engine.handler.Handler;
import org.faustspring.engine.stream.Segment;
import org.faustspring.engine.stream.StreamPlan;
import org.faustspring.engine.table.CacheRoom;
import org.faustspring.engine.table.TablePartition;
import org.faustspring.engine.timer.EngineTimer;
import org.faustspring.engine.topology.Stage;
import org.faustspring.engine.topology.Topology;
import org.jspecify.annotations.Nullable;

/**
 * Makes the actors of one worker's tasks. Belongs to the worker.
 */
public final class ActorFactory {

	private final FaustSettings settings;

	private final Topology topology;

	private final Map<String, EngineAgent> agents;

	private final DeadLetters deadLetters;

	private final Outbox outbox;

	private final HandlerScope scope;

	private final Executor lanes;

	private final Runnable wake;

	private final Replies replies;

	private final BooleanSupplier stopping;

	private final Consumer<Throwable> stopApp;

	private final ChannelRoutes routes;

	private final CommitGate gate;

	private final List<EngineTimer> timers;

	/** For the tables of all tasks of the worker. */
	private final CacheRoom cacheRoom;

	/**
	 * Create a factory.
	 * @param settings the App's settings
	 * @param topology what runs where
	 * @param agents agents by name
	 * @param deadLetters where failed events go
	 * @param outbox the worker's open commit
	 * @param handlerThreads prepares threads for handlers
	 * @param lanes runs handlers beside the worker
	 * @param wake wakes the worker
	 * @param replies answers events that ask for it
	 * @param stopping tells that the App stops and handlers are interrupted
	 * @param stopApp stops the App because of an error
	 * @param timers timers that tasks call
	 */
	public ActorFactory(FaustSettings settings, Topology topology, Map<String, EngineAgent> agents,
			DeadLetters deadLetters, Outbox outbox, HandlerThreads handlerThreads, Executor lanes, Runnable wake,
			Replies replies, BooleanSupplier stopping, Consumer<Throwable> stopApp, List<EngineTimer> timers) {
		this.settings = settings;
		this.topology = topology;
		this.agents = agents;
		this.deadLetters = deadLetters;
		this.outbox = outbox;
		this.scope = new HandlerScope(handlerThreads);
		this.lanes = lanes;
		this.wake = wake;
		this.replies = replies;
		this.stopping = stopping;
		this.stopApp = stopApp;
		this.timers = timers;
		this.routes = new ChannelRoutes(topology);
		this.gate = new CommitGate(settings.commitInterval());
		this.cacheRoom = new CacheRoom(settings.tables().cacheBytes() / settings.workers());
	}

	/**
	 * Return what keeps commits from parting events from their messages.
	 * @return the worker's gate
	 */
	public CommitGate gate() {
		return this.gate;
	}

	/**
	 * Tell whether any agent consumes a channel.
	 * @return whether there is one
	 */
	public boolean consumesChannels() {
		return !this.routes.stages().isEmpty();
	}

	CacheRoom cacheRoom() {
		return this.cacheRoom;
	}

	private Set<Stage> stages(Task task) {
		Set<Stage> stages = new LinkedHashSet<>();
		task.inputs().forEach((input) -> stages.addAll(this.topology.stagesOf(input.topicPartition().topic())));
		return stages;
	}

	boolean concurrent(Task task) {
		return stages(task).stream()
			.anyMatch((stage) -> (stage.segment() != null || !stage.grouping()) && beside(stage.agent()))
				|| this.routes.stages().stream().anyMatch((stage) -> beside(stage.agent()));
	}

	private boolean inLanes(AgentDefinition agent) {
		return agent.handler() instanceof Handler.PerEvent
				&& (agent.concurrency() > 1 || agent.results().asynchronous() || agent(agent).offWorker());
	}

	/** Whether its handlers run on other threads than the worker's. */
	private boolean beside(AgentDefinition agent) {
		return inLanes(agent) || agent(agent).offWorker();
	}

	private EngineAgent agent(AgentDefinition agent) {
		return java.util.Objects.requireNonNull(this.agents.get(agent.name()));
	}

	RetryReader retries() {
		return new RetryReader(this.settings.id(), this.settings.guarantee() == ProcessingGuarantee.EXACTLY_ONCE);
	}

	List<Actor> actors(Task task, Map<String, TablePartition> tables) {
		List<Actor> actors = new ArrayList<>();
		DirectUnit unit = new DirectUnit(tables, this.outbox);
		for (Stage stage : stages(task)) {
			actors.add(actor(stage, task, tables, unit));
		}
		return actors;
	}

	TaskChannels channels(Task task, Map<String, TablePartition> tables) {
		DirectUnit unit = new DirectUnit(tables, this.outbox);
		return new TaskChannels(this.routes, this.gate, (stage) -> actor(stage, task, tables, unit));
	}

	@Nullable TaskTimers timers(Task task, Map<String, TablePartition> tables) {
		List<EngineTimer> own = this.timers.stream()
			.filter((timer) -> tables.keySet().containsAll(timer.definition().tables()))
			.toList();
		if (own.isEmpty()) {
			return null;
		}
		// Lanes read tables at the same time, and must not see what may be undone.
		EventUnit unit = concurrent(task) ? new IsolatedUnit(tables, this.outbox) : new DirectUnit(tables, this.outbox);
		return new TaskTimers(task.id(), own, unit, this.scope);
	}

	private Actor actor(Stage stage, Task task, Map<String, TablePartition> tables, DirectUnit unit) {
		AgentDefinition definition = stage.agent();
		EngineAgent agent = agent(definition);
		Failures failures = new Failures(agent, task.id().toString(), this.settings, this.deadLetters, this.replies,
				new RetrySender(stage, task, this.settings.id()), this.stopping, this.stopApp);
		Segment segment = stage.segment();
		if (segment != null) {
			return streamActor(stage, segment, agent, tables, unit, failures);
		}
		OffWorker offWorker = new OffWorker(tables, this.outbox, this.lanes, this.wake);
		if (stage.grouping()) {
			String topic = java.util.Objects.requireNonNull(stage.repartitionTopic());
			EventProcessor processor = new GroupingProcessor(definition,
					java.util.Objects.requireNonNull(definition.grouping()), topic,
					java.util.Objects.requireNonNull(this.topology.partitions().get(topic)));
			return new SequentialActor(stage, agent, processor, unit, failures, this.scope,
					() -> lanes(stage, agent, processor, failures, offWorker));
		}
		if (definition.handler() instanceof Handler.PerBatch handler) {
			return new BatchActor(stage, agent, new ListProcessor(definition, handler, this.replies), unit, failures,
					this.scope, offWorker);
		}
		EventProcessor processor = new HandlerProcessor(definition, (Handler.PerEvent) definition.handler(),
				this.replies);
		if (inLanes(definition)) {
			return lanes(stage, agent, processor, failures, offWorker);
		}
		return new SequentialActor(stage, agent, processor, unit, failures, this.scope,
				() -> lanes(stage, agent, processor, failures, offWorker));
	}

	private LanesActor lanes(Stage stage, EngineAgent agent, EventProcessor processor, Failures failures,
			OffWorker offWorker) {
		return new LanesActor(stage, agent, processor, offWorker::unit, failures, this.scope, offWorker.executor(),
				offWorker.wake());
	}

	private Actor streamActor(Stage stage, Segment segment, EngineAgent agent, Map<String, TablePartition> tables,
			DirectUnit unit, Failures failures) {
		StreamPlan plan = java.util.Objects.requireNonNull(agent.stream());
		StreamReplies answers = new StreamReplies(agent.definition(), this.replies, segment.exit() != null);
		if (segment.exit() == null && plan.loop()) {
			return new LoopActor(stage, agent, plan, segment, failures, this.scope, unit, tables, this.outbox, answers);
		}
		int partitions = this.topology.partitions().getOrDefault(String.valueOf(stage.repartitionTopic()), 0);
		return new PipelineActor(stage, agent, plan, segment, partitions, failures, this.scope, unit, tables,
				this.outbox, answers, this.lanes, this.settings.id() + "/" + stage.name());
	}

}
