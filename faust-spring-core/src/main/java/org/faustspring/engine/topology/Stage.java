package org.faustspring.engine.topology;

import java.util.List;
import java.util.regex.Pattern;

import org.faustspring.engine.progress.NameHash;
import org.faustspring.engine.handler.AgentDefinition;
import org.jspecify.annotations.Nullable;

/**
 * A step of processing that reads topics: an agent's handler, or the grouping before it,
 * which feeds the repartition topic that the handler then reads. Immutable.
 *
 * @param name unique name of the stage
 * @param agent the agent it is part of
 * @param grouping whether it is the grouping
 * @param topics names of the topics it reads, empty with a pattern
 * @param pattern pattern of the topics it reads, or {@code null}
 * @param repartitionTopic the agent's repartition topic, or {@code null} if it has none
 * @param hash short form of the name
 */
public record Stage(String name, AgentDefinition agent, boolean grouping, List<String> topics,
		@Nullable Pattern pattern, @Nullable String repartitionTopic, int hash) {

	static Stage handler(AgentDefinition agent, @Nullable String repartitionTopic) {
		return (repartitionTopic != null)
				? new Stage(agent.name(), agent, false, List.of(repartitionTopic), null, repartitionTopic,
						NameHash.of(agent.name()))
				: new Stage(agent.name(), agent, false, agent.topics(), agent.topicPattern(), null,
						NameHash.of(agent.name()));
	}

	static Stage grouping(AgentDefinition agent, String repartitionTopic) {
		String name = agent.name() + ".groupBy";
		return new Stage(name, agent, true, agent.topics(), agent.topicPattern(), repartitionTopic, NameHash.of(name));
	}

	/**
	 * Tell whether the stage reads a topic.
	 * @param topic the topic
	 * @return whether it does
	 */
	public boolean reads(String topic) {
		return (this.pattern != null) ? this.pattern.matcher(topic).matches() : this.topics.contains(topic);
	}

}
