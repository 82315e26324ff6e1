package org.faustspring.engine.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.faustspring.agent.AgentCompleted;
import org.faustspring.agent.AgentEvent;
import org.faustspring.agent.AgentFigures;
import org.faustspring.agent.AgentForfeited;
import org.faustspring.agent.AgentHandle;
import org.faustspring.agent.AgentPaused;
import org.faustspring.agent.AgentRestarted;
import org.faustspring.agent.AgentResumed;
import org.faustspring.agent.AgentStarted;
import org.faustspring.agent.AgentState;
import org.faustspring.agent.AgentStopped;
import org.faustspring.agent.HandlerInProgress;
import org.faustspring.app.FaustSettings;
import org.faustspring.engine.handler.AgentDefinition;
import org.faustspring.engine.handler.ChannelSource;
import org.faustspring.engine.stream.StreamPlan;
import org.jspecify.annotations.Nullable;

/**
 * An agent of this instance: what its actors share. Any thread.
 */
public final class EngineAgent implements AgentHandle {

	private static final Log logger = LogFactory.getLog(EngineAgent.class);

	private final AgentDefinition definition;

	private final Runnable wake;

	private final Map<String, AgentStats> stats = new ConcurrentSkipListMap<>();

	private final Set<Actor> actors = ConcurrentHashMap.newKeySet();

	private volatile AgentState state;

	private volatile @Nullable Throwable failure;

	private final Consumer<AgentEvent> events;

	/** Tasks of actors that process no further events. */
	private final Map<Actor, String> forfeited = new ConcurrentHashMap<>();

	/** Restarts of all actors together. */
	private final RestartWindow restarts = new RestartWindow();

	private final Circuit circuit = new Circuit(this::processed, new CircuitListener());

	/** Whether listeners know that it is completed. */
	private boolean completionTold;

	private volatile int generation;

	private volatile @Nullable StreamPlan stream;

	private volatile boolean offWorker;

	/** Grows with each restart of all actors; they compare it to take part. */
	private volatile int jointRestart;

	/** How long they wait then, in {@link System#nanoTime()}. */
	private volatile long restingUntil;

	/**
	 * Create an agent.
	 * @param definition the agent as it was compiled
	 * @param wake wakes the workers when the state changes
	 * @param events hears of what happens; must be quick
	 */
	public EngineAgent(AgentDefinition definition, Runnable wake, Consumer<AgentEvent> events) {
		this.definition = definition;
		this.wake = wake;
		this.events = events;
		this.state = definition.autoStartup() ? AgentState.RUNNING : AgentState.STOPPED;
	}

	/**
	 * Return the agent as it was compiled.
	 * @return the definition
	 */
	public AgentDefinition definition() {
		return this.definition;
	}

	@Override
	public String name() {
		return this.definition.name();
	}

	@Override
	public AgentState state() {
		AgentState current = this.state;
		return (current == AgentState.RUNNING && completed()) ? AgentState.COMPLETED : current;
	}

	private boolean completed() {
		boolean any = false;
		for (Actor actor : this.actors) {
			if (actor.mayComplete()) {
				if (!actor.completed()) {
					if (actor.cursors().isEmpty()) {
						// It gets messages only, and may never get one.
						continue;
					}
					return false;
				}
				any = true;
			}
		}
		return any;
	}

	/**
	 * Return what a stream agent has composed for this run of the App.
	 * @return the plan, or {@code null} if it is no stream agent
	 */
	public @Nullable StreamPlan stream() {
		return this.stream;
	}

	/**
	 * Set what a stream agent has composed.
	 * @param plan the plan
	 */
	public void stream(@Nullable StreamPlan plan) {
		this.stream = plan;
	}

	boolean running() {
		return this.state == AgentState.RUNNING;
	}

	/** Wake the workers of its actors. Any thread. */
	void wakeWorkers() {
		this.wake.run();
	}

	/** What wakes the workers of its actors, always the same. */
	Runnable waker() {
		return this.wake;
	}

	/** Grows with each restart; actors compare it to begin anew. */
	int generation() {
		return this.generation;
	}

	/**
	 * Run handlers beside their worker from now on: they ask other agents and wait.
	 */
	public void leaveWorker() {
		if (!this.offWorker) {
			this.offWorker = true;
			logger.debug("Agent '%s' asks other agents: its handlers run beside their workers".formatted(name()));
		}
	}

	boolean offWorker() {
		return this.offWorker;
	}

	@Override
	public @Nullable Throwable failure() {
		return this.failure;
	}

	@Override
	public List<String> forfeitedTasks() {
		return this.forfeited.values().stream().sorted().toList();
	}

	@Override
	public List<String> topics() {
		return (this.definition.topicPattern() != null) ? List.of("/" + this.definition.topicPattern().pattern() + "/")
				: this.definition.topics();
	}

	@Override
	public @Nullable String channel() {
		ChannelSource source = this.definition.channel();
		return (source != null) ? source.channel().name() : null;
	}

	@Override
	public int concurrency() {
		return this.definition.concurrency();
	}

	@Override
	public String handler() {
		return this.definition.description();
	}

	@Override
	public List<AgentFigures> figures() {
		return this.stats.values().stream().map(AgentStats::figures).toList();
	}

	AgentStats stats(String topic) {
		return this.stats.computeIfAbsent(topic, AgentStats::new);
	}

	void add(Actor actor) {
		actorGoesOn();
		this.actors.add(actor);
	}

	void remove(Actor actor) {
		this.actors.remove(actor);
		this.forfeited.remove(actor);
	}

	@Override
	public List<HandlerInProgress> inProgress() {
		List<HandlerInProgress> running = new ArrayList<>();
		this.actors.forEach((actor) -> actor.inProgress(running));
		return running;
	}

	@Override
	public synchronized void pause() {
		if (this.circuit.open()) {
			// It does not resume by itself any more.
			this.circuit.reset();
			this.failure = null;
		}
		else if (change(AgentState.PAUSED, AgentState.RUNNING)) {
			this.events.accept(new AgentPaused(this, null, null));
		}
	}

	@Override
	public void resume() {
		if (change(AgentState.RUNNING, AgentState.PAUSED)) {
			this.events.accept(new AgentResumed(this));
		}
	}

	@Override
	public void stop() {
		if (change(AgentState.STOPPED, AgentState.RUNNING, AgentState.PAUSED, AgentState.FAILED)) {
			this.events.accept(new AgentStopped(this, null));
		}
	}

	@Override
	public synchronized void start() {
		AgentState before = state();
		if (before == AgentState.FAILED || before == AgentState.COMPLETED || !this.forfeited.isEmpty()) {
			// The event it failed on has all its attempts again, the actor its restarts.
			beginAnew();
			this.wake.run();
		}
		if (change(AgentState.RUNNING, AgentState.STOPPED, AgentState.FAILED, AgentState.PAUSED)) {
			this.events.accept(new AgentStarted(this));
		}
		if (before == AgentState.COMPLETED) {
			logger.info("Agent '%s' is RUNNING (was COMPLETED)".formatted(name()));
			this.events.accept(new AgentStarted(this));
		}
	}

	@Override
	public synchronized void restart() {
		beginAnew();
		this.state = AgentState.RUNNING;
		this.failure = null;
		logger.info("Agent '%s' restarts".formatted(name()));
		this.wake.run();
		this.events.accept(new AgentRestarted(this, null, null, 0, Duration.ZERO, null));
	}

	/**
	 * An actor has come to the end of its stream.
	 */
	synchronized void actorCompleted() {
		if (!this.completionTold && state() == AgentState.COMPLETED) {
			this.completionTold = true;
			this.events.accept(new AgentCompleted(this));
		}
	}

	/** An actor that had come to its end has not, since that was not committed. */
	synchronized void actorGoesOn() {
		this.completionTold = false;
	}

	private void beginAnew() {
		this.completionTold = false;
		this.restingUntil = 0;
		this.generation++;
		this.restarts.reset();
		this.forfeited.clear();
		this.circuit.reset();
	}

	private synchronized boolean change(AgentState to, AgentState... from) {
		if (!List.of(from).contains(this.state)) {
			return false;
		}
		logger.info("Agent '%s' is %s (was %s)".formatted(name(), to, this.state));
		this.state = to;
		this.failure = null;
		this.circuit.reset();
		this.wake.run();
		return true;
	}

	synchronized void fail(Throwable cause) {
		boolean first = this.state != AgentState.FAILED;
		this.state = AgentState.FAILED;
		this.failure = cause;
		this.circuit.reset();
		this.wake.run();
		if (first) {
			this.events.accept(new AgentStopped(this, cause));
		}
	}

	/** Restarts of all actors together, counted within a period. */
	RestartWindow restarts() {
		return this.restarts;
	}

	/** Grows with each restart of all actors. */
	int jointRestart() {
		return this.jointRestart;
	}

	/** How long all actors wait after the last such restart. */
	long restingUntil() {
		return this.restingUntil;
	}

	/**
	 * Have all actors begin anew after a wait.
	 */
	synchronized void restartAll(Duration delay) {
		this.restingUntil = System.nanoTime() + delay.toNanos();
		this.jointRestart++;
		this.wake.run();
	}

	/**
	 * An actor processes no further events.
	 */
	synchronized void forfeited(Actor actor, String task, String event, Throwable cause) {
		this.forfeited.put(actor, task);
		this.events.accept(new AgentForfeited(this, task, event, cause));
	}

	private long processed() {
		long sum = 0;
		for (AgentStats topic : this.stats.values()) {
			sum += topic.events.sum();
		}
		return sum;
	}

	/**
	 * Whether it has paused itself, since too many events failed one after the other.
	 */
	boolean circuitOpen() {
		return this.circuit.open();
	}

	/** Whether an actor is allowed the event that it is processing meanwhile. */
	boolean probedBy(Actor actor) {
		return this.circuit.probedBy(actor);
	}

	/** Whether an actor is allowed an event meanwhile. */
	boolean claimProbe(Actor actor, long now) {
		return this.circuit.claim(actor, now);
	}

	synchronized void probeEnded(Actor actor) {
		this.circuit.ended(actor);
	}

	/**
	 * An event has used up its attempts.
	 * @return whether the agent has paused itself: then the event is to be kept
	 */
	synchronized boolean eventFailed(Actor actor, Throwable cause, FaustSettings.Agents settings) {
		return this.state != AgentState.FAILED && this.circuit.failed(actor, cause, settings);
	}

	/** Tell listeners what has happened. */
	void publish(AgentEvent event) {
		this.events.accept(event);
	}

	/**
	 * The circuit decides, the agent changes its state.
	 */
	private final class CircuitListener implements Circuit.Listener {

		@Override
		public void opened(int failures, Throwable cause, Duration probeIn) {
			logger.error(("Agent '%s' pauses itself, since %d events failed one after the other. Nothing is lost: in "
					+ "%d ms it tries the event that failed last, and goes on if that succeeds")
				.formatted(name(), failures, probeIn.toMillis()), cause);
			EngineAgent.this.state = AgentState.PAUSED;
			EngineAgent.this.failure = cause;
			EngineAgent.this.events.accept(new AgentPaused(EngineAgent.this, cause, probeIn));
		}

		@Override
		public void probeFailed(Throwable cause, Duration probeIn) {
			logger.warn("Agent '%s' stays paused: the event it tried failed; it tries again in %d ms: %s"
				.formatted(name(), probeIn.toMillis(), cause));
			EngineAgent.this.failure = cause;
		}

		@Override
		public void closed() {
			logger.info("Agent '%s' resumes: the event it tried was processed".formatted(name()));
			EngineAgent.this.state = AgentState.RUNNING;
			EngineAgent.this.failure = null;
			EngineAgent.this.events.accept(new AgentResumed(EngineAgent.this));
			EngineAgent.this.wake.run();
		}

	}

}
