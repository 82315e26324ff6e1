package org.faustspring.engine.topology;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.faustspring.app.CopartitioningException;
import org.faustspring.engine.assignment.CopartitionGroups;
import org.faustspring.engine.handler.AgentDefinition;
import org.faustspring.engine.stream.Segment;
import org.faustspring.engine.table.EngineTable;

/**
 * Finds which topics have to be partitioned together: those read by the agents that use
 * the same table. Used once at start.
 */
final class CopartitionPlan {

	private final List<Stage> stages;

	private final List<Stage> handlers;

	private final Map<String, Integer> partitions;

	private final Map<String, String> parent = new HashMap<>();

	/** One of the topics that later matches of a pattern are tied to. */
	private final Map<Pattern, String> topicByPattern = new LinkedHashMap<>();

	CopartitionPlan(List<Stage> stages, Map<String, Integer> partitions) {
		this.stages = stages;
		this.handlers = stages.stream().filter((stage) -> !stage.grouping()).toList();
		this.partitions = partitions;
		partitions.keySet().forEach((topic) -> this.parent.put(topic, topic));
	}

	/**
	 * Tie the topics of a table's agents together.
	 * @param table the table
	 * @throws CopartitioningException if their partition counts differ
	 */
	void tie(EngineTable<?, ?> table) {
		List<Stage> users = readersFor(table.name());
		tie(users, () -> reason(table.name(), users));
	}

	/**
	 * Tie the topics together that a stage merges.
	 * @param stage the stage
	 * @throws CopartitioningException if their partition counts differ
	 */
	void tie(Stage stage) {
		Segment segment = stage.segment();
		if (segment != null && !segment.merged().isEmpty()) {
			tie(List.of(stage),
					() -> "agent '%s' (%s) merges them".formatted(stage.agent().name(), stage.agent().description()));
		}
	}

	private void tie(List<Stage> users, Supplier<String> reason) {
		Map<String, Integer> counts = new TreeMap<>();
		for (Stage user : users) {
			topicsOf(user).forEach((topic) -> counts.put(topic, this.partitions.getOrDefault(topic, 0)));
		}
		if (Set.copyOf(counts.values()).size() > 1) {
			throw new CopartitioningException(counts, reason.get());
		}
		List<String> topics = List.copyOf(counts.keySet());
		for (int i = 1; i < topics.size(); i++) {
			this.parent.put(root(topics.get(i)), root(topics.get(0)));
		}
		for (Stage user : users) {
			Pattern pattern = user.pattern();
			if (pattern != null && !topics.isEmpty()) {
				this.topicByPattern.put(pattern, topics.get(0));
			}
		}
	}

	/**
	 * Tie a retry topic to the topic that it is for.
	 * @param retryTopic the retry topic
	 * @param topic the topic
	 */
	void tie(String retryTopic, String topic) {
		this.parent.put(root(retryTopic), root(topic));
	}

	private static String reason(String table, List<Stage> users) {
		String agents = users.stream()
			.map((user) -> "agent '%s' (%s)".formatted(user.name(), user.agent().description()))
			.collect(Collectors.joining(", "));
		boolean declared = users.stream().allMatch((user) -> user.agent().tablesDeclared());
		return "table '%s' is used by %s%s".formatted(table, agents, declared ? "" : " or within their reach");
	}

	/**
	 * Agents in whose tasks a table is used: those that own it, else those that read
	 * topics and use it, and those with a sink to a channel of an agent that does. Else
	 * those of which it is not known, else all.
	 */
	private List<Stage> readersFor(String table) {
		List<Stage> owners = this.stages.stream().filter((stage) -> stage.tables().contains(table)).toList();
		if (!owners.isEmpty()) {
			return owners;
		}
		Set<Stage> users = new LinkedHashSet<>();
		this.handlers.stream()
			.filter((stage) -> uses(stage.agent(), table))
			.forEach((stage) -> addReaders(stage, users, new HashSet<>()));
		if (!users.isEmpty()) {
			return List.copyOf(users);
		}
		List<Stage> readers = this.handlers.stream().filter((stage) -> stage.agent().channel() == null).toList();
		List<Stage> unknown = readers.stream().filter((stage) -> stage.agent().tables() == null).toList();
		return unknown.isEmpty() ? readers : unknown;
	}

	/** A stage that reads topics, and those that feed the channels that it consumes. */
	private void addReaders(Stage stage, Set<Stage> readers, Set<Stage> seen) {
		if (stage.agent().channel() == null) {
			readers.add(stage);
		}
		if (seen.add(stage)) {
			this.handlers.stream()
				.filter((feeder) -> feeds(feeder, stage))
				.forEach((feeder) -> addReaders(feeder, readers, seen));
		}
	}

	private static boolean feeds(Stage feeder, Stage stage) {
		return feeder.agent()
			.sinks()
			.stream()
			.anyMatch((sink) -> stage.channels().stream().anyMatch((source) -> sink.outlet() == source.channel()));
	}

	private static boolean uses(AgentDefinition agent, String table) {
		return agent.tables() != null && agent.tables().contains(table);
	}

	private List<String> topicsOf(Stage stage) {
		return this.partitions.keySet().stream().filter(stage::reads).sorted().toList();
	}

	private String root(String topic) {
		String root = topic;
		while (!root.equals(this.parent.get(root))) {
			root = java.util.Objects.requireNonNull(this.parent.get(root));
		}
		return root;
	}

	/**
	 * Return the groups of topics; each is named after its first topic.
	 * @return the groups
	 */
	CopartitionGroups groups() {
		Map<String, TreeSet<String>> members = new LinkedHashMap<>();
		this.parent.keySet()
			.forEach((topic) -> members.computeIfAbsent(root(topic), (root) -> new TreeSet<>()).add(topic));
		Map<String, String> groupByTopic = new TreeMap<>();
		members.values().forEach((topics) -> topics.forEach((topic) -> groupByTopic.put(topic, topics.first())));
		List<CopartitionGroups.PatternGroup> patterns = this.topicByPattern.entrySet()
			.stream()
			.map((entry) -> new CopartitionGroups.PatternGroup(entry.getKey(),
					java.util.Objects.requireNonNull(groupByTopic.get(entry.getValue()))))
			.toList();
		return new CopartitionGroups(groupByTopic, patterns);
	}

	/**
	 * Return the tables of each group.
	 * @param tables all tables
	 * @param groups the groups
	 * @return tables by group
	 */
	Map<String, List<EngineTable<?, ?>>> tables(List<EngineTable<?, ?>> tables, CopartitionGroups groups) {
		Map<String, List<EngineTable<?, ?>>> byGroup = new HashMap<>();
		for (EngineTable<?, ?> table : tables) {
			readersFor(table.name()).stream()
				.flatMap((user) -> topicsOf(user).stream())
				.findFirst()
				.ifPresent((topic) -> byGroup.computeIfAbsent(groups.groupOf(topic), (group) -> new ArrayList<>())
					.add(table));
		}
		return byGroup;
	}

}
