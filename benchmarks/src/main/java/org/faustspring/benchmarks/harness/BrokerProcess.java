package org.faustspring.benchmarks.harness;

import java.io.IOException;
import java.time.Duration;

/**
 * The broker of all runs. One thread.
 */
final class BrokerProcess implements AutoCloseable {

	private final ChildJvm jvm;

	private final String bootstrapServers;

	private BrokerProcess(ChildJvm jvm, String bootstrapServers) {
		this.jvm = jvm;
		this.bootstrapServers = bootstrapServers;
	}

	static BrokerProcess start(Options options) throws IOException, InterruptedException {
		ChildJvm jvm = ChildJvm.start(options.brokerOptions(), ClassPaths.usual(), BrokerMain.class,
				options.directory().resolve("broker").toString(), options.directory().resolve("broker.log"));
		try {
			return new BrokerProcess(jvm, jvm.await(BrokerMain.SIGNAL, Duration.ofSeconds(90))[0]);
		}
		catch (RunFailedException ex) {
			jvm.close();
			throw ex;
		}
	}

	String bootstrapServers() {
		return this.bootstrapServers;
	}

	/**
	 * Return the processor time it has used.
	 * @return nanoseconds, 0 if the system does not tell
	 */
	long cpuNanos() {
		return this.jvm.cpuNanos();
	}

	@Override
	public void close() {
		this.jvm.close();
	}

}
