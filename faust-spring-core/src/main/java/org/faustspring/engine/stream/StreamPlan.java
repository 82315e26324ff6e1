package org.faustspring.engine.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

import org.apache.kafka.common.utils.Bytes;
import org.faustspring.app.FaustSettings;
import org.faustspring.app.InvalidAgentException;
import org.faustspring.engine.codec.SerdeResolver;
import org.faustspring.engine.handler.AgentDefinition;
import org.faustspring.engine.handler.ChannelSource;
import org.faustspring.engine.handler.Handler;
import org.faustspring.engine.table.EngineTable;
import org.jspecify.annotations.Nullable;

/**
 * What an agent has composed, for one run of the App. Made by the thread that starts the
 * App; chains and loops are made by workers.
 */
public final class StreamPlan {

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

	private final AgentDefinition agent;

	private final Handler.OfStream handler;

	private final SerdeResolver serdes;

	private final Executor executor;

	private final Composition composition;

	private final List<EngineTable<Bytes, Long>> tables = new ArrayList<>();

	private final List<ChannelSource> channels;

	/** The loop that the composition was taken from. */
	private final @Nullable LoopRun first;

	private final AtomicReference<@Nullable LoopRun> prepared;

	private StreamPlan(AgentDefinition agent, Handler.OfStream handler, Executor executor, FaustSettings settings,
			Composition composition, @Nullable LoopRun prepared) {
		this.agent = agent;
		this.handler = handler;
		this.serdes = handler.serdes();
		this.executor = executor;
		this.composition = composition;
		this.first = prepared;
		this.prepared = new AtomicReference<>(prepared);
		for (int i = 0; i < composition.distincts().size(); i++) {
			this.tables.add(DistinctTables.table(agent.name() + "-distinct-" + i, settings, this.serdes));
		}
		this.channels = channels(agent, composition, settings.id(), this.serdes);
	}

	private static List<ChannelSource> channels(AgentDefinition agent, Composition composition, String appId,
			SerdeResolver serdes) {
		Segment last = composition.segments().get(composition.segments().size() - 1);
		try {
			return last.mergedChannels()
				.stream()
				.map((channel) -> ChannelSource.merged(channel, agent.name(), appId, serdes.mapper()))
				.toList();
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidAgentException(agent.description(), String.valueOf(ex.getMessage()),
					"Give the channel another name.", ex);
		}
	}

	/**
	 * Have an agent compose its stream.
	 * @param agent the agent
	 * @param executor gives loops their threads
	 * @param settings the App's settings
	 * @return the plan, or {@code null} if it is no stream agent
	 * @throws InvalidAgentException if it does not compose, or what it composes cannot
	 * run
	 */
	public static @Nullable StreamPlan of(AgentDefinition agent, Executor executor, FaustSettings settings) {
		if (!(agent.handler() instanceof Handler.OfStream handler)) {
			return null;
		}
		if (!handler.loop()) {
			return new StreamPlan(agent, handler, executor, settings, compose(agent, handler), null);
		}
		LoopRun loop = new LoopRun(handler, executor);
		try {
			return new StreamPlan(agent, handler, executor, settings,
					prepare(agent, handler, loop, settings.startupTimeout()), loop);
		}
		catch (RuntimeException ex) {
			loop.close(Duration.ofMillis(100));
			throw ex;
		}
	}

	private static Composition compose(AgentDefinition agent, Handler.OfStream handler) {
		StreamRoot root = StreamRoot.ofAgent(null);
		Object returned;
		try {
			returned = handler.handle(ComposedStream.of(root));
		}
		catch (Throwable ex) {
			throw new InvalidAgentException(agent.description(), "it does not compose its stream: " + ex,
					"A method that returns a stream is called once, when the App starts.", ex);
		}
		if (!(returned instanceof ComposedStream<?> stream) || stream.root() != root) {
			throw new InvalidAgentException(agent.description(),
					"it returns %s".formatted((returned != null) ? "a stream that is not made of its own" : "null"),
					"Return what the operators of its parameter return.", null);
		}
		return composition(agent, handler, stream);
	}

	private static Composition composition(AgentDefinition agent, Handler.OfStream handler, ComposedStream<?> stream) {
		try {
			Composition composition = Composition.of(stream, handler.serdes());
			if (agent.channel() != null) {
				composition.checkInMemory(agent.channel().channel());
			}
			return composition;
		}
		catch (IllegalStateException | IllegalArgumentException ex) {
			throw new InvalidAgentException(agent.description(), String.valueOf(ex.getMessage()),
					"Compose the stream otherwise.", ex);
		}
	}

	private static Composition prepare(AgentDefinition agent, Handler.OfStream handler, LoopRun loop,
			Duration timeout) {
		String remedy = "What comes before the loop runs when the App starts, and then once an actor: it should only "
				+ "compose the stream and prepare what the loop needs.";
		Coroutine coroutine = loop.coroutine();
		if (!coroutine.resume(timeout)) {
			throw new InvalidAgentException(agent.description(),
					"it has not come to its loop within %d ms".formatted(timeout.toMillis()), remedy, null);
		}
		Throwable failure = coroutine.ended() ? loop.outcome().failure() : null;
		if (failure != null) {
			throw new InvalidAgentException(agent.description(), "it has failed before its loop: " + failure, remedy,
					failure);
		}
		ComposedStream<?> stream = loop.stream();
		if (coroutine.ended() || stream == null) {
			throw new InvalidAgentException(agent.description(),
					"it has returned without asking its stream for an event",
					"Iterate the stream, or return it from a method of type EventStream.", null);
		}
		return composition(agent, handler, stream);
	}

	/**
	 * Return the segments.
	 * @return the segments, in order
	 */
	public List<Segment> segments() {
		return this.composition.segments();
	}

	/**
	 * Return the channels that a segment merges.
	 * @param segment the segment
	 * @return the channels; only the last segment has any
	 */
	public List<ChannelSource> channelsOf(Segment segment) {
		return segment.mergedChannels().isEmpty() ? List.of() : this.channels;
	}

	/**
	 * Tell whether the last segment is iterated by the agent's method.
	 * @return whether it is
	 */
	public boolean loop() {
		return this.handler.loop();
	}

	/**
	 * Return the tables that the stream's operators keep.
	 * @return the tables
	 */
	public List<EngineTable<Bytes, Long>> tables() {
		return this.tables;
	}

	/**
	 * Return the names of the tables of a segment.
	 * @param segment the segment
	 * @return the names
	 */
	public Set<String> tablesOf(Segment segment) {
		return segment.all()
			.stream()
			.filter(Operator.Distinct.class::isInstance)
			.map((distinct) -> table(this.composition, (Operator.Distinct) distinct).name())
			.collect(Collectors.toSet());
	}

	private EngineTable<Bytes, Long> table(Composition composed, Operator.Distinct distinct) {
		int index = 0;
		for (Operator.Distinct candidate : composed.distincts()) {
			if (candidate == distinct) {
				return this.tables.get(index);
			}
			index++;
		}
		throw new IllegalStateException("No table for " + distinct);
	}

	/**
	 * Make the nodes of a segment for an actor.
	 * @param segment the segment
	 * @param flow the actor
	 * @param end takes what comes out
	 * @return the nodes
	 */
	public Chain chain(Segment segment, Flow flow, Node end) {
		return Chain.of(segment, flow, end, this.serdes, (distinct) -> table(this.composition, distinct));
	}

	/**
	 * Make the nodes of the last segment for an actor, as its loop has composed it.
	 * @param loop the loop
	 * @param flow the actor
	 * @param end takes what comes out
	 * @return the nodes
	 * @throws IllegalStateException if that is another stream than the one at start
	 */
	public Chain chain(LoopRun loop, Flow flow, Node end) {
		ComposedStream<?> stream = Objects.requireNonNull(loop.stream());
		Composition own = (loop == this.first) ? this.composition : Composition.of(stream, this.serdes);
		if (!own.shape().equals(this.composition.shape())) {
			throw new IllegalStateException(
					"Agent '%s' composes its stream differently (%s) than when the App was started (%s)"
						.formatted(this.agent.name(), own.shape(), this.composition.shape()));
		}
		Segment last = own.segments().get(own.segments().size() - 1);
		return Chain.of(last, flow, end, this.serdes, (distinct) -> table(own, distinct));
	}

	/**
	 * Return a loop for an actor: the one that was prepared at start, or a new one.
	 * @return the loop
	 */
	public LoopRun newLoop() {
		LoopRun found = this.prepared.getAndSet(null);
		return (found != null) ? found : new LoopRun(this.handler, this.executor);
	}

	/**
	 * End what was prepared and is not needed.
	 */
	public void close() {
		LoopRun unused = this.prepared.getAndSet(null);
		if (unused != null) {
			unused.close(CLOSE_TIMEOUT);
		}
	}

}
