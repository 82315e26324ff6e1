package org.faustspring.engine.assignment;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Says which topics are partitioned together. A topic it was not told of belongs to the
 * group of a pattern that it matches, else it is a group of its own, named after the
 * topic. Immutable, any thread.
 * <p>
 * Topics and groups share one namespace: a group should be named after one of its topics,
 * because a group that happens to carry the name of some other topic is co-partitioned
 * with that topic too.
 */
public final class CopartitionGroups {

	private final Map<String, String> groupByTopic;

	private final Map<String, Set<String>> topicsByGroup;

	private final List<PatternGroup> patterns;

	/**
	 * Create the groups.
	 * @param groupByTopic the name of the group of each topic; copied
	 */
	public CopartitionGroups(Map<String, String> groupByTopic) {
		this(groupByTopic, List.of());
	}

	/**
	 * Create the groups.
	 * @param groupByTopic the name of the group of each topic; copied
	 * @param patterns the groups of topics that are not known yet, the first match counts
	 */
	public CopartitionGroups(Map<String, String> groupByTopic, List<PatternGroup> patterns) {
		this.patterns = List.copyOf(patterns);
		this.groupByTopic = Map.copyOf(groupByTopic);
		Map<String, Set<String>> topicsByGroup = new TreeMap<>();
		this.groupByTopic
			.forEach((topic, group) -> topicsByGroup.computeIfAbsent(group, (name) -> new TreeSet<>()).add(topic));
		topicsByGroup.replaceAll((group, topics) -> Collections.unmodifiableSet(topics));
		this.topicsByGroup = Collections.unmodifiableMap(topicsByGroup);
	}

	/**
	 * Return the group a topic belongs to.
	 * @param topic the name of any topic
	 * @return the name of its group; the topic's own name if the topic is unknown
	 */
	public String groupOf(String topic) {
		String group = this.groupByTopic.get(topic);
		if (group != null) {
			return group;
		}
		for (PatternGroup pattern : this.patterns) {
			if (pattern.pattern().matcher(topic).matches()) {
				return pattern.group();
			}
		}
		return topic;
	}

	/**
	 * Return the topics of a group.
	 * @param group the name of a group
	 * @return its topics in alphabetical order; only the topic of that name if the group
	 * is unknown
	 */
	public Set<String> topicsOf(String group) {
		return this.topicsByGroup.getOrDefault(group, Set.of(group));
	}

	@Override
	public String toString() {
		return this.topicsByGroup.toString();
	}

	/**
	 * The group of topics that come to match a pattern.
	 *
	 * @param pattern the pattern of their names
	 * @param group the name of the group
	 */
	public record PatternGroup(Pattern pattern, String group) {

	}

}
