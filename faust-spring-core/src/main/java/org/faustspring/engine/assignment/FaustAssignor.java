package org.faustspring.engine.assignment;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Configurable;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * Assigns tasks to the instances of the application: cooperative, sticky, balanced, and
 * with co-partitioned topics together. The consumer creates it by its class name and
 * calls it on the thread that polls; needs an {@link AssignorContext} in the consumer's
 * configuration and the classic group protocol.
 * <p>
 * It speaks the cooperative protocol only. The eager one would take all tasks from all
 * instances in each rebalance; a consumer of another kind in the same group is refused by
 * the broker instead.
 */
public final class FaustAssignor implements ConsumerPartitionAssignor, Configurable {

	/**
	 * The name of the assignor in the group protocol.
	 */
	public static final String NAME = "faust";

	/**
	 * The broker keeps the state of a group in one record, with the assignments of all
	 * members, and refuses the rebalance when it is too large (1 MB by default).
	 */
	private static final int MAX_OWNERS_BYTES = 512 * 1024;

	private static final Log logger = LogFactory.getLog(FaustAssignor.class);

	private @Nullable AssignorContext context;

	/** What this member has said of itself when it joined last. */
	private int signature;

	@Override
	public void configure(Map<String, ?> configs) {
		Object context = configs.get(AssignorContext.CONFIG_KEY);
		if (!(context instanceof AssignorContext found)) {
			throw new ConfigException(AssignorContext.CONFIG_KEY, context,
					"%s needs an %s here; leave the partition assignment strategy of other consumers at its default"
						.formatted(FaustAssignor.class.getSimpleName(), AssignorContext.class.getSimpleName()));
		}
		this.context = found;
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public List<RebalanceProtocol> supportedProtocols() {
		return List.of(RebalanceProtocol.COOPERATIVE);
	}

	@Override
	public ByteBuffer subscriptionUserData(Set<String> topics) {
		context().joins();
		MemberData data = MemberData.of(context(), topics);
		this.signature = data.signature();
		return data.encode(topics);
	}

	@Override
	public GroupAssignment assign(Cluster cluster, GroupSubscription group) {
		SortedMap<String, Subscription> subscriptions = new TreeMap<>(group.groupSubscription());
		Map<String, MemberData> members = readMembers(subscriptions);
		TaskLayout layout = layOut(cluster, subscriptions, members);
		PartitionClaims claims = readClaims(subscriptions);
		Map<TaskId, String> present = CooperativeRound.presentOwners(layout, claims);
		AssignmentPlan plan = new AssignmentPlan(layout, present, members, context()::hasTables,
				context().standbyReplicas());
		CooperativeRound round = new CooperativeRound(layout, claims, plan.targets());
		byte[] owners = TaskOwnersCodec.encode(plan.told(round.owners()));
		if (isTooLarge(owners, subscriptions.size())) {
			plan = AssignmentPlan.withoutCopies(layout, present, members);
			round = new CooperativeRound(layout, claims, plan.targets());
			owners = encodeOwners(round, members, subscriptions.size());
		}
		logger.info(("Assigned %s tasks to %s instances; %s of them wait until their present owner gives them up, %s "
				+ "until their next owner has a warm copy")
			.formatted(layout.tasks().size(), subscriptions.size(), round.withheld(), plan.heirs().size()));
		ByteBuffer told = ByteBuffer.wrap(owners);
		Map<String, Assignment> assignments = new HashMap<>();
		round.partitions()
			.forEach((member, partitions) -> assignments.put(member, new Assignment(partitions, told.duplicate())));
		return new GroupAssignment(assignments);
	}

	@Override
	public void onAssignment(Assignment assignment, ConsumerGroupMetadata metadata) {
		TaskOwners owners = TaskOwnersCodec.decode(assignment.userData());
		if (owners == null) {
			logger.warn(("The leader of consumer group '%s' sent no readable owners of tasks: until the next rebalance "
					+ "this instance cannot tell where other tasks are. Run compatible versions on all instances")
				.formatted(metadata.groupId()));
			owners = TaskOwners.none();
		}
		context().ownersChanged(owners);
		int known = owners.signatureOf(context().instance());
		if (known != 0 && known != this.signature) {
			context().assignmentOutdated();
		}
	}

	private static Map<String, MemberData> readMembers(Map<String, Subscription> subscriptions) {
		Map<String, MemberData> members = new TreeMap<>();
		subscriptions.forEach((member, subscription) -> {
			MemberData data = MemberData.decode(subscription.userData(), subscription.topics());
			if (data == null) {
				String instanceId = subscription.groupInstanceId().orElse(member);
				logger.warn(("Member '%s' of the consumer group sent no readable data of its instance: it is known as "
						+ "'%s' without a URL. Run compatible versions on all instances")
					.formatted(member, instanceId));
				data = MemberData.withoutCopies(new InstanceInfo(instanceId, null), Map.of());
			}
			members.put(member, data);
		});
		return members;
	}

	private TaskLayout layOut(Cluster cluster, Map<String, Subscription> subscriptions,
			Map<String, MemberData> members) {
		Map<String, Set<String>> topicsByMember = new TreeMap<>();
		Map<String, Integer> partitionsByTopic = new TreeMap<>();
		subscriptions.forEach((member, subscription) -> {
			topicsByMember.put(member, new HashSet<>(subscription.topics()));
			for (String topic : subscription.topics()) {
				Integer partitions = cluster.partitionCountForTopic(topic);
				partitionsByTopic.put(topic, (partitions != null) ? partitions : 0);
			}
		});
		List<Map<String, String>> groups = new ArrayList<>();
		members.values().forEach((data) -> groups.add(data.groupByTopic()));
		TaskLayout layout = TaskLayout.of(topicsByMember, partitionsByTopic,
				TopicMerge.groupByTopic(partitionsByTopic.keySet(), context().groups(), groups));
		Set<String> missing = new TreeSet<>(partitionsByTopic.keySet());
		missing.removeIf((topic) -> partitionsByTopic.getOrDefault(topic, 0) > 0);
		if (!missing.isEmpty()) {
			logger.warn(("Nothing is assigned of the topics %s: they do not exist. Create them; they are then assigned "
					+ "without a restart")
				.formatted(missing));
		}
		layout.unassignable()
			.forEach((name, topics) -> logger.warn(("Nothing is assigned of the topics %s: no instance subscribes to "
					+ "all topics of group '%s', which belong together. This ends by itself when all instances run "
					+ "the same version")
				.formatted(topics, name)));
		return layout;
	}

	private static PartitionClaims readClaims(Map<String, Subscription> subscriptions) {
		Map<String, PartitionClaims.Claim> claims = new TreeMap<>();
		subscriptions.forEach((member, subscription) -> claims.put(member,
				new PartitionClaims.Claim(subscription.generationId().orElse(-1), subscription.ownedPartitions())));
		return new PartitionClaims(claims);
	}

	private static byte[] encodeOwners(CooperativeRound round, Map<String, MemberData> members, int receivers) {
		Map<TaskId, InstanceInfo> owners = new TreeMap<>();
		round.owners().forEach((task, member) -> {
			MemberData data = members.get(member);
			if (data != null) {
				owners.put(task, data.instance());
			}
		});
		byte[] encoded = TaskOwnersCodec.encode(TaskOwners.of(owners));
		if (isTooLarge(encoded, receivers)) {
			logger.warn(("The owners of %s tasks take %s bytes for each of %s instances, more than the broker keeps "
					+ "for a group: instances are not told of each other's tasks. Use fewer partitions or instances")
				.formatted(owners.size(), encoded.length, receivers));
			return TaskOwnersCodec.encode(TaskOwners.none());
		}
		return encoded;
	}

	private static boolean isTooLarge(byte[] owners, int receivers) {
		return (long) owners.length * receivers > MAX_OWNERS_BYTES;
	}

	private AssignorContext context() {
		AssignorContext context = this.context;
		if (context == null) {
			throw new IllegalStateException("The assignor is used before it is configured");
		}
		return context;
	}

}
