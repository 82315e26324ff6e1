package org.faustspring.engine.call;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import org.apache.kafka.common.header.Headers;
import org.faustspring.engine.assignment.TaskId;
import org.faustspring.engine.handler.AgentDefinition;
import org.faustspring.engine.table.KeyPartitioner;
import org.faustspring.engine.topology.Topology;
import org.jspecify.annotations.Nullable;

/**
 * Knows which task a call would be answered by: {@code app/agent@task}. Any thread.
 */
final class CallPlaces {

	private final String appId;

	private final Topology topology;

	CallPlaces(String appId, Topology topology) {
		this.appId = appId;
		this.topology = topology;
	}

	/**
	 * Return the task that a caller's handler runs for.
	 * @param caller the caller
	 * @return the place
	 */
	String of(Caller caller) {
		return place(caller.agent(), caller.input().topic(), caller.input().partition());
	}

	private String place(String agent, String topic, int partition) {
		return "%s/%s@%s".formatted(this.appId, agent, new TaskId(this.topology.groups().groupOf(topic), partition));
	}

	/**
	 * Return the task that would answer.
	 * @param agent the agent
	 * @param topic the topic that the request is sent to
	 * @param request the request as the agent would see it
	 * @return the place, or {@code null} if it is not known before it is sent
	 */
	@Nullable String of(AgentDefinition agent, String topic, RequestEvent request) {
		AgentDefinition.Grouping grouping = agent.grouping();
		if (grouping == null) {
			byte[] key = request.rawKey();
			return (key != null) ? placeOfKey(agent, topic, key) : null;
		}
		String repartition = repartitionTopic(agent);
		byte[] key = (repartition != null) ? groupedKey(grouping, repartition, request) : null;
		return (repartition != null && key != null) ? placeOfKey(agent, repartition, key) : null;
	}

	private @Nullable String placeOfKey(AgentDefinition agent, String topic, byte[] key) {
		Integer count = this.topology.partitions().get(topic);
		return (count != null) ? place(agent.name(), topic, KeyPartitioner.partition(key, count)) : null;
	}

	private @Nullable String repartitionTopic(AgentDefinition agent) {
		return this.topology.stages()
			.stream()
			.filter((stage) -> stage.grouping() && stage.agent().name().equals(agent.name()))
			.map((stage) -> stage.repartitionTopic())
			.findFirst()
			.orElse(null);
	}

	private static byte @Nullable [] groupedKey(AgentDefinition.Grouping grouping, String topic, RequestEvent request) {
		try {
			Object key = grouping.key().keyOf(request);
			Headers headers = request.headers();
			return grouping.keySerializer().serialize(topic, headers, key);
		}
		catch (Exception ex) {
			// The agent will say what is wrong with it.
			return null;
		}
	}

	/**
	 * Choose a partition for a request without a key, so that it does not wait for whom
	 * it is sent by.
	 * @param agent the agent
	 * @param topic the topic that the request is sent to
	 * @param path who waits
	 * @return the partition, -1 if all wait, {@code null} to leave it to the producer
	 */
	@Nullable Integer partitionBeside(AgentDefinition agent, String topic, CallPath path) {
		Integer count = this.topology.partitions().get(topic);
		if (agent.grouping() != null || count == null) {
			return null;
		}
		List<Integer> free = new ArrayList<>();
		for (int partition = 0; partition < count; partition++) {
			if (!path.contains(place(agent.name(), topic, partition))) {
				free.add(partition);
			}
		}
		if (free.size() == count) {
			return null;
		}
		return (free.isEmpty()) ? -1 : free.get(ThreadLocalRandom.current().nextInt(free.size()));
	}

}
