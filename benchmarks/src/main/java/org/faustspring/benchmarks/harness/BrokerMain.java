package org.faustspring.benchmarks.harness;

import java.nio.file.Path;

import org.faustspring.boot.embedded.EmbeddedKafkaBroker;

/**
 * Runs the broker in a JVM of its own, until its standard input ends.
 */
public final class BrokerMain {

	/** First word of the line that says where the broker is. */
	static final String SIGNAL = "BROKER";

	private BrokerMain() {
	}

	/**
	 * Run a broker.
	 * @param args the directory of its data
	 * @throws Exception if it cannot be started
	 */
	public static void main(String[] args) throws Exception {
		try (EmbeddedKafkaBroker broker = EmbeddedKafkaBroker.builder()
			.directory(Path.of(args[0]))
			// All threads of an engine join before the first assignment.
			.property("group.initial.rebalance.delay.ms", "500")
			.property("num.network.threads", "3")
			.property("num.io.threads", "8")
			.property("log.index.size.max.bytes", "10485760")
			.build()) {
			broker.start();
			System.out.println(SIGNAL + " " + broker.bootstrapServers());
			while (System.in.read() >= 0) {
				continue;
			}
		}
		System.exit(0);
	}

}
