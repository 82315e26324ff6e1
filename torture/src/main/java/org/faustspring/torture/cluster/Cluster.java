package org.faustspring.torture.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Uuid;

/**
 * A KRaft cluster of processes. Applications reach it by links that can be broken, the
 * rig directly.
 */
public final class Cluster implements AutoCloseable {

	private final List<Broker> brokers = new ArrayList<>();

	private final String directServers;

	private final String linkedServers;

	/**
	 * Lay a cluster out; it is started by {@link #start}.
	 * @param directory where it keeps everything
	 * @param size number of brokers
	 * @throws IOException if the directory cannot be written
	 */
	public Cluster(Path directory, int size) throws IOException {
		List<Integer> ports = FixedPorts.free(3 * size);
		String voters = "";
		List<String> direct = new ArrayList<>();
		List<String> linked = new ArrayList<>();
		for (int id = 1; id <= size; id++) {
			voters += (voters.isEmpty() ? "" : ",") + id + "@localhost:" + ports.get(3 * id - 3);
		}
		String clusterId = Uuid.randomUuid().toString();
		for (int id = 1; id <= size; id++) {
			int controllerPort = ports.get(3 * id - 3);
			int directPort = ports.get(3 * id - 2);
			int linkedPort = ports.get(3 * id - 1);
			Link link = new Link(linkedPort);
			Path own = directory.resolve("broker-" + id);
			Map<String, String> properties = properties(id, size, own, voters);
			properties.put("listeners", "CONTROLLER://localhost:%d,DIRECT://localhost:%d,LINKED://localhost:%d"
				.formatted(controllerPort, directPort, linkedPort));
			properties.put("advertised.listeners",
					"DIRECT://localhost:%d,LINKED://localhost:%d".formatted(directPort, link.port()));
			this.brokers.add(new Broker(id, own, clusterId, link, properties));
			direct.add("localhost:" + directPort);
			linked.add("localhost:" + link.port());
		}
		this.directServers = String.join(",", direct);
		this.linkedServers = String.join(",", linked);
	}

	private static Map<String, String> properties(int id, int size, Path directory, String voters) {
		Map<String, String> properties = new LinkedHashMap<>();
		properties.put("node.id", String.valueOf(id));
		properties.put("process.roles", "broker,controller");
		properties.put("controller.quorum.voters", voters);
		properties.put("controller.listener.names", "CONTROLLER");
		properties.put("inter.broker.listener.name", "DIRECT");
		properties.put("listener.security.protocol.map", "CONTROLLER:PLAINTEXT,DIRECT:PLAINTEXT,LINKED:PLAINTEXT");
		properties.put("log.dirs", directory.resolve("log").toAbsolutePath().toString());
		String replicas = String.valueOf(Math.min(3, size));
		String inSync = String.valueOf(Math.min(2, size));
		for (String topic : List.of("offsets.topic", "transaction.state.log", "share.coordinator.state.topic")) {
			properties.put(topic + ".replication.factor", replicas);
			properties.put(topic + ".num.partitions", "4");
		}
		properties.put("transaction.state.log.min.isr", inSync);
		properties.put("share.coordinator.state.topic.min.isr", inSync);
		properties.put("default.replication.factor", replicas);
		properties.put("min.insync.replicas", inSync);
		properties.put("auto.create.topics.enable", "false");
		properties.put("group.initial.rebalance.delay.ms", "0");
		properties.put("group.min.session.timeout.ms", "1000");
		properties.put("broker.session.timeout.ms", "4000");
		properties.put("broker.heartbeat.interval.ms", "500");
		properties.put("replica.lag.time.max.ms", "4000");
		properties.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "2000");
		properties.put("num.network.threads", "2");
		properties.put("num.io.threads", "4");
		properties.put("log.index.size.max.bytes", "1048576");
		properties.put("log.cleaner.dedupe.buffer.size", "4194304");
		return properties;
	}

	/**
	 * Start all brokers and wait until they serve.
	 */
	public void start() {
		this.brokers.forEach(Broker::start);
		awaitWhole(Duration.ofSeconds(120));
	}

	/**
	 * Return the brokers.
	 * @return all of them
	 */
	public List<Broker> brokers() {
		return this.brokers;
	}

	/**
	 * Return where the rig connects.
	 * @return bootstrap servers
	 */
	public String directServers() {
		return this.directServers;
	}

	/**
	 * Return where applications connect.
	 * @return bootstrap servers
	 */
	public String linkedServers() {
		return this.linkedServers;
	}

	/**
	 * Connect to it.
	 * @return an admin client, to be closed
	 */
	public Admin admin() {
		return Admin.create(Map.of("bootstrap.servers", this.directServers, "default.api.timeout.ms", "20000",
				"request.timeout.ms", "5000"));
	}

	/**
	 * Wait until all brokers are there and every partition has all its replicas in sync.
	 * @param limit how long
	 */
	public void awaitWhole(Duration limit) {
		long until = System.nanoTime() + limit.toNanos();
		String reason = "";
		try (Admin admin = admin()) {
			while (System.nanoTime() < until) {
				reason = incomplete(admin);
				if (reason.isEmpty()) {
					return;
				}
				Thread.sleep(250);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		throw new IllegalStateException("The cluster is not whole after %s: %s".formatted(limit, reason));
	}

	private String incomplete(Admin admin) throws InterruptedException {
		try {
			int nodes = admin.describeCluster().nodes().get(5, TimeUnit.SECONDS).size();
			if (nodes < this.brokers.size()) {
				return "%d brokers of %d".formatted(nodes, this.brokers.size());
			}
			return admin.describeTopics(admin.listTopics().names().get(5, TimeUnit.SECONDS))
				.allTopicNames()
				.get(5, TimeUnit.SECONDS)
				.values()
				.stream()
				.filter(Cluster::outOfSync)
				.map(TopicDescription::name)
				.collect(Collectors.joining(", "));
		}
		catch (ExecutionException | TimeoutException ex) {
			return ex.toString();
		}
	}

	private static boolean outOfSync(TopicDescription topic) {
		return topic.partitions()
			.stream()
			.anyMatch((partition) -> partition.isr().size() < partition.replicas().size() || partition.leader() == null
					|| partition.leader().isEmpty());
	}

	@Override
	public void close() {
		this.brokers.forEach((broker) -> {
			broker.kill();
			broker.link().close();
		});
	}

}
