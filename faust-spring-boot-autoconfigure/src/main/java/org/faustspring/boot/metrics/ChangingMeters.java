package org.faustspring.boot.metrics;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import org.faustspring.agent.AgentFigures;
import org.faustspring.agent.AgentHandle;
import org.faustspring.app.FaustApp;
import org.faustspring.app.TaskInfo;
import org.faustspring.app.TimerInfo;
import org.faustspring.channel.Channel;

/**
 * Keeps the meters of one registry in step with the agents, their topics, the timers and
 * the partitions that this instance has. Safe for any thread.
 */
class ChangingMeters {

	private final FaustApp app;

	private final MeterRegistry registry;

	private final MultiGauge lag;

	private final MultiGauge channels;

	private final RestoreMeters restoring;

	private final Set<Tags> agents = new HashSet<>();

	private final Set<String> timers = new HashSet<>();

	ChangingMeters(FaustApp app, MeterRegistry registry) {
		this.app = app;
		this.registry = registry;
		this.lag = MultiGauge.builder("faust.lag")
			.description("Messages not yet read")
			.tag("app", app.id())
			.register(registry);
		this.restoring = new RestoreMeters(app, registry);
		this.channels = MultiGauge.builder("faust.channel.size")
			.description("Messages that wait in a channel or are being processed, once a subscriber")
			.tag("app", app.id())
			.register(registry);
	}

	/**
	 * Register what is new and remove the lag of partitions that are gone.
	 */
	synchronized void refresh() {
		for (AgentHandle agent : this.app.agents()) {
			for (String topic : topics(agent)) {
				Tags tags = Tags.of("app", this.app.id(), "agent", agent.name(), "topic", topic);
				if (this.agents.add(tags)) {
					register(agent.name(), topic, tags);
				}
			}
		}
		for (TimerInfo timer : this.app.timers()) {
			if (this.timers.add(timer.name())) {
				timer("faust.timer.runs", "Calls of a timer that returned", timer.name(), TimerInfo::runs);
				timer("faust.timer.errors", "Calls of a timer that threw", timer.name(), TimerInfo::errors);
			}
		}
		List<MultiGauge.Row<?>> rows = new ArrayList<>();
		List<TaskInfo> tasks = this.app.tasks();
		this.restoring.refresh(tasks);
		for (TaskInfo task : tasks) {
			task.topicPartitions().forEach((partition) -> rows.add(row(partition)));
		}
		this.lag.register(rows, true);
		List<MultiGauge.Row<?>> sizes = new ArrayList<>();
		for (Channel<?> channel : this.app.channels()) {
			sizes.add(MultiGauge.Row.of(Tags.of("channel", channel.name()), channel, Channel::size));
		}
		this.channels.register(sizes, true);
	}

	private Set<String> topics(AgentHandle agent) {
		Set<String> topics = new LinkedHashSet<>();
		agent.topics().stream().filter((topic) -> !topic.startsWith("/")).forEach(topics::add);
		agent.figures().stream().map(AgentFigures::topic).forEach(topics::add);
		return topics;
	}

	private void register(String agent, String topic, Tags tags) {
		counter("faust.agent.events", "Events processed", agent, topic, tags, AgentFigures::events);
		counter("faust.agent.errors", "Handler calls that threw", agent, topic, tags, AgentFigures::errors);
		counter("faust.agent.undeserializable", "Messages that did not deserialize", agent, topic, tags,
				AgentFigures::undeserializable);
		counter("faust.agent.dead.lettered", "Messages sent to the dead-letter topic", agent, topic, tags,
				AgentFigures::deadLettered);
		counter("faust.agent.skipped", "Messages skipped by policy", agent, topic, tags, AgentFigures::skipped);
		FunctionTimer
			.builder("faust.agent.handler", this.app,
					(app) -> figure(app, agent, topic, (figures) -> figures.events() + figures.errors()),
					(app) -> figure(app, agent, topic, AgentFigures::handlerNanos), TimeUnit.NANOSECONDS)
			.description("Time in handlers")
			.tags(tags)
			.register(this.registry);
	}

	private void timer(String name, String description, String timer, ToLongFunction<TimerInfo> figure) {
		FunctionCounter
			.builder(name, this.app,
					(app) -> app.timers().stream().filter((info) -> info.name().equals(timer)).mapToLong(figure).sum())
			.description(description)
			.tag("app", this.app.id())
			.tag("timer", timer)
			.register(this.registry);
	}

	private void counter(String name, String description, String agent, String topic, Tags tags,
			ToLongFunction<AgentFigures> figure) {
		FunctionCounter.builder(name, this.app, (app) -> figure(app, agent, topic, figure))
			.description(description)
			.tags(tags)
			.register(this.registry);
	}

	// By name, for an App that is started again has other handles
	private long figure(FaustApp app, String agent, String topic, ToLongFunction<AgentFigures> figure) {
		AgentHandle handle = app.agent(agent);
		return (handle == null) ? 0
				: handle.figures()
					.stream()
					.filter((figures) -> figures.topic().equals(topic))
					.mapToLong(figure)
					.findFirst()
					.orElse(0);
	}

	private MultiGauge.Row<?> row(String topicPartition) {
		int dash = topicPartition.lastIndexOf('-');
		return MultiGauge.Row.of(
				Tags.of("topic", topicPartition.substring(0, dash), "partition", topicPartition.substring(dash + 1)),
				this.app, (app) -> lag(app, topicPartition));
	}

	private double lag(FaustApp app, String topicPartition) {
		return app.tasks()
			.stream()
			.map((task) -> task.lag().getOrDefault(topicPartition, -1L))
			.filter((lag) -> lag >= 0)
			.findFirst()
			.map(Long::doubleValue)
			.orElse(Double.NaN);
	}

}
