package org.faustspring.boot.embedded;

import java.io.IOException;
import java.net.BindException;
import java.util.Map;
import java.util.function.IntUnaryOperator;

import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/**
 * One run of Kafka's server, from the bind of its ports to its stop. Used by the thread
 * that starts or closes the broker.
 *
 * @param server the server, started
 * @param directory its data directory, which its owner releases after the stop
 * @param bootstrapServers where clients connect
 * @param port the port clients connect to
 */
record RunningBroker(KafkaRaftServer server, DataDirectory directory, String bootstrapServers, int port) {

	private static final int ATTEMPTS = 5;

	/**
	 * Start a server and return when it serves requests.
	 * @param directory a formatted data directory
	 * @param fixedPort the port for clients, or 0 for a free one
	 * @param freePorts finds a free port other than its argument
	 * @param properties additional broker properties
	 * @return the running broker
	 * @throws IOException if the ports or the directory cannot be used
	 */
	static RunningBroker start(DataDirectory directory, int fixedPort, IntUnaryOperator freePorts,
			Map<String, String> properties) throws IOException {
		int attempt = 1;
		while (true) {
			int port = (fixedPort != 0) ? LocalPorts.verifiedFree(fixedPort) : freePorts.applyAsInt(0);
			try {
				return startOn(directory, port, freePorts.applyAsInt(port), properties);
			}
			catch (BindException ex) {
				// Somebody took a port between the look and the bind: look again
				if (attempt++ == ATTEMPTS) {
					throw ex;
				}
			}
		}
	}

	private static RunningBroker startOn(DataDirectory directory, int port, int controllerPort,
			Map<String, String> properties) throws IOException {
		KafkaConfig config = new KafkaConfig(BrokerProperties.of(directory, port, controllerPort, properties), false);
		KafkaRaftServer server = new KafkaRaftServer(config, Time.SYSTEM);
		String bootstrapServers = "localhost:" + port;
		try {
			server.startup();
			directory.writeBootstrapServers(bootstrapServers);
		}
		catch (Throwable ex) {
			stopAfterFailure(server, ex);
			if (bindExceptionIn(ex) instanceof BindException bindException) {
				throw bindException;
			}
			throw ex;
		}
		return new RunningBroker(server, directory, bootstrapServers, port);
	}

	private static void stopAfterFailure(KafkaRaftServer server, Throwable failure) {
		try {
			server.shutdown();
		}
		catch (Throwable ex) {
			failure.addSuppressed(ex);
		}
	}

	private static @Nullable Throwable bindExceptionIn(Throwable failure) {
		Throwable cause = failure;
		while (cause != null && !(cause instanceof BindException)) {
			cause = cause.getCause();
		}
		return cause;
	}

	void stop() {
		this.server.shutdown();
		this.server.awaitShutdown();
	}

}
