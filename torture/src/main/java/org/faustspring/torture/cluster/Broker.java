package org.faustspring.torture.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import org.jspecify.annotations.Nullable;

/**
 * One broker of the cluster and the link that applications reach it by. One thread at a
 * time.
 */
public final class Broker {

	private final int id;

	private final Path directory;

	private final String clusterId;

	private final Link link;

	private @Nullable Jvm process;

	Broker(int id, Path directory, String clusterId, Link link, Map<String, String> properties) throws IOException {
		this.id = id;
		this.directory = Files.createDirectories(directory);
		this.clusterId = clusterId;
		this.link = link;
		Properties file = new Properties();
		file.putAll(properties);
		try (OutputStream out = Files.newOutputStream(directory.resolve("broker.properties"))) {
			file.store(out, null);
		}
	}

	/**
	 * Return its node id.
	 * @return the id, from 1
	 */
	public int id() {
		return this.id;
	}

	/**
	 * Return the link applications use.
	 * @return the link
	 */
	public Link link() {
		return this.link;
	}

	/**
	 * Start it; it serves some time later.
	 */
	public void start() {
		try {
			this.process = Jvm.start(this.directory, this.directory.resolve("broker.log"),
					List.of("-Xmx320m", "-Dlogback.configurationFile=logback-rig.xml", "-Dtorture.log=WARN"),
					BrokerMain.class.getName(),
					List.of(this.clusterId, this.directory.resolve("broker.properties").toString()));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Tell whether its process lives.
	 * @return whether it does
	 */
	public boolean alive() {
		return this.process != null && this.process.alive();
	}

	/**
	 * Send it a signal.
	 * @param name such as {@code STOP}
	 */
	public void signal(String name) {
		if (this.process != null) {
			this.process.signal(name);
		}
	}

	/**
	 * Kill it.
	 */
	public void kill() {
		if (this.process != null) {
			this.process.kill();
		}
	}

	/**
	 * Stop it in order.
	 */
	public void stop() {
		if (this.process != null) {
			this.process.stop(30);
		}
	}

}
