package org.faustspring.engine.topology;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.TopicConfig;
import org.faustspring.app.DeserializationErrorPolicy;
import org.faustspring.app.FaustSettings;
import org.faustspring.app.HandlerErrorPolicy;
import org.faustspring.app.InternalTopicException;
import org.faustspring.app.InvalidAgentException;
import org.faustspring.app.InvalidTableException;
import org.faustspring.app.TopicMissingException;
import org.faustspring.engine.assignment.CopartitionGroups;
import org.faustspring.engine.deadletter.DeadLetters;
import org.faustspring.engine.handler.AgentDefinition;
import org.faustspring.engine.handler.ChannelSource;
import org.faustspring.engine.handler.SinkBinding;
import org.faustspring.engine.progress.NameHash;
import org.faustspring.engine.stream.Segment;
import org.faustspring.engine.stream.StreamPlan;
import org.faustspring.engine.stream.StreamTopic;
import org.faustspring.engine.table.EngineTable;
import org.faustspring.engine.table.TableDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Makes the {@link Topology} at start: checks the topics that exist, creates the ones
 * that do not, and refuses what cannot work. Used by one thread.
 */
public final class TopologyPlanner {

	private final FaustSettings settings;

	private final TopicCatalog catalog;

	private final TopicNames names;

	private final Map<String, Integer> partitions = new HashMap<>();

	/** Whether one instance of the group is to be its leader. */
	private boolean leader;

	/** All topics that the App reads or writes. */
	private final Set<String> prepared = new TreeSet<>();

	/**
	 * Create a planner.
	 * @param settings the App's settings
	 * @param catalog the cluster's topics
	 */
	public TopologyPlanner(FaustSettings settings, TopicCatalog catalog) {
		this.settings = settings;
		this.catalog = catalog;
		this.names = new TopicNames(settings.id());
	}

	/**
	 * Have a leader chosen.
	 * @param needed whether one instance of the group is to be its leader
	 * @return this planner
	 */
	public TopologyPlanner leader(boolean needed) {
		this.leader = needed;
		return this;
	}

	/**
	 * Make the topology.
	 * @param declared the agents
	 * @param streams what stream agents have composed, by agent
	 * @param tables the tables
	 * @return the topology
	 */
	public Topology plan(Collection<AgentDefinition> declared, Map<String, StreamPlan> streams,
			List<EngineTable<?, ?>> tables) {
		this.catalog.checkReachable();
		List<AgentDefinition> agents = declared.stream().map(this::withoutOwnTopics).toList();
		List<Stage> stages = new ArrayList<>();
		agents.forEach((agent) -> stages.addAll(stagesOf(agent, streams.get(agent.name()))));
		checkHashes(stages, tables);
		findSources(agents, stages);
		stages.stream()
			.filter((stage) -> stage.grouping() && !stage.through())
			.forEach((stage) -> prepareRepartition(stage, stages));
		RetryTopicPlan retries = new RetryTopicPlan(this.partitions, this.settings.topics(), this::ensureInternal);
		stages.replaceAll(retries::prepare);
		if (this.leader) {
			prepareLeader(this.names.leader());
		}
		CopartitionPlan plan = new CopartitionPlan(stages, this.partitions);
		stages.forEach(plan::tie);
		retries.topics().forEach(plan::tie);
		tables.forEach(plan::tie);
		CopartitionGroups groups = plan.groups();
		Map<String, List<EngineTable<?, ?>>> tablesByGroup = plan.tables(tables, groups);
		tablesByGroup.forEach((group, members) -> members
			.forEach((table) -> prepareChangelog(table.definition(), this.partitions.getOrDefault(group, 0))));
		prepareOutputs(agents, stages);
		this.catalog.awaitOnline(this.prepared);
		return new Topology(stages, groups, tablesByGroup, Map.copyOf(this.partitions),
				this.leader ? this.names.leader() : null);
	}

	/** Commits know agents and tables by hash. */
	private static void checkHashes(List<Stage> stages, List<EngineTable<?, ?>> tables) {
		Map<Integer, String> names = new HashMap<>();
		for (EngineTable<?, ?> table : tables) {
			String other = names.put(NameHash.of(table.name()), table.name());
			if (other != null) {
				throw new InvalidTableException(table.name(),
						"its name has the same CRC-32 as that of table '%s'".formatted(other),
						"Change one of the names");
			}
		}
		names.clear();
		for (Stage stage : stages) {
			String other = names.put(stage.hash(), stage.name());
			if (other != null) {
				throw new InvalidAgentException(stage.agent().description(),
						"the name '%s' has the same CRC-32 as '%s'".formatted(stage.name(), other),
						"Set another name in @Agent(name = ...)", null);
			}
		}
	}

	private List<Stage> stagesOf(AgentDefinition agent, @Nullable StreamPlan stream) {
		List<Stage> stages = new ArrayList<>();
		String repartition = null;
		if (agent.grouping() != null) {
			repartition = this.names.repartition(agent.name(), agent.grouping().name());
			stages.add(Stage.grouping(agent, repartition));
		}
		if (stream != null) {
			stages.addAll(Stage.ofStream(agent, stream, repartition, this.names));
		}
		else {
			stages.add(Stage.handler(agent, repartition));
		}
		return stages;
	}

	private AgentDefinition withoutOwnTopics(AgentDefinition agent) {
		Pattern pattern = agent.topicPattern();
		return (pattern != null) ? agent.withTopicPattern(Pattern.compile(this.names.withoutOwn(pattern))) : agent;
	}

	private void findSources(Collection<AgentDefinition> agents, List<Stage> stages) {
		Map<String, String> neededBy = new LinkedHashMap<>();
		for (AgentDefinition agent : agents) {
			agent.topics().forEach((topic) -> neededBy.putIfAbsent(topic, "agent " + agent.description()));
			Pattern pattern = agent.topicPattern();
			if (pattern != null) {
				Set<String> matching = new TreeSet<>(this.catalog.names());
				matching.removeIf((topic) -> !pattern.matcher(topic).matches());
				matching.forEach((topic) -> neededBy.putIfAbsent(topic, "agent " + agent.description()));
			}
		}
		for (Stage stage : stages) {
			streamTopics(stage)
				.forEach((topic) -> neededBy.putIfAbsent(topic, "the stream of agent " + stage.agent().description()));
		}
		this.partitions.putAll(ensure(neededBy, (topic) -> this.settings.topics().partitions()));
	}

	/** Topics that a stage names beside those of its agent. */
	private static List<String> streamTopics(Stage stage) {
		List<String> topics = new ArrayList<>(mergedTopics(stage));
		if (stage.through()) {
			topics.add(java.util.Objects.requireNonNull(stage.repartitionTopic()));
		}
		return topics;
	}

	private static List<String> mergedTopics(Stage stage) {
		Segment segment = stage.segment();
		return (segment != null) ? segment.merged().stream().map(StreamTopic::name).toList() : List.of();
	}

	private void prepareOutputs(Collection<AgentDefinition> agents, List<Stage> stages) {
		Map<String, String> sinks = new LinkedHashMap<>();
		Map<String, String> deadLetters = new LinkedHashMap<>();
		Map<String, Integer> counts = new HashMap<>();
		for (AgentDefinition agent : agents) {
			for (SinkBinding sink : agent.sinks()) {
				String topic = sink.topic();
				if (topic != null) {
					sinks.putIfAbsent(topic, "a sink of agent " + agent.description());
				}
			}
			List<ChannelSource> channels = stages.stream()
				.filter((stage) -> stage.agent() == agent)
				.flatMap((stage) -> stage.channels().stream())
				.toList();
			if (usesDeadLetters(agent)) {
				channels.forEach((channel) -> deadLetters.putIfAbsent(DeadLetters.topicFor(channel.deadLetterSource()),
						"the dead letters of agent " + agent.description()));
				this.partitions.forEach((topic, count) -> {
					// Messages of a channel may come from any topic.
					boolean failsHere = !channels.isEmpty() ? agents.stream().anyMatch((any) -> readsSource(any, topic))
							: readsSource(agent, topic);
					if (failsHere) {
						String deadLetterTopic = DeadLetters.topicFor(topic);
						deadLetters.putIfAbsent(deadLetterTopic, "the dead letters of agent " + agent.description());
						counts.put(deadLetterTopic, count);
					}
				});
			}
		}
		for (Stage stage : stages) {
			if (usesDeadLetters(stage.agent())) {
				streamTopics(stage).forEach((topic) -> {
					String deadLetterTopic = DeadLetters.topicFor(topic);
					deadLetters.putIfAbsent(deadLetterTopic,
							"the dead letters of agent " + stage.agent().description());
					counts.put(deadLetterTopic, this.partitions.getOrDefault(topic, 1));
				});
			}
		}
		ensure(sinks, (topic) -> this.settings.topics().partitions());
		ensure(deadLetters, (topic) -> counts.getOrDefault(topic, 1));
	}

	private static boolean readsSource(AgentDefinition agent, String topic) {
		return agent.topics().contains(topic) || matches(agent.topicPattern(), topic);
	}

	private static boolean matches(@Nullable Pattern pattern, String topic) {
		return pattern != null && pattern.matcher(topic).matches();
	}

	static boolean usesDeadLetters(AgentDefinition agent) {
		return agent.deserializationErrors() == DeserializationErrorPolicy.DEAD_LETTER
				|| agent.handlerErrors() == HandlerErrorPolicy.DEAD_LETTER;
	}

	private Map<String, Integer> ensure(Map<String, String> neededBy,
			java.util.function.ToIntFunction<String> partitions) {
		Map<String, TopicDescription> found = this.catalog.describe(neededBy.keySet());
		Map<String, Integer> counts = new HashMap<>();
		neededBy.forEach((topic, by) -> {
			TopicDescription description = found.get(topic);
			if (description != null) {
				counts.put(topic, description.partitions().size());
				return;
			}
			if (!this.settings.topics().create()) {
				throw new TopicMissingException(topic, by);
			}
			int count = partitions.applyAsInt(topic);
			this.catalog.create(topic, count, this.settings.topics().replicationFactor(), Map.of());
			counts.put(topic, count);
		});
		this.prepared.addAll(counts.keySet());
		return counts;
	}

	private void prepareRepartition(Stage grouping, List<Stage> stages) {
		String topic = java.util.Objects.requireNonNull(grouping.repartitionTopic());
		int count = stages.stream()
			.filter((stage) -> stage.topics().contains(topic))
			.flatMap((stage) -> mergedTopics(stage).stream())
			.filter(this.partitions::containsKey)
			.findFirst()
			.map(this.partitions::get)
			.orElseGet(() -> mostPartitions(grouping));
		Map<String, String> config = new HashMap<>(this.settings.topics().config());
		config.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
		// Events keep their own time, which may be long ago: age must not delete them.
		config.put(TopicConfig.RETENTION_MS_CONFIG, "-1");
		config.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "CreateTime");
		this.partitions.put(topic, ensureInternal(topic, count, config));
	}

	private int mostPartitions(Stage stage) {
		return this.partitions.entrySet()
			.stream()
			.filter((entry) -> stage.reads(entry.getKey()))
			.mapToInt(Map.Entry::getValue)
			.max()
			.orElse(this.settings.topics().partitions());
	}

	private void prepareLeader(String topic) {
		int count = ensureInternal(topic, 1, this.settings.topics().config());
		if (count != 1) {
			throw new InternalTopicException(topic,
					"it has %d partitions, but whoever has its only one is the leader".formatted(count));
		}
		this.partitions.put(topic, 1);
	}

	private void prepareChangelog(TableDefinition table, int count) {
		if (count == 0) {
			throw new InvalidTableException(table.name(), "it is not known how many partitions it has",
					"Name it in the 'tables' of the @Agent that uses it");
		}
		Map<String, String> config = new HashMap<>(this.settings.topics().config());
		config.putAll(table.changelogConfig());
		config.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
		// The append time tells how old the records of an interrupted commit are.
		config.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
		config.putIfAbsent(TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG,
				String.valueOf(this.settings.tables().minCompactionLag().toMillis()));
		int found = ensureInternal(table.changelog(), count, config);
		if (found != count) {
			throw new InternalTopicException(table.changelog(),
					"it has %d partitions, but the topics that table '%s' is partitioned like have %d".formatted(found,
							table.name(), count));
		}
		String cleanup = this.catalog.settingsOfExisting(table.changelog())
			.getOrDefault(TopicConfig.CLEANUP_POLICY_CONFIG, "");
		if (!cleanup.contains(TopicConfig.CLEANUP_POLICY_COMPACT)
				|| cleanup.contains(TopicConfig.CLEANUP_POLICY_DELETE)) {
			throw new InternalTopicException(table.changelog(),
					"its cleanup.policy is '%s', which loses table entries; it has to be 'compact'".formatted(cleanup));
		}
	}

	private int ensureInternal(String topic, int count, Map<String, String> config) {
		this.prepared.add(topic);
		TopicDescription found = this.catalog.describe(List.of(topic)).get(topic);
		if (found != null) {
			return found.partitions().size();
		}
		this.catalog.create(topic, count, this.settings.topics().replicationFactor(), config);
		return count;
	}

}
