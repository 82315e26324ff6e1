package org.faustspring.benchmarks.jmh;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.CreateTopicsResult.TopicMetadataAndConfig;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.clients.admin.DescribeConfigsResult;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsResult;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.ListTopicsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.TopicListing;
import org.apache.kafka.clients.admin.internals.CoordinatorKey;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.jspecify.annotations.Nullable;

/**
 * Answers what an App asks a cluster when it starts for the first time: topics of one
 * partition, nothing in them, nothing committed. Kafka's clients have no mock of an admin
 * client, and only they can make some of its answers. Any thread.
 */
final class LocalTopics implements InvocationHandler {

	private static final Node NODE = new Node(0, "localhost", 9092);

	private final Map<String, Config> topics = new ConcurrentHashMap<>();

	private final Map<String, Uuid> ids = new ConcurrentHashMap<>();

	LocalTopics(String... names) {
		for (String name : names) {
			create(new NewTopic(name, 1, (short) 1));
		}
	}

	Admin admin() {
		return (Admin) Proxy.newProxyInstance(LocalTopics.class.getClassLoader(), new Class<?>[] { Admin.class }, this);
	}

	@Override
	@SuppressWarnings("unchecked")
	public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
			throws ReflectiveOperationException {
		Object first = (arguments != null) ? Objects.requireNonNull(arguments[0]) : List.of();
		return switch (method.getName()) {
			case "describeCluster" ->
				made(DescribeClusterResult.class, done(List.of(NODE)), done(NODE), done("local"), done(Set.of()));
			case "listTopics" -> made(ListTopicsResult.class, done(each(this.topics.keySet(), this::listing)));
			case "describeTopics" ->
				made(DescribeTopicsResult.class, null, each((Collection<String>) first, this::description));
			case "describeConfigs" -> made(DescribeConfigsResult.class, each((Collection<ConfigResource>) first,
					(resource) -> done(Objects.requireNonNull(this.topics.get(resource.name())))));
			case "createTopics" -> {
				((Collection<NewTopic>) first).forEach(this::create);
				yield made(CreateTopicsResult.class, each(
						((Collection<NewTopic>) first).stream().map(NewTopic::name).toList(),
						(name) -> done(new TopicMetadataAndConfig(this.ids.get(name), 1, 1, this.topics.get(name)))));
			}
			case "listOffsets" -> new ListOffsetsResult(each(((Map<TopicPartition, ?>) first).keySet(),
					(partition) -> done(new ListOffsetsResultInfo(0, -1, Optional.empty()))));
			case "listConsumerGroupOffsets" -> nothingCommitted((Map<String, ListConsumerGroupOffsetsSpec>) first);
			case "close" -> null;
			default -> throw new UnsupportedOperationException(method.toString());
		};
	}

	private void create(NewTopic topic) {
		Map<String, String> settings = (topic.configs() != null) ? topic.configs() : Map.of();
		this.ids.put(topic.name(), Uuid.randomUuid());
		this.topics.put(topic.name(),
				new Config(settings.entrySet()
					.stream()
					.map((setting) -> new ConfigEntry(setting.getKey(), setting.getValue()))
					.toList()));
	}

	private TopicListing listing(String topic) {
		return new TopicListing(topic, this.ids.get(topic), false);
	}

	private KafkaFuture<TopicDescription> description(String topic) {
		if (!this.topics.containsKey(topic)) {
			KafkaFutureImpl<TopicDescription> unknown = new KafkaFutureImpl<>();
			unknown.completeExceptionally(new UnknownTopicOrPartitionException(topic));
			return unknown;
		}
		return done(new TopicDescription(topic, false,
				List.of(new TopicPartitionInfo(0, NODE, List.of(NODE), List.of(NODE))), Set.of(), this.ids.get(topic)));
	}

	private static Object nothingCommitted(Map<String, ListConsumerGroupOffsetsSpec> groups)
			throws ReflectiveOperationException {
		Map<CoordinatorKey, KafkaFuture<Map<TopicPartition, Object>>> answers = new HashMap<>();
		groups.forEach((group, spec) -> {
			Map<TopicPartition, Object> offsets = new HashMap<>();
			spec.topicPartitions().forEach((partition) -> offsets.put(partition, null));
			answers.put(CoordinatorKey.byGroupId(group), done(offsets));
		});
		return made(ListConsumerGroupOffsetsResult.class, answers);
	}

	private static <K, V> Map<K, V> each(Collection<K> keys, Function<K, V> value) {
		Map<K, V> values = new HashMap<>();
		keys.forEach((key) -> values.put(key, value.apply(key)));
		return values;
	}

	private static <T> KafkaFuture<T> done(T value) {
		return KafkaFuture.completedFuture(value);
	}

	/** The types of answers have one constructor each, for Kafka's own use. */
	private static Object made(Class<?> type, @Nullable Object... arguments) throws ReflectiveOperationException {
		Constructor<?> constructor = type.getDeclaredConstructors()[0];
		constructor.setAccessible(true);
		return constructor.newInstance(arguments);
	}

}
