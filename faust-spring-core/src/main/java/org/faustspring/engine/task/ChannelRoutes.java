package org.faustspring.engine.task;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.faustspring.engine.channel.BoundedChannel;
import org.faustspring.engine.handler.AgentDefinition;
import org.faustspring.engine.handler.ChannelSource;
import org.faustspring.engine.topology.Stage;
import org.faustspring.engine.topology.Topology;
import org.faustspring.engine.unit.Outlet;

/**
 * Knows which agents consume a channel, and which of them have published to another. Any
 * thread.
 */
final class ChannelRoutes {

	private final Map<Outlet, List<Stage>> consumers = new HashMap<>();

	private final List<Stage> stages = new ArrayList<>();

	/** By the agent's name. */
	private final Map<String, List<BoundedChannel<?>>> consumed = new HashMap<>();

	/** Where agents that consume channels have published to, by the agent's name. */
	private final Map<String, Set<Outlet>> published = new ConcurrentHashMap<>();

	ChannelRoutes(Topology topology) {
		for (Stage stage : topology.stages()) {
			List<ChannelSource> sources = stage.channels();
			if (!sources.isEmpty()) {
				this.stages.add(stage);
			}
			for (ChannelSource source : sources) {
				this.consumers.computeIfAbsent(source.channel(), (channel) -> new ArrayList<>()).add(stage);
				this.consumed.computeIfAbsent(stage.agent().name(), (agent) -> new ArrayList<>()).add(source.channel());
			}
		}
	}

	List<Stage> stages() {
		return this.stages;
	}

	List<Stage> consumers(Outlet outlet) {
		return this.consumers.getOrDefault(outlet, List.of());
	}

	/**
	 * Refuse to publish in a circle: once a channel of it was full, each of its agents
	 * would wait for the next.
	 */
	void check(AgentDefinition from, Outlet to) {
		List<BoundedChannel<?>> own = this.consumed.getOrDefault(from.name(), List.of());
		if (own.isEmpty() || consumers(to).isEmpty()) {
			return;
		}
		Set<Outlet> known = this.published.computeIfAbsent(from.name(), (agent) -> ConcurrentHashMap.newKeySet());
		if (known.contains(to)) {
			return;
		}
		for (BoundedChannel<?> channel : own) {
			if (leads(to, channel, new ArrayList<>())) {
				throw new IllegalStateException(
						("Agent '%s' consumes %s and publishes to %s, which leads back to it: once full, it would wait for "
								+ "itself. Publish to a topic instead")
							.formatted(from.name(), channel, to));
			}
		}
		known.add(to);
	}

	private boolean leads(Outlet from, Outlet to, List<Outlet> seen) {
		if (from == to) {
			return true;
		}
		if (seen.contains(from)) {
			return false;
		}
		seen.add(from);
		return consumers(from).stream()
			.flatMap((stage) -> this.published.getOrDefault(stage.agent().name(), Set.of()).stream())
			.anyMatch((next) -> leads(next, to, seen));
	}

}
