package org.faustspring.engine.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.faustspring.engine.handler.AgentDefinition;
import org.faustspring.engine.handler.ChannelSource;
import org.faustspring.engine.progress.NameHash;
import org.faustspring.engine.retry.RetryTopicNames;
import org.faustspring.engine.stream.Segment;
import org.faustspring.engine.stream.StreamPlan;
import org.faustspring.engine.stream.StreamTopic;
import org.jspecify.annotations.Nullable;

/**
 * A step of processing that reads topics: an agent's handler, or a grouping before it,
 * which feeds the topic that the next stage reads. Immutable.
 *
 * @param name unique name of the stage
 * @param agent the agent it is part of
 * @param grouping whether it feeds another stage
 * @param topics names of the topics it reads, with a pattern those beside it
 * @param pattern pattern of the topics it reads, or {@code null}
 * @param repartitionTopic of a grouping the topic it feeds; of a handler the one it
 * reads, or {@code null} if it has none
 * @param hash short form of the name
 * @param segment the segment of a stream it runs, or {@code null}
 * @param tables names of the tables that only this stage uses
 * @param retryTopics the retry topics of the topics it reads
 * @param merged the channels that its stream merges
 */
public record Stage(String name, AgentDefinition agent, boolean grouping, List<String> topics,
		@Nullable Pattern pattern, @Nullable String repartitionTopic, int hash, @Nullable Segment segment,
		Set<String> tables, Set<String> retryTopics, List<ChannelSource> merged) {

	/**
	 * Create a stage that is not part of a stream, without retry topics.
	 * @param name unique name of the stage
	 * @param agent the agent it is part of
	 * @param grouping whether it feeds another stage
	 * @param topics names of the topics it reads, empty with a pattern
	 * @param pattern pattern of the topics it reads, or {@code null}
	 * @param repartitionTopic the agent's repartition topic, or {@code null} if it has
	 * none
	 * @param hash short form of the name
	 */
	public Stage(String name, AgentDefinition agent, boolean grouping, List<String> topics, @Nullable Pattern pattern,
			@Nullable String repartitionTopic, int hash) {
		this(name, agent, grouping, topics, pattern, repartitionTopic, hash, null, Set.of(), Set.of(), List.of());
	}

	Stage withRetryTopics(Set<String> names) {
		return new Stage(this.name, this.agent, this.grouping, this.topics, this.pattern, this.repartitionTopic,
				this.hash, this.segment, this.tables, names, this.merged);
	}

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
	 * Return the stages of a stream.
	 * @param agent the agent
	 * @param plan what it has composed
	 * @param repartitionTopic the repartition topic it reads instead of its own topics,
	 * or {@code null}
	 * @param names names of internal topics
	 */
	static List<Stage> ofStream(AgentDefinition agent, StreamPlan plan, @Nullable String repartitionTopic,
			TopicNames names) {
		List<Stage> stages = new ArrayList<>();
		String input = repartitionTopic;
		for (Segment segment : plan.segments()) {
			Segment.Exit exit = segment.exit();
			List<String> topics = new ArrayList<>((input != null) ? List.of(input) : agent.topics());
			segment.merged().stream().map(StreamTopic::name).forEach(topics::add);
			String name = agent.name();
			String feeds = input;
			if (exit != null) {
				StreamTopic through = exit.through();
				name += (through != null) ? ".through-" + exit.name() : ".groupBy-" + exit.name();
				feeds = (through != null) ? exit.name() : names.repartition(agent.name(), exit.name());
			}
			stages.add(new Stage(name, agent, exit != null, List.copyOf(topics),
					(input != null) ? null : agent.topicPattern(), feeds, NameHash.of(name), segment,
					plan.tablesOf(segment), Set.of(), plan.channelsOf(segment)));
			input = feeds;
		}
		return stages;
	}

	/**
	 * Tell whether what the stage feeds is a topic of the application's.
	 * @return whether it is
	 */
	public boolean through() {
		Segment.Exit exit = (this.segment != null) ? this.segment.exit() : null;
		return exit != null && exit.through() != null;
	}

	/**
	 * Return the channels whose messages it gets.
	 * @return the channels
	 */
	public List<ChannelSource> channels() {
		ChannelSource own = this.agent.channel();
		return (own != null) ? Stream.concat(Stream.of(own), this.merged.stream()).toList() : this.merged;
	}

	/**
	 * Tell whether the stage reads a topic.
	 * @param topic the topic
	 * @return whether it does
	 */
	public boolean reads(String topic) {
		return this.topics.contains(topic) || this.retryTopics.contains(topic)
				|| (this.pattern != null && this.pattern.matcher(topic).matches());
	}

	/**
	 * Return the topic that a retry topic is for.
	 * @param topic a topic that the stage reads
	 * @return the topic itself, if it is no retry topic
	 */
	public String withoutRetry(String topic) {
		return this.retryTopics.contains(topic) ? topic.replaceFirst(RetryTopicNames.ENDING + "$", "") : topic;
	}

}
