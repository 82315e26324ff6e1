package org.faustspring.engine.topology;

import java.util.regex.Pattern;

import org.faustspring.engine.deadletter.DeadLetters;
import org.faustspring.engine.retry.RetryTopicNames;

/**
 * Names of the topics that belong to an App. Any thread.
 */
public final class TopicNames {

	private static final String CHANGELOG = "-changelog";

	private static final String REPARTITION = "-repartition";

	private static final String LEADER = "-leader";

	private static final String REPLY = "-reply";

	private final String appId;

	/**
	 * Create the names of an App.
	 * @param appId the App's id
	 */
	public TopicNames(String appId) {
		this.appId = appId;
	}

	/**
	 * Return the name of a table's changelog topic.
	 * @param table the table
	 * @return the name
	 */
	public String changelog(String table) {
		return this.appId + "-" + table + CHANGELOG;
	}

	/**
	 * Return the name of an agent's repartition topic.
	 * @param agent the agent
	 * @param grouping name of the grouping
	 * @return the name
	 */
	public String repartition(String agent, String grouping) {
		return this.appId + "-" + agent + "-" + grouping + REPARTITION;
	}

	/**
	 * Return the name of the topic whose one partition is the leader's.
	 * @return the name
	 */
	public String leader() {
		return this.appId + LEADER;
	}

	/**
	 * Return the name of the topic to which calls of an instance are answered.
	 * @param instanceId the instance
	 * @return the name
	 */
	public String reply(String instanceId) {
		return this.appId + "-" + instanceId + REPLY;
	}

	/**
	 * Tell whether a topic is a reply topic of some instance of the App.
	 * @param topic the topic
	 * @return whether it is named like one
	 */
	public boolean isReply(String topic) {
		return topic.startsWith(this.appId + "-") && topic.endsWith(REPLY)
				&& topic.length() > this.appId.length() + REPLY.length();
	}

	/**
	 * Narrow a pattern to topics that are not the App's own and not dead-letter or retry
	 * topics: reading those by accident would feed an agent its own output.
	 * @param pattern the pattern
	 * @return the narrowed pattern
	 */
	public String withoutOwn(Pattern pattern) {
		return "(?!" + Pattern.quote(this.appId + "-") + ".*(?:" + CHANGELOG + "|" + REPARTITION + "|" + REPLY
				+ ")$)(?!.*" + RetryTopicNames.ENDING + "$)(?!.*" + Pattern.quote(DeadLetters.topicFor("")) + "$)(?!"
				+ Pattern.quote(leader()) + "$)(?:" + pattern.pattern() + ")";
	}

}
