package org.faustspring.engine.topology;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.faustspring.engine.assignment.CopartitionGroups;
import org.faustspring.engine.table.EngineTable;
import org.jspecify.annotations.Nullable;

/**
 * What runs where: the stages, the topics they read, and the tables of each group of
 * co-partitioned topics, with the cluster's partition counts. Immutable.
 *
 * @param stages all stages
 * @param groups which topics are partitioned together
 * @param tables tables by group
 * @param partitions number of partitions of the named topics, internal ones included
 * @param leaderTopic the topic whose one partition is the leader's, read by no stage, or
 * {@code null} if no leader is needed
 */
public record Topology(List<Stage> stages, CopartitionGroups groups, Map<String, List<EngineTable<?, ?>>> tables,
		Map<String, Integer> partitions, @Nullable String leaderTopic) {

	/**
	 * Return the stages that read a topic.
	 * @param topic the topic
	 * @return the stages
	 */
	public List<Stage> stagesOf(String topic) {
		return this.stages.stream().filter((stage) -> stage.reads(topic)).toList();
	}

	/**
	 * Tell whether a topic's records carry where they were first read from.
	 * @param topic the topic
	 * @return whether a stage feeds it
	 */
	public boolean carriesOrigin(String topic) {
		return this.stages.stream().anyMatch((stage) -> stage.grouping() && topic.equals(stage.repartitionTopic()));
	}

	/**
	 * Tell whether a topic is there only to take events from one stage to the next.
	 * @param topic the topic
	 * @return whether it is
	 */
	public boolean internal(String topic) {
		return this.stages.stream()
			.anyMatch((stage) -> stage.grouping() && !stage.through() && topic.equals(stage.repartitionTopic()));
	}

	/**
	 * Return the tables whose partitions go with a group's.
	 * @param group the group
	 * @return the tables
	 */
	public List<EngineTable<?, ?>> tablesOf(String group) {
		return this.tables.getOrDefault(group, Collections.emptyList());
	}

	/**
	 * Return the group that a table belongs to.
	 * @param table the table's name
	 * @return the group, or {@code null} if no agent can use the table
	 */
	public @Nullable String groupOfTable(String table) {
		return this.tables.entrySet()
			.stream()
			.filter((entry) -> entry.getValue().stream().anyMatch((candidate) -> candidate.name().equals(table)))
			.map(Map.Entry::getKey)
			.findFirst()
			.orElse(null);
	}

	/**
	 * Return the topics to subscribe to, where all are known by name.
	 * @return the names
	 */
	public Set<String> topics() {
		Set<String> topics = new LinkedHashSet<>();
		this.stages.forEach((stage) -> {
			topics.addAll(stage.topics());
			topics.addAll(stage.retryTopics());
		});
		if (this.leaderTopic != null) {
			topics.add(this.leaderTopic);
		}
		return topics;
	}

	/**
	 * Tell whether a topic is a retry topic of this App's agents.
	 * @param topic the topic
	 * @return whether it is
	 */
	public boolean isRetry(String topic) {
		return this.stages.stream().anyMatch((stage) -> stage.retryTopics().contains(topic));
	}

	/**
	 * Return the pattern to subscribe to, where some topics are known by pattern only.
	 * @return the pattern, or {@code null} if {@link #topics()} are all
	 */
	public @Nullable Pattern pattern() {
		Collection<String> patterns = new ArrayList<>();
		for (Stage stage : this.stages) {
			if (stage.pattern() != null) {
				patterns.add("(?:" + stage.pattern().pattern() + ")");
			}
		}
		if (patterns.isEmpty()) {
			return null;
		}
		topics().forEach((topic) -> patterns.add(Pattern.quote(topic)));
		return Pattern.compile(patterns.stream().collect(Collectors.joining("|")));
	}

}
