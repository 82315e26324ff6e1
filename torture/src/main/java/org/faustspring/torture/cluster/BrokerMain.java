package org.faustspring.torture.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * A Kafka broker and controller in a process of its own. Ends in order when its standard
 * input does.
 */
final class BrokerMain {

	private BrokerMain() {
	}

	/**
	 * Run a broker.
	 * @param args the cluster's id and a file of broker properties
	 * @throws Exception if it cannot start
	 */
	public static void main(String[] args) throws Exception {
		Properties properties = read(Path.of(args[1]));
		Path logs = Path.of(properties.getProperty("log.dirs"));
		if (!Files.exists(logs.resolve(MetaPropertiesEnsemble.META_PROPERTIES_NAME))) {
			Files.createDirectories(logs);
			new Formatter().setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
				.setNodeId(Integer.parseInt(properties.getProperty("node.id")))
				.setClusterId(args[0])
				.setControllerListenerName("CONTROLLER")
				.setMetadataLogDirectory(logs.toString())
				.addDirectory(logs.toString())
				.run();
		}
		KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM);
		server.startup();
		System.out.println("BROKER STARTED");
		while (System.in.read() >= 0) {
			// Nothing is said; only the end counts
		}
		server.shutdown();
		server.awaitShutdown();
		System.exit(0);
	}

	private static Properties read(Path file) throws IOException {
		Properties properties = new Properties();
		try (InputStream in = Files.newInputStream(file)) {
			properties.load(in);
		}
		return properties;
	}

}
