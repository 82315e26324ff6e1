package org.faustspring.boot.embedded;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The configuration of the single node: what makes it a small, quick and local one, with
 * the user's properties on top.
 */
final class BrokerProperties {

	static final int NODE_ID = 1;

	static final String CONTROLLER_LISTENER = "CONTROLLER";

	private static final String BIND_ADDRESS = "127.0.0.1";

	/** Properties the broker derives from its port and directory. */
	private static final List<String> OWNED = List.of("node.id", "broker.id", "process.roles", "listeners",
			"advertised.listeners", "controller.listener.names", "controller.quorum.voters",
			"controller.quorum.bootstrap.servers", "inter.broker.listener.name", "log.dir", "log.dirs",
			"metadata.log.dir");

	private BrokerProperties() {
	}

	static void verifyExtra(Map<String, String> extra) {
		for (String name : OWNED) {
			if (extra.containsKey(name)) {
				throw new IllegalArgumentException("The broker property '" + name
						+ "' cannot be set: the embedded broker derives it from its port and directory");
			}
		}
	}

	static Map<String, String> of(DataDirectory directory, int port, int controllerPort, Map<String, String> extra) {
		Map<String, String> properties = new LinkedHashMap<>();
		small(properties);
		quick(properties);
		if (directory.wasLeftUncleanly()) {
			afterCrash(properties);
		}
		properties.putAll(extra);
		single(properties, directory.logDirectory(), port, controllerPort);
		return properties;
	}

	private static void single(Map<String, String> properties, Path logDirectory, int port, int controllerPort) {
		properties.put("node.id", String.valueOf(NODE_ID));
		properties.put("process.roles", "broker,controller");
		properties.put("listeners", "PLAINTEXT://%s:%d,%s://%s:%d".formatted(BIND_ADDRESS, port, CONTROLLER_LISTENER,
				BIND_ADDRESS, controllerPort));
		properties.put("advertised.listeners", "PLAINTEXT://localhost:%d,%s://%s:%d".formatted(port,
				CONTROLLER_LISTENER, BIND_ADDRESS, controllerPort));
		properties.put("controller.listener.names", CONTROLLER_LISTENER);
		properties.putIfAbsent("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
		// A static voter, not a dynamic quorum: its port may change at every start
		properties.put("controller.quorum.voters", "%d@%s:%d".formatted(NODE_ID, BIND_ADDRESS, controllerPort));
		properties.put("log.dirs", logDirectory.toString());
	}

	private static void small(Map<String, String> properties) {
		for (String topic : List.of("offsets.topic", "transaction.state.log", "share.coordinator.state.topic")) {
			properties.put(topic + ".replication.factor", "1");
			properties.put(topic + ".num.partitions", "4");
		}
		properties.put("transaction.state.log.min.isr", "1");
		properties.put("share.coordinator.state.topic.min.isr", "1");
		properties.put("default.replication.factor", "1");
		properties.put("min.insync.replicas", "1");
		properties.put("num.network.threads", "2");
		properties.put("num.io.threads", "4");
		properties.put("background.threads", "2");
		properties.put("num.replica.fetchers", "1");
		properties.put("group.coordinator.threads", "1");
		properties.put("share.coordinator.threads", "1");
		properties.put("log.cleaner.threads", "1");
		properties.put("log.cleaner.dedupe.buffer.size", "4194304");
		// Index files are mapped at this size for every active segment
		properties.put("log.index.size.max.bytes", "1048576");
		// No JMX: two brokers in one JVM would fight over the names
		properties.put("metric.reporters", "");
		// No record every half second into the metadata log of a broker that idles
		properties.put("metadata.max.idle.interval.ms", "0");
	}

	private static void quick(Map<String, String> properties) {
		properties.put("auto.create.topics.enable", "false");
		properties.put("group.initial.rebalance.delay.ms", "0");
		properties.put("group.streams.initial.rebalance.delay.ms", "0");
		// A start that hangs becomes a failure
		properties.put("server.max.startup.time.ms", "60000");
	}

	/*
	 * The controller remembers the broker that crashed and refuses its successor until
	 * the session of the old one expires: 9 seconds by default.
	 */
	private static void afterCrash(Map<String, String> properties) {
		properties.put("broker.session.timeout.ms", "2500");
		properties.put("broker.heartbeat.interval.ms", "500");
	}

}
