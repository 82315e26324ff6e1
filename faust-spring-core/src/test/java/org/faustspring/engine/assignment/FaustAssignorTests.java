package org.faustspring.engine.assignment;

import java.nio.ByteBuffer;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Assignment;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.GroupSubscription;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.RebalanceProtocol;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link FaustAssignor}.
 */
class FaustAssignorTests {

	private static final CopartitionGroups GROUPS = new CopartitionGroups(Map.of("a", "a", "b", "a"));

	private final SimulatedGroup group = new SimulatedGroup();

	private static TopicPartition partition(String topic, int number) {
		return new TopicPartition(topic, number);
	}

	@Test
	void consumerCreatesItFromItsConfiguration() {
		RecordingContext context = new RecordingContext(GROUPS, new InstanceInfo("one", null));

		List<ConsumerPartitionAssignor> assignors = ConsumerPartitionAssignor
			.getAssignorInstances(List.of(FaustAssignor.class.getName()), Map.of(AssignorContext.CONFIG_KEY, context));

		assertThat(assignors).singleElement().satisfies((assignor) -> {
			assertThat(assignor.name()).isEqualTo("faust");
			assertThat(assignor.supportedProtocols()).containsExactly(RebalanceProtocol.COOPERATIVE);
		});
	}

	@Test
	void realConsumerAcceptsIt() {
		Properties properties = new Properties();
		properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:1");
		properties.put(ConsumerConfig.GROUP_ID_CONFIG, "group");
		properties.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, FaustAssignor.class.getName());
		properties.put(AssignorContext.CONFIG_KEY, new RecordingContext(GROUPS, new InstanceInfo("one", null)));

		try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(),
				new ByteArrayDeserializer())) {
			assertThat(consumer.assignment()).isEmpty();
		}
	}

	@Test
	void missingContextFailsWithTheKeyItNeeds() {
		assertThatExceptionOfType(ConfigException.class).isThrownBy(() -> new FaustAssignor().configure(Map.of()))
			.withMessageContaining(AssignorContext.CONFIG_KEY)
			.withMessageContaining("AssignorContext");
	}

	@Test
	void taskHoldsTheTopicsThatHaveItsPartition() {
		this.group.partitionsByTopic.putAll(Map.of("a", 2, "b", 1));
		SimulatedGroup.Member one = this.group.join("one", GROUPS, Set.of("a", "b"));
		SimulatedGroup.Member two = this.group.join("two", GROUPS, Set.of("a", "b"));

		this.group.settle();

		assertThat(List.of(one.owned, two.owned))
			.containsExactlyInAnyOrder(Set.of(partition("a", 0), partition("b", 0)), Set.of(partition("a", 1)));
	}

	@Test
	void taskThatIsHalfMovedComesTogetherAgain() {
		this.group.partitionsByTopic.putAll(Map.of("a", 1, "b", 1));
		SimulatedGroup.Member one = this.group.join("one", GROUPS, Set.of("a", "b"));
		SimulatedGroup.Member two = this.group.join("two", GROUPS, Set.of("a", "b"));
		one.owned.add(partition("a", 0));
		two.owned.add(partition("b", 0));

		assertThat(this.group.settle()).isEqualTo(2);

		assertThat(one.owned).containsExactlyInAnyOrder(partition("a", 0), partition("b", 0));
		assertThat(two.owned).isEmpty();
	}

	@Test
	void movingTaskStillCountsAsItsOldOwners() {
		this.group.partitionsByTopic.putAll(Map.of("a", 2, "b", 2));
		SimulatedGroup.Member one = this.group.join("one", GROUPS, Set.of("a", "b"));
		this.group.settle();
		SimulatedGroup.Member two = this.group.join("two", GROUPS, Set.of("a", "b"));

		this.group.rebalance(Set.of());

		assertThat(two.owned).isEmpty();
		assertThat(two.context.owners.all()).containsOnlyKeys(one.context.instance);

		this.group.settle();

		assertThat(one.context.owners.all()).containsOnlyKeys(one.context.instance, two.context.instance);
	}

	@Test
	void newTopicOfAGroupStaysWithItsTaskWhileTheLeaderRunsAnOlderVersion() {
		this.group.partitionsByTopic.putAll(Map.of("a", 4, "b", 4));
		SimulatedGroup.Member old = this.group.join("leader", new CopartitionGroups(Map.of("a", "a")), Set.of("a"));
		this.group.settle();
		SimulatedGroup.Member upgraded = this.group.join("upgraded", GROUPS, Set.of("a", "b"));

		this.group.settle();

		assertThat(old.owned).isEmpty();
		assertThat(upgraded.owned).hasSize(8);
	}

	@Test
	void topicNobodyCanOwnWithTheRestOfItsGroupWaits() {
		this.group.partitionsByTopic.putAll(Map.of("a", 2, "b", 2, "c", 2));
		CopartitionGroups renamed = new CopartitionGroups(Map.of("a", "a", "c", "a"));
		this.group.join("one", GROUPS, Set.of("a", "b"));
		this.group.join("two", GROUPS, Set.of("a", "b"));
		SimulatedGroup.Member upgraded = this.group.join("upgraded", renamed, Set.of("a", "c"));

		this.group.settle();

		assertThat(upgraded.owned).isEmpty();
		assertThat(this.group.owners()).hasSize(4);

		this.group.leave("one");
		this.group.leave("two");
		this.group.settle();

		assertThat(upgraded.owned).hasSize(4);
	}

	@Test
	void topicThatDoesNotExistIsLeftOut() {
		this.group.partitionsByTopic.put("a", 1);
		SimulatedGroup.Member one = this.group.join("one", GROUPS, Set.of("a", "b"));

		this.group.settle();

		assertThat(one.owned).containsExactly(partition("a", 0));
	}

	@Test
	void memberWithForeignDataIsKnownByItsMemberId() {
		this.group.partitionsByTopic.put("a", 1);
		RecordingContext context = new RecordingContext(GROUPS, new InstanceInfo("one", null));
		FaustAssignor assignor = RecordingContext.assignorOf(context);
		Subscription foreign = new Subscription(List.of("a"), ByteBuffer.wrap(new byte[] { 1, 2, 3 }), List.of(), -1,
				Optional.empty());

		Assignment assignment = assignor
			.assign(this.group.cluster(), new GroupSubscription(Map.of("stranger", foreign)))
			.groupAssignment()
			.get("stranger");
		assertThat(assignment).isNotNull();
		assignor.onAssignment(assignment, RecordingContext.metadata());

		assertThat(context.owners.ownerOf(new TaskId("a", 0))).isEqualTo(new InstanceInfo("stranger", null));
	}

	@Test
	void unreadableOwnersAreNone() {
		RecordingContext context = new RecordingContext(GROUPS, new InstanceInfo("one", null));
		context.owners = TaskOwners.of(Map.of(new TaskId("a", 0), context.instance));

		RecordingContext.assignorOf(context).onAssignment(new Assignment(List.of()), RecordingContext.metadata());

		assertThat(context.owners).isEqualTo(TaskOwners.none());
	}

	@Test
	void largeGroupIsAssignedInTimeAndItsRecordFitsTheBroker() {
		CopartitionGroups groups = new CopartitionGroups(Map.of("a", "a", "b", "a"));
		Set<String> topics = Set.of("a", "b", "c");
		this.group.partitionsByTopic.putAll(Map.of("a", 4000, "b", 4000, "c", 2000));
		for (int member = 0; member < 100; member++) {
			this.group.join("member-%03d".formatted(member), groups, topics);
		}
		// Processor time: what else the machine does is not the assignor's
		ThreadMXBean threads = ManagementFactory.getThreadMXBean();
		long start = threads.getCurrentThreadCpuTime();

		this.group.rebalance(Set.of());

		assertThat(Duration.ofNanos(threads.getCurrentThreadCpuTime() - start)).isLessThan(Duration.ofSeconds(3));
		SimulatedGroup.Member any = this.group.members.values().iterator().next();
		assertThat(any.context.owners.byTask()).hasSize(6000);
		assertThat(new HashSet<>(this.group.owners().values())).hasSize(100);
	}

}
