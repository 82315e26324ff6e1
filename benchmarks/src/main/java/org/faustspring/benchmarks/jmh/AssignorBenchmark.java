package org.faustspring.benchmarks.jmh;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Assignment;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.GroupAssignment;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.GroupSubscription;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.faustspring.engine.assignment.AssignorContext;
import org.faustspring.engine.assignment.CopartitionGroups;
import org.faustspring.engine.assignment.FaustAssignor;
import org.faustspring.engine.assignment.InstanceInfo;
import org.faustspring.engine.assignment.TaskOwners;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long the leader of a group takes to assign many partitions: from nothing, and when
 * an instance joins a settled group.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
public class AssignorBenchmark {

	private static final List<String> TOPICS = List.of("orders", "payments");

	/** Partitions of all topics together. */
	@Param({ "1000", "10000" })
	public int partitions;

	/** Instances of the settled group. */
	@Param("20")
	public int instances;

	private final FaustAssignor assignor = new FaustAssignor();

	private Cluster cluster = Cluster.empty();

	private GroupSubscription fresh = new GroupSubscription(Map.of());

	private GroupSubscription joined = new GroupSubscription(Map.of());

	/** Creates the benchmark. */
	public AssignorBenchmark() {
	}

	/** Settles a group, which one more instance then joins. */
	@Setup(Level.Trial)
	public void prepare() {
		this.assignor.configure(Map.of(AssignorContext.CONFIG_KEY, new Context()));
		List<PartitionInfo> infos = new ArrayList<>();
		Node node = new Node(1, "localhost", 1);
		for (String topic : TOPICS) {
			for (int i = 0; i < this.partitions / TOPICS.size(); i++) {
				infos.add(new PartitionInfo(topic, i, node, new Node[] { node }, new Node[] { node }));
			}
		}
		this.cluster = new Cluster("cluster", List.of(node), infos, Set.of(), Set.of());
		this.fresh = new GroupSubscription(subscriptions(this.instances, Map.of()));
		Map<String, Assignment> settled = this.assignor.assign(this.cluster, this.fresh).groupAssignment();
		this.joined = new GroupSubscription(subscriptions(this.instances + 1, settled));
	}

	private Map<String, Subscription> subscriptions(int members, Map<String, Assignment> owned) {
		Map<String, Subscription> subscriptions = new HashMap<>();
		for (int i = 0; i < members; i++) {
			String member = "member-" + i;
			Assignment assignment = owned.get(member);
			List<TopicPartition> partitions = (assignment != null) ? assignment.partitions() : List.of();
			subscriptions.put(member, new Subscription(TOPICS, this.assignor.subscriptionUserData(Set.copyOf(TOPICS)),
					partitions, (partitions.isEmpty()) ? -1 : 1, Optional.empty()));
		}
		return subscriptions;
	}

	/**
	 * Assign to a group that has nothing yet.
	 * @return the assignment
	 */
	@Benchmark
	public GroupAssignment assignsToFreshGroup() {
		return this.assignor.assign(this.cluster, rewound(this.fresh));
	}

	/**
	 * Assign when an instance joins.
	 * @return the assignment
	 */
	@Benchmark
	public GroupAssignment assignsWhenAnInstanceJoins() {
		return this.assignor.assign(this.cluster, rewound(this.joined));
	}

	/** The assignor reads the buffers that members sent. */
	private static GroupSubscription rewound(GroupSubscription group) {
		group.groupSubscription().values().forEach((subscription) -> {
			if (subscription.userData() != null) {
				subscription.userData().rewind();
			}
		});
		return group;
	}

	private static final class Context implements AssignorContext {

		private final CopartitionGroups groups = new CopartitionGroups(
				Map.of("orders", "orders", "payments", "orders"));

		@Override
		public CopartitionGroups groups() {
			return this.groups;
		}

		@Override
		public InstanceInfo instance() {
			return new InstanceInfo("instance", "http://localhost:8080");
		}

		@Override
		public void ownersChanged(TaskOwners owners) {
			// Only a member that has been assigned tasks asks.
		}

	}

}
