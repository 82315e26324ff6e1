package org.faustspring.torture;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.faustspring.torture.cluster.Broker;
import org.faustspring.torture.cluster.Cluster;
import org.faustspring.torture.cluster.Link;

/**
 * What can happen to brokers and to the links to them. One thread.
 */
final class ClusterFaults {

	private static final Duration WHOLE = Duration.ofSeconds(120);

	private final Cluster cluster;

	ClusterFaults(Cluster cluster) {
		this.cluster = cluster;
	}

	Map<String, Fault> all() {
		Map<String, Fault> all = new LinkedHashMap<>();
		all.put("broker-kill", this::kill);
		all.put("broker-restart", this::restart);
		all.put("broker-sleep", this::sleep);
		all.put("rolling-restart", this::rolling);
		all.put("elections", this::elections);
		all.put("link-delay", this::delay);
		all.put("link-cut", this::cut);
		all.put("link-stall", this::stall);
		all.put("link-refuse", this::refuse);
		return all;
	}

	Map<String, Integer> weights() {
		Map<String, Integer> weights = new LinkedHashMap<>();
		all().keySet().forEach((name) -> weights.put(name, 2));
		weights.put("rolling-restart", 1);
		return weights;
	}

	private Broker any(Random dice) {
		return this.cluster.brokers().get(dice.nextInt(this.cluster.brokers().size()));
	}

	private String kill(Random dice) throws InterruptedException {
		Broker broker = any(dice);
		broker.kill();
		long down = pause(dice, 0, 6000);
		broker.start();
		this.cluster.awaitWhole(WHOLE);
		return "broker %d, down %d ms".formatted(broker.id(), down);
	}

	private String restart(Random dice) throws InterruptedException {
		Broker broker = any(dice);
		broker.stop();
		long down = pause(dice, 0, 6000);
		broker.start();
		this.cluster.awaitWhole(WHOLE);
		return "broker %d, down %d ms".formatted(broker.id(), down);
	}

	private String sleep(Random dice) throws InterruptedException {
		Broker broker = any(dice);
		broker.signal("STOP");
		long asleep;
		try {
			asleep = pause(dice, 500, 8000);
		}
		finally {
			broker.signal("CONT");
		}
		this.cluster.awaitWhole(WHOLE);
		return "broker %d, asleep %d ms".formatted(broker.id(), asleep);
	}

	private String rolling(Random dice) {
		List<Broker> order = new ArrayList<>(this.cluster.brokers());
		Collections.shuffle(order, dice);
		for (Broker broker : order) {
			broker.stop();
			broker.start();
			this.cluster.awaitWhole(WHOLE);
		}
		return "brokers %s".formatted(order.stream().map(Broker::id).toList());
	}

	private String elections(Random dice) throws Exception {
		try (Admin admin = this.cluster.admin()) {
			Map<TopicPartition, Optional<NewPartitionReassignment>> orders = new HashMap<>();
			admin
				.describeTopics(
						admin.listTopics(new org.apache.kafka.clients.admin.ListTopicsOptions().listInternal(true))
							.names()
							.get())
				.allTopicNames()
				.get()
				.forEach((topic, description) -> description.partitions().forEach((partition) -> {
					List<Integer> replicas = new ArrayList<>(partition.replicas().stream().map(Node::id).toList());
					Collections.rotate(replicas, 1);
					if (dice.nextBoolean()) {
						orders.put(new TopicPartition(topic, partition.partition()),
								Optional.of(new NewPartitionReassignment(replicas)));
					}
				}));
			admin.alterPartitionReassignments(orders).all().get(30, TimeUnit.SECONDS);
			Set<TopicPartition> partitions = orders.keySet();
			admin.electLeaders(ElectionType.PREFERRED, partitions).partitions().get(30, TimeUnit.SECONDS);
			return "%d partitions".formatted(partitions.size());
		}
	}

	/** The link to one broker, or to all. */
	private List<Link> links(Random dice) {
		return dice.nextBoolean() ? List.of(any(dice).link())
				: this.cluster.brokers().stream().map(Broker::link).toList();
	}

	private String delay(Random dice) throws InterruptedException {
		List<Link> links = links(dice);
		long late = 20 + dice.nextInt(300);
		links.forEach((link) -> link.delay(late));
		long lasted = pause(dice, 2000, 6000);
		links.forEach((link) -> link.delay(0));
		return "%d links, %d ms late for %d ms".formatted(links.size(), late, lasted);
	}

	private String cut(Random dice) throws InterruptedException {
		List<Link> links = links(dice);
		int times = 1 + dice.nextInt(5);
		for (int i = 0; i < times; i++) {
			links.forEach(Link::cut);
			pause(dice, 0, 1000);
		}
		return "%d links, %d times".formatted(links.size(), times);
	}

	private String stall(Random dice) throws InterruptedException {
		List<Link> links = links(dice);
		links.forEach((link) -> link.stall(true));
		long lasted = pause(dice, 500, 9000);
		boolean cut = dice.nextBoolean();
		if (cut) {
			// What was on its way is lost
			links.forEach(Link::cut);
		}
		links.forEach((link) -> link.stall(false));
		return "%d links for %d ms%s".formatted(links.size(), lasted, cut ? ", then cut" : "");
	}

	private String refuse(Random dice) throws InterruptedException {
		List<Link> links = links(dice);
		links.forEach((link) -> link.refuse(true));
		links.forEach(Link::cut);
		long lasted = pause(dice, 500, 8000);
		links.forEach((link) -> link.refuse(false));
		return "%d links for %d ms".formatted(links.size(), lasted);
	}

	private static long pause(Random dice, int least, int most) throws InterruptedException {
		long millis = least + dice.nextInt(most - least);
		Thread.sleep(millis);
		return millis;
	}

}
