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
import org.faustspring.engine.handler.SinkBinding;
import org.faustspring.engine.progress.NameHash;
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
	 * Make the topology.
	 * @param declared the agents
	 * @param tables the tables
	 * @return the topology
	 */
	public Topology plan(Collection<AgentDefinition> declared, List<EngineTable<?, ?>> tables) {
		this.catalog.checkReachable();
		List<AgentDefinition> agents = declared.stream().map(this::withoutOwnTopics).toList();
		List<Stage> stages = new ArrayList<>();
		agents.forEach((agent) -> stages.addAll(stagesOf(agent)));
		checkHashes(stages, tables);
		findSources(agents);
		stages.stream().filter(Stage::grouping).forEach(this::prepareRepartition);
		CopartitionPlan plan = new CopartitionPlan(stages, this.partitions);
		tables.forEach(plan::tie);
		CopartitionGroups groups = plan.groups();
		Map<String, List<EngineTable<?, ?>>> tablesByGroup = plan.tables(tables, groups);
		tablesByGroup.forEach((group, members) -> members
			.forEach((table) -> prepareChangelog(table.definition(), this.partitions.getOrDefault(group, 0))));
		prepareOutputs(agents);
		this.catalog.awaitOnline(this.prepared);
		return new Topology(stages, groups, tablesByGroup, Map.copyOf(this.partitions));
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

	private List<Stage> stagesOf(AgentDefinition agent) {
		if (agent.grouping() == null) {
			return List.of(Stage.handler(agent, null));
		}
		String repartition = this.names.repartition(agent.name(), agent.grouping().name());
		return List.of(Stage.grouping(agent, repartition), Stage.handler(agent, repartition));
	}

	private AgentDefinition withoutOwnTopics(AgentDefinition agent) {
		Pattern pattern = agent.topicPattern();
		return (pattern != null) ? agent.withTopicPattern(Pattern.compile(this.names.withoutOwn(pattern))) : agent;
	}

	private void findSources(Collection<AgentDefinition> agents) {
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
		this.partitions.putAll(ensure(neededBy, (topic) -> this.settings.topics().partitions()));
	}

	private void prepareOutputs(Collection<AgentDefinition> agents) {
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
			if (usesDeadLetters(agent)) {
				this.partitions.forEach((topic, count) -> {
					if (agent.topics().contains(topic) || matches(agent.topicPattern(), topic)) {
						String deadLetterTopic = DeadLetters.topicFor(topic);
						deadLetters.putIfAbsent(deadLetterTopic, "the dead letters of agent " + agent.description());
						counts.put(deadLetterTopic, count);
					}
				});
			}
		}
		ensure(sinks, (topic) -> this.settings.topics().partitions());
		ensure(deadLetters, (topic) -> counts.getOrDefault(topic, 1));
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

	private void prepareRepartition(Stage grouping) {
		String topic = java.util.Objects.requireNonNull(grouping.repartitionTopic());
		int count = this.partitions.entrySet()
			.stream()
			.filter((entry) -> grouping.reads(entry.getKey()))
			.mapToInt(Map.Entry::getValue)
			.max()
			.orElse(this.settings.topics().partitions());
		Map<String, String> config = new HashMap<>(this.settings.topics().config());
		config.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
		// Events keep their own time, which may be long ago: age must not delete them.
		config.put(TopicConfig.RETENTION_MS_CONFIG, "-1");
		config.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "CreateTime");
		this.partitions.put(topic, ensureInternal(topic, count, config));
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
		String cleanup = this.catalog.settings(table.changelog()).getOrDefault(TopicConfig.CLEANUP_POLICY_CONFIG, "");
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
