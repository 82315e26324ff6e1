package org.faustspring.engine.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.faustspring.agent.AgentFigures;
import org.faustspring.agent.AgentHandle;
import org.faustspring.agent.AgentState;
import org.faustspring.agent.HandlerInProgress;
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

	/** Those asked for last, mostly those asked for next. */
	private @Nullable AgentStats lastStats;

	private final Set<Actor> actors = ConcurrentHashMap.newKeySet();

	private volatile AgentState state;

	private volatile @Nullable Throwable failure;

	private volatile int generation;

	private volatile @Nullable StreamPlan stream;

	private volatile boolean offWorker;

	/**
	 * Create an agent.
	 * @param definition the agent as it was compiled
	 * @param wake wakes the workers when the state changes
	 */
	public EngineAgent(AgentDefinition definition, Runnable wake) {
		this.definition = definition;
		this.wake = wake;
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
					if (this.definition.channel() != null) {
						// Most tasks may never get a message.
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
		AgentStats last = this.lastStats;
		if (last == null || !last.topic.equals(topic)) {
			last = this.stats.computeIfAbsent(topic, AgentStats::new);
			this.lastStats = last;
		}
		return last;
	}

	void add(Actor actor) {
		this.actors.add(actor);
	}

	void remove(Actor actor) {
		this.actors.remove(actor);
	}

	@Override
	public List<HandlerInProgress> inProgress() {
		List<HandlerInProgress> running = new ArrayList<>();
		this.actors.forEach((actor) -> actor.inProgress(running));
		return running;
	}

	@Override
	public void pause() {
		change(AgentState.PAUSED, AgentState.RUNNING);
	}

	@Override
	public void resume() {
		change(AgentState.RUNNING, AgentState.PAUSED);
	}

	@Override
	public void stop() {
		change(AgentState.STOPPED, AgentState.RUNNING, AgentState.PAUSED, AgentState.FAILED);
	}

	@Override
	public synchronized void start() {
		AgentState before = state();
		if (before == AgentState.FAILED || before == AgentState.COMPLETED) {
			// The event it failed on has all its attempts again, the actor its restarts.
			this.generation++;
		}
		if (before == AgentState.COMPLETED) {
			logger.info("Agent '%s' is RUNNING (was COMPLETED)".formatted(name()));
			this.wake.run();
		}
		change(AgentState.RUNNING, AgentState.STOPPED, AgentState.FAILED, AgentState.PAUSED);
	}

	@Override
	public synchronized void restart() {
		this.generation++;
		this.state = AgentState.RUNNING;
		this.failure = null;
		logger.info("Agent '%s' restarts".formatted(name()));
		this.wake.run();
	}

	private synchronized void change(AgentState to, AgentState... from) {
		if (List.of(from).contains(this.state)) {
			logger.info("Agent '%s' is %s (was %s)".formatted(name(), to, this.state));
			this.state = to;
			this.failure = null;
			this.wake.run();
		}
	}

	synchronized void fail(Throwable cause) {
		this.state = AgentState.FAILED;
		this.failure = cause;
		this.wake.run();
	}

}
